// Long text arrives whole, in parts that a platform takes and a reader can read.
#include <gmock/gmock.h>

#include <random>

#include "adapters/common/split.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Unit = Capabilities::Unit;

std::string Join(const std::vector<std::string>& parts) {
  std::string whole;
  for (const std::string& part : parts) whole += part;
  return whole;
}

TEST(SplitText, LeavesWhatFitsInOnePart) {
  EXPECT_THAT(SplitText("", {10}), IsEmpty());
  EXPECT_THAT(SplitText("ten bytes!", {10}), ElementsAre("ten bytes!"));
  EXPECT_THAT(SplitText(std::string(100'000, 'x'), {0}), testing::SizeIs(1));
}

TEST(SplitText, PrefersAParagraphToALineToASentenceToAWord) {
  EXPECT_THAT(SplitText("aaaa aaaa.\n\nbbbb\nbbbb. bbbb bb", {24}),
              ElementsAre("aaaa aaaa.\n\n", "bbbb\nbbbb. bbbb bb"));
  EXPECT_THAT(SplitText("aaaa aaaa.\nbbbb. bbbb bbbb", {20}), ElementsAre("aaaa aaaa.\n", "bbbb. bbbb bbbb"));
  EXPECT_THAT(SplitText("aaaa aaaa. bbbb bbbb bbbb", {20}), ElementsAre("aaaa aaaa. ", "bbbb bbbb bbbb"));
  EXPECT_THAT(SplitText("aaaa bbbb cccc dddd", {16}), ElementsAre("aaaa bbbb cccc ", "dddd"));
  EXPECT_THAT(SplitText("aaaabbbbcccc", {5}), ElementsAre("aaaab", "bbbcc", "cc"));
}

TEST(SplitText, DoesNotLeaveMostOfAPartEmptyForAParagraph) {
  const auto parts = SplitText("Hi.\n\nThe rest is one long paragraph of words", {40});
  EXPECT_THAT(parts, ElementsAre("Hi.\n\nThe rest is one long paragraph of ", "words"));
}

TEST(SplitText, KeepsAnAddressInOnePieceWhenItFits) {
  EXPECT_THAT(SplitText("see https://example.com/abcdefghi", {30}),
              ElementsAre("see ", "https://example.com/abcdefghi"));
}

TEST(SplitText, CutsChineseBehindItsSentencesAndNeverBeforeAStop) {
  EXPECT_THAT(SplitText("请先检查音量。再重新加入会议！", {10, Unit::kCodePoints}),
              ElementsAre("请先检查音量。", "再重新加入会议！"));
  EXPECT_THAT(SplitText("他说「请重试。」然后离开了会议", {10, Unit::kCodePoints}),
              ElementsAre("他说「请重试。」", "然后离开了会议"));
  EXPECT_THAT(SplitText("没有声音的时候，请", {7, Unit::kCodePoints}), ElementsAre("没有声音的时", "候，请"));
}

TEST(SplitText, CountsWhatThePlatformCounts) {
  EXPECT_EQ(MeasureText("a中👍", Unit::kBytes), 8u);
  EXPECT_EQ(MeasureText("a中👍", Unit::kCodePoints), 3u);
  EXPECT_EQ(MeasureText("a中👍", Unit::kUtf16), 4u);
  EXPECT_THAT(SplitText("👍👍👍", {4, Unit::kUtf16}), ElementsAre("👍👍", "👍"));
  EXPECT_THAT(SplitText("👍👍👍", {4, Unit::kBytes}), ElementsAre("👍", "👍", "👍"));
}

TEST(SplitText, KeepsWhatAReaderSeesAsOneCharacterTogether) {
  const std::string family = "👩\u200d👩\u200d👧\u200d👦", flag = "🇨🇳", accent = "e\u0301\u0302";
  EXPECT_THAT(SplitText(family + family, {30}), ElementsAre(family, family));
  EXPECT_THAT(SplitText(flag + flag + flag, {20}), ElementsAre(flag + flag, flag));
  EXPECT_THAT(SplitText(accent + accent, {9}), ElementsAre(accent, accent));
  EXPECT_THAT(SplitText("abc\r\nd", {4}), ElementsAre("abc", "\r\nd"));
}

TEST(SplitText, CutsACharacterThatNoPartCanHoldBetweenItsCodePoints) {
  std::string zalgo = "e";
  for (int i = 0; i < 50; ++i) zalgo += "\u0301";
  for (const std::string& part : SplitText(zalgo, {10})) {
    EXPECT_TRUE(base::IsUtf8(part));
    EXPECT_LE(part.size(), 10u);
  }
  EXPECT_THAT(SplitText("中文", {1}), ElementsAre("中", "文")) << "no limit is under four bytes";
}

TEST(SplitText, TakesBytesThatAreNotText) {
  const std::string broken = "\xFF\xFE\x80 \xC3 abc \xE4\xB8";
  EXPECT_EQ(Join(SplitText(broken, {5})), broken);
}

TEST(SplitText, IsLinear) {
  // Quadratic work on 4 MB would not end.
  const std::string text(4 << 20, 'x');
  EXPECT_EQ(SplitText(text, {2048}).size(), 2048u);
  EXPECT_EQ(SplitText(text, {4 << 20}).size(), 1u);
}

// Pieces of which hard text is made.
std::string RandomText(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "word ",
                                                   "Sentence. ",
                                                   "\n",
                                                   "\n\n",
                                                   "\r\n",
                                                   "中",
                                                   "文字",
                                                   "。",
                                                   "！」",
                                                   "，",
                                                   "👩\u200d👩\u200d👧\u200d👦",
                                                   "🇨🇳",
                                                   "👍🏽",
                                                   "e\u0301\u0302\u0303",
                                                   "नी",
                                                   "한",
                                                   "가",
                                                   "\u200b",
                                                   "\u3000",
                                                   "x\u200dy",
                                                   "https://example.com/a?b=c ",
                                                   "```\n",
                                                   std::string(70, 'w'),
                                                   "\u202e",
                                                   "☕\ufe0f",
                                                   "1️⃣",
                                                   "مرحبا"};
  std::string text;
  const std::size_t pieces = random() % 60;
  for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random() % kPieces.size()];
  return text;
}

// Every boundary between graphemes, counted from the beginning of `text`.
bool EndsAtGrapheme(const std::string& left, const std::string& right) {
  return base::CountGraphemes(left) + base::CountGraphemes(right) == base::CountGraphemes(left + right);
}

TEST(SplitText, GivesPartsThatFitAndTogetherAreTheText) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = RandomText(random);
    const TextLimit limit{40 + random() % 200, static_cast<Unit>(random() % 3)};
    const auto parts = SplitText(text, limit);
    ASSERT_EQ(Join(parts), text);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      ASSERT_FALSE(parts[p].empty());
      ASSERT_TRUE(base::IsUtf8(parts[p]));
      ASSERT_LE(MeasureText(parts[p], limit.unit), limit.size);
      ASSERT_TRUE(p + 1 == parts.size() || EndsAtGrapheme(parts[p], parts[p + 1])) << parts[p];
    }
  }
}

}  // namespace
}  // namespace frontdesk::adapters::common
