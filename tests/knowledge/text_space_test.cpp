#include "knowledge/text_space.h"

#include <gtest/gtest.h>

#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

class Texts : public testing::Test {
 protected:
  double Like(std::string_view a, std::string_view b) const {
    return Similarity(space_.ToVector(a), space_.ToVector(b));
  }

  TextSpace space_{ShippedLanguage(), {}};
};

TEST_F(Texts, TheSameWordsAreAsLikeAsCanBe) {
  EXPECT_NEAR(Like("the screen stays black", "The screen stays black!"), 1, 1e-6);
  EXPECT_NEAR(Like("屏幕一直是黑的", "屏幕一直是黑的。"), 1, 1e-6);
}

TEST_F(Texts, WhatSharesNothingIsNotAlikeAtAll) {
  EXPECT_EQ(Like("the screen stays black", "退款"), 0);
  EXPECT_EQ(Like("the screen stays black", ""), 0);
  EXPECT_EQ(Like("", ""), 0);
}

TEST_F(Texts, TheOrderOfTheTwoDoesNotMatter) {
  EXPECT_EQ(Like("no sound in calls", "calls have no sound today"),
            Like("calls have no sound today", "no sound in calls"));
}

TEST_F(Texts, AReportOfTheSameProblemIsMoreAlikeThanAnother) {
  const std::string report = "screen sharing shows a black picture since the update";
  const double same = Like(report, "after updating, shared screens are black");
  EXPECT_GT(same, Like(report, "I was charged twice since the update"));
  EXPECT_GT(same, Like(report, "how do I invite a colleague"));
}

TEST_F(Texts, ConceptsMakeTextsAlikeAcrossLanguages) {
  EXPECT_GT(Like("I forgot my password", "忘记密码了"), Like("I forgot my password", "需要发票"));
}

TEST_F(Texts, ASlipOfTheFingerCostsLittle) {
  EXPECT_GT(Like("cannot upload the attachment", "cannot uplaod the attachment"), 0.5);
}

TEST_F(Texts, TheMostAlikeComeFirstAndNoneBelowTheFloor) {
  std::vector<TextVector> open;
  for (const char* text : {"invite a colleague", "no sound in my calls", "calls without any sound", ""})
    open.push_back(space_.ToVector(text));
  const auto found = FindSimilar(space_.ToVector("no sound in calls"), open, 5, 0.1);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].number, 1u);
  EXPECT_EQ(found[1].number, 2u);
  EXPECT_EQ(FindSimilar(space_.ToVector("no sound in calls"), open, 1, 0.1).size(), 1u);
}

TEST_F(Texts, EquallyAlikeKeepTheOrderOfTheList) {
  const std::vector<TextVector> open(3, space_.ToVector("black screen"));
  const auto found = FindSimilar(space_.ToVector("a black screen"), open, 2, 0);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].number, 0u);
  EXPECT_EQ(found[1].number, 1u);
}

TEST_F(Texts, AnEndlessTextIsCutAndNotATrouble) {
  std::string words;
  for (int i = 0; i < 100'000; ++i) words += "w" + std::to_string(i) + ' ';
  const TextVector vector = space_.ToVector(words);
  EXPECT_LT(vector.size(), 40 * kMaxTextTokens);
  EXPECT_NEAR(Similarity(vector, vector), 1, 1e-3);
}

}  // namespace
}  // namespace frontdesk::knowledge
