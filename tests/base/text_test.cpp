// Text of people: any bytes come in, Unicode goes out.
#include "bot/base/text.h"

#include <gmock/gmock.h>

#include <random>

namespace frontdesk::base {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Text, KnowsUtf8FromOtherBytes) {
  for (const std::string text : {"", "abc", "密码", "😀", "\xEF\xBF\xBD"}) EXPECT_TRUE(IsUtf8(text)) << text;
  for (const std::string text : {"\xFF", "\xC0\xAF", "\xE5\xAE", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\x80"})
    EXPECT_FALSE(IsUtf8(text)) << text;
}

TEST(Text, IsCleanedOfInvalidBytesAndControls) {
  EXPECT_EQ(CleanUtf8("a\xFF"
                      "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(CleanUtf8("a\x07\x1B[31m\tb\nc\r\x7F"), "a[31m\tb\nc");
  EXPECT_EQ(CleanUtf8(std::string_view("a\0b", 3)), "ab");
  EXPECT_EQ(CleanUtf8("a\xC2\x85"
                      "b"),
            "ab");
  EXPECT_EQ(CleanUtf8("密码 😀"), "密码 😀");
}

TEST(Text, IsCleanAfterCleaningWhateverTheBytes) {
  constexpr unsigned kSeed = 11;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes;
    for (unsigned i = 0; i < random() % 32; ++i) bytes += static_cast<char>(random());
    EXPECT_TRUE(IsUtf8(CleanUtf8(bytes))) << "seed " << kSeed;
    EXPECT_TRUE(IsUtf8(FoldForMatch(bytes)));
    EXPECT_TRUE(IsUtf8(Shorten(CleanUtf8(bytes), 3)));
  }
}

TEST(Text, FoldsAlikeWhatPeopleTypeAlike) {
  EXPECT_EQ(FoldForMatch("Ｒeset  it！"), "reset it");
  EXPECT_EQ(FoldForMatch("  How do I RESET\tmy password ?? "), "how do i reset my password");
  EXPECT_EQ(FoldForMatch("I can\xE2\x80\x99t sign in."), "i can't sign in");
  EXPECT_EQ(FoldForMatch("怎么重置密码？"), "怎么重置密码");
  EXPECT_EQ(FoldForMatch("怎么重置　密码。"), "怎么重置 密码");
  EXPECT_EQ(FoldForMatch("Cafe\xCC\x81"), FoldForMatch("CAFÉ"));
  EXPECT_EQ(FoldForMatch("STRASSE"), FoldForMatch("straße"));
  EXPECT_EQ(FoldForMatch("ﬁle…"), "file");
  EXPECT_EQ(FoldForMatch("what?!"), "what");
  EXPECT_EQ(FoldForMatch("v1.2 beta"), "v1.2 beta");
  EXPECT_EQ(FoldForMatch("?!…"), "");
  EXPECT_EQ(FoldForMatch(""), "");
}

TEST(Text, FoldsOnceForAll) {
  for (const std::string text : {"Ｒeset  it！", "İstanbul ẞ ﬃ ①", "한국어 ㎏ 😀👨‍👩‍👧", "a. b. c."})
    EXPECT_EQ(FoldForMatch(FoldForMatch(text)), FoldForMatch(text)) << text;
}

TEST(Text, SplitsLinesAndTrims) {
  EXPECT_THAT(SplitLines("a\r\nb\n\nc"), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(SplitLines("a\n"), ElementsAre("a"));
  EXPECT_THAT(SplitLines(""), IsEmpty());
  EXPECT_EQ(Trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(Trim(" \n "), "");
  EXPECT_EQ(AsciiLower("AbC-É"), "abc-É");
}

TEST(Text, CountsWhatPeopleSeeAsOneCharacter) {
  EXPECT_EQ(CountGraphemes(""), 0u);
  EXPECT_EQ(CountGraphemes("abc"), 3u);
  EXPECT_EQ(CountGraphemes("密码"), 2u);
  EXPECT_EQ(CountGraphemes("e\xCC\x81"), 1u);
  EXPECT_EQ(CountGraphemes("👨‍👩‍👧"), 1u) << "a family joined by zero-width joiners";
  EXPECT_EQ(CountGraphemes("👍🏽"), 1u) << "a skin tone";
  EXPECT_EQ(CountGraphemes("🇨🇳🇩🇪"), 2u) << "flags";
  EXPECT_EQ(CountGraphemes("한"), 1u);
}

TEST(Text, IsShortenedBetweenCharacters) {
  EXPECT_EQ(Shorten("abc", 3), "abc");
  EXPECT_EQ(Shorten("abcd", 3), "ab…");
  EXPECT_EQ(Shorten("怎么重置密码", 4), "怎么重…");
  EXPECT_EQ(Shorten("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2), "👨‍👩‍👧…");
  EXPECT_EQ(Shorten("", 3), "");
  for (std::size_t most = 1; most < 12; ++most)
    EXPECT_LE(CountGraphemes(Shorten("a👍🏽b🇨🇳c e\xCC\x81 密码 x y z", most)), most) << most;
}

TEST(Text, TurnsIntoCodePointsAndBack) {
  EXPECT_EQ(ToCodePoints("a密😀"), (std::vector<char32_t>{U'a', U'密', U'😀'}));
  EXPECT_EQ(FromCodePoints({U'a', U'密', U'😀'}), "a密😀");
  EXPECT_EQ(FromCodePoints(ToCodePoints("a\xFF")), "a\xEF\xBF\xBD");
}

TEST(Text, GuessesItsLanguage) {
  EXPECT_EQ(GuessLocale("how do I reset my password"), "en");
  EXPECT_EQ(GuessLocale("怎么重置密码"), "zh");
  EXPECT_EQ(GuessLocale("怎么重置 password"), "zh");
  EXPECT_EQ(GuessLocale("the file is called 密 and it will not open at all"), "en");
  EXPECT_EQ(GuessLocale("12345 !?"), "");
  EXPECT_EQ(GuessLocale(""), "");
}

TEST(Text, MeasuresHowFarTwoWordsAreApart) {
  EXPECT_EQ(EditDistance("password", "password", 3), 0u);
  EXPECT_EQ(EditDistance("pasword", "password", 3), 1u);
  EXPECT_EQ(EditDistance("opitons", "options", 3), 1u) << "two letters swapped are one slip";
  EXPECT_EQ(EditDistance("kitten", "sitting", 3), 3u);
  EXPECT_EQ(EditDistance("", "abc", 3), 3u);
  EXPECT_EQ(EditDistance("abc", "xyz", 2), 3u) << "beyond the limit it gives up";
  EXPECT_EQ(EditDistance("a", std::string(100'000, 'a'), 2), 3u);
}

TEST(Text, MeasuresTheSameBothWays) {
  constexpr unsigned kSeed = 5;
  std::mt19937 random(kSeed);
  const auto word = [&] {
    std::string text;
    for (unsigned i = 0; i < random() % 7; ++i) text += static_cast<char>('a' + random() % 3);
    return text;
  };
  for (int round = 0; round < 2'000; ++round) {
    const std::string a = word(), b = word();
    const std::size_t distance = EditDistance(a, b, 10);
    EXPECT_EQ(distance, EditDistance(b, a, 10)) << a << " " << b << " seed " << kSeed;
    EXPECT_EQ(distance == 0, a == b);
    for (const std::size_t limit : {0u, 1u, 2u}) EXPECT_EQ(EditDistance(a, b, limit), std::min(distance, limit + 1));
  }
}

}  // namespace
}  // namespace frontdesk::base
