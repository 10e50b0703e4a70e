#include "knowledge/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "knowledge/ask.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Explaining : public testing::Test {
 protected:
  Explanation Of(std::string text) { return Explain(*index_, {.text = std::move(text)}); }
  std::shared_ptr<const Index> index_ = BuildIndex(LoadSmall());
};

TEST_F(Explaining, ShowsHowTheQuestionWasRead) {
  const Explanation explanation = Of("Ｆorgot my PASWORD 帳號 qwrtzp");
  EXPECT_EQ(explanation.text, "forgot my pasword 帐号 qwrtzp");
  ASSERT_EQ(explanation.mended.size(), 1u);
  EXPECT_EQ(explanation.mended[0].typed, "pasword");
  EXPECT_EQ(explanation.mended[0].read, "password");
}

TEST_F(Explaining, TellsWordsThatTheBaseHasFromThoseItHasNot) {
  const Explanation explanation = Of("password password qwrtzp 退款吗");
  std::vector<std::string> words;
  for (const ExplainedWord& word : explanation.words) words.push_back((word.weight ? "+" : "-") + word.text);
  EXPECT_THAT(words, testing::ElementsAre("+password", "-qwrtzp", "+退款", "-款吗"));
  EXPECT_GT(*explanation.words[0].weight, 1);
}

TEST_F(Explaining, NamesTheConceptsThatItRecognised) {
  const auto index = BuildIndex(
      LoadSmall({{"knowledge/faq.jsonl", SmallBase()}, {"knowledge/synonyms.txt", "fapiao|tax slip|invoice\n"}}));
  EXPECT_THAT(Explain(*index, {.text = "a tax slip please"}).concepts,
              Contains(testing::ElementsAre("fapiao", "tax slip", "invoice")));
  EXPECT_THAT(Explain(*index, {.text = "忘记密码"}).concepts, Contains(Contains("password")));
}

TEST_F(Explaining, ThePartsOfAScoreAddUpToIt) {
  const Explanation explanation = Of("i need the receipt for march");
  ASSERT_GE(explanation.candidates.size(), 2u);
  for (const ExplainedCandidate& candidate : explanation.candidates) {
    double sum = 0;
    for (const ExplainedPart& part : candidate.parts) sum += part.value * part.weight;
    EXPECT_NEAR(sum, candidate.score, 1e-4) << candidate.id;
    EXPECT_FALSE(candidate.parts.empty());
  }
}

TEST_F(Explaining, CandidatesAreThoseOfTheRankingInItsOrder) {
  const Question question{.text = "where can i upload the invoice"};
  const Ranking ranking = index_->Search(question);
  const Explanation explanation = Explain(*index_, question);
  ASSERT_EQ(explanation.candidates.size(), ranking.hits.size());
  for (std::size_t i = 0; i < ranking.hits.size(); ++i) {
    EXPECT_EQ(explanation.candidates[i].id, ranking.hits[i].id);
    EXPECT_EQ(explanation.candidates[i].score, ranking.hits[i].score);
  }
  EXPECT_EQ(explanation.ranking.confidence, ranking.confidence);
}

TEST_F(Explaining, NamesTheNearestPhrasingWithItsCosine) {
  const Explanation explanation = Of("my calls are choppy");
  ASSERT_FALSE(explanation.candidates.empty());
  const ExplainedCandidate& best = explanation.candidates[0];
  EXPECT_EQ(best.id, "lag");
  EXPECT_EQ(best.nearest, "my call is choppy");
  EXPECT_NEAR(best.cosine, explanation.ranking.signals.nearest, 1e-4) << "the same cosine as the search's own";
}

TEST_F(Explaining, AnArticleThatThePersonMayNotSeeIsNoCandidate) {
  const Explanation explanation = Explain(*index_, {.text = "forgot my password", .exclude = {"reset"}});
  for (const ExplainedCandidate& candidate : explanation.candidates) EXPECT_NE(candidate.id, "reset");
}

TEST_F(Explaining, AQuestionWithoutWordsHasNoCandidates) {
  for (const char* text : {"", "?!", "\xFF\xFE", "🙂"}) {
    const Explanation explanation = Of(text);
    EXPECT_THAT(explanation.candidates, IsEmpty());
    EXPECT_THAT(explanation.words, IsEmpty());
    EXPECT_THAT(ExplanationText(explanation), HasSubstr("nothing in the base resembles it"));
  }
}

TEST_F(Explaining, AHostileQuestionGivesABoundedExplanation) {
  std::string words;
  for (int i = 0; i < 20'000; ++i) words += "password" + std::to_string(i) + " 退";
  const Explanation explanation = Of(words);
  EXPECT_LE(explanation.words.size(), kMaxExplainedWords);
  EXPECT_LT(ExplanationText(explanation).size(), 16'000u);
}

TEST_F(Explaining, AskCarriesItAsAFurtherMemberOrAsText) {
  const std::string line = R"({"id":"q","text":"forgot my pasword\nnow"})";
  const json plain = json::parse(AskLine(*index_, line)),
             explained = json::parse(AskLine(*index_, line, Explained::kJson));
  json rest = explained;
  rest.erase("explain");
  EXPECT_EQ(rest, plain) << "the other members stay as they are";
  const json& why = explained["explain"];
  EXPECT_EQ(why["mended"][0]["read"], "password");
  EXPECT_EQ(why["candidates"][0]["id"], "reset");
  EXPECT_EQ(why["candidates"][0]["score"], explained["ranked"][0]["score"]);
  EXPECT_TRUE(why["candidates"][0]["parts"]["fields"]["value"].is_number());
  EXPECT_EQ(why["confidence"], explained["confidence"]);
  EXPECT_EQ(why["thresholds"]["answer"], AsPrinted(index_->calibration().sure));
  EXPECT_TRUE(why["decision"] == "answer" || why["decision"] == "did_you_mean" || why["decision"] == "neither");
  const std::string text = AskLine(*index_, line, Explained::kText);
  EXPECT_THAT(text, testing::StartsWith("\"q\"  forgot my pasword now\nread as     forgot my pasword now\n"));
  EXPECT_THAT(text, HasSubstr("mended      pasword -> password\n"));
}

TEST_F(Explaining, AWordForWordMatchSaysSo) {
  EXPECT_THAT(ExplanationText(Of("Forgot my password!")), HasSubstr("word for word a title or question of reset\n"));
  EXPECT_THAT(ExplanationText(Of("i forgot it")), Not(HasSubstr("word for word")));
}

}  // namespace
}  // namespace frontdesk::knowledge
