#include "knowledge/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/base/text.h"
#include "knowledge/features.h"
#include "knowledge/spelling.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Utf8(std::u32string_view text) { return base::FromCodePoints({text.begin(), text.end()}); }

std::string Normal(std::string_view text, std::string_view table = {}) {
  return Utf8(Normalize(text, Characters(table)));
}

std::vector<std::string> Words(std::u32string_view text) {
  std::vector<std::string> words;
  for (const Token& token : Tokenize(text)) words.push_back(Utf8(token.text));
  return words;
}

std::string Stemmed(std::u32string word) {
  Stem(word);
  return Utf8(word);
}

TEST(Normalize, FoldsWidthCaseAndApostrophes) {
  EXPECT_EQ(Normal("Ｒeset MY it’s １２３"), "reset my it's 123");
  EXPECT_EQ(Normal("ÉCOLE ﬁle"), "école file");
  EXPECT_EQ(Normal("e\xCC\x81t\xC3\xA9"), "été") << "a combining accent joins its letter";
}

TEST(Normalize, TurnsTraditionalIntoSimplifiedByTheFirstVariant) {
  EXPECT_EQ(Normal("怎麼重置密碼", "麼\t么\n碼\t码\n乾\t干 乾\n"), "怎么重置密码");
  EXPECT_EQ(Normal("乾", "乾\t干 乾\n"), "干");
  EXPECT_EQ(Normal("密碼", "not a table\n碼碼\t码\n\t\n"), "密碼") << "lines that are no pair are passed over";
}

TEST(Normalize, DropsAMentionButNotAnAddress) {
  EXPECT_EQ(base::Trim(Normal("@relay-bot how")), "how");
  EXPECT_EQ(Normal("my @duck.com address, me@duck.com"), "my @duck.com address, me@duck.com");
}

TEST(Normalize, SurvivesInvalidUtf8) { EXPECT_THAT(Normal("a\xFF\xC0z"), testing::StartsWith("a")); }

TEST(Tokens, AreWordsAndRunsOfChinese) {
  EXPECT_THAT(Words(U"can't reset 2fa怎么办, ok? 'quoted'"),
              ElementsAre("can't", "reset", "2fa", "怎么办", "ok", "quoted"));
  EXPECT_THAT(Words(U"пароль 🙂 naïve"), ElementsAre("пароль", "naïve"));
  EXPECT_THAT(Words(U"?! 。 🙂"), IsEmpty());
}

TEST(Tokens, JoinToOneFormHoweverTheyWereSpaced) {
  const std::u32string spaced = U"reset  2fa 怎么 办", tight = U"reset 2fa怎么办";
  EXPECT_EQ(Join(Tokenize(spaced)), Join(Tokenize(tight)));
}

TEST(Stem, BringsFormsOfAWordTogether) {
  EXPECT_EQ(Stemmed(U"passwords"), Stemmed(U"password"));
  EXPECT_EQ(Stemmed(U"resetting"), Stemmed(U"reset"));
  EXPECT_EQ(Stemmed(U"notified"), Stemmed(U"notified"));
  EXPECT_EQ(Stemmed(U"companies"), Stemmed(U"company"));
  EXPECT_EQ(Stemmed(U"invited"), Stemmed(U"invite"));
  EXPECT_EQ(Stemmed(U"status"), "status");
  EXPECT_EQ(Stemmed(U"s"), "s");
}

Spelling Knowing(std::u32string_view text) {
  Spelling spelling;
  spelling.Add(Tokenize(text));
  return spelling;
}

TEST(Spelling, MendsOneSlipTowardsAWordOfTheBase) {
  const Spelling spelling = Knowing(U"password password passport");
  for (const auto typo : {U"pasword", U"passwrod", U"passsword", U"passwird"}) {
    EXPECT_EQ(spelling.Mend(typo, {}), std::u32string(U"password")) << Utf8(typo);
  }
}

TEST(Spelling, LeavesShortKnownEverydayAndFarWordsAlone) {
  const Spelling spelling = Knowing(U"call house password");
  const Background everyday("!sentences 100\nhorse\t5\n");
  EXPECT_EQ(spelling.Mend(U"cal", everyday), std::nullopt);
  EXPECT_EQ(spelling.Mend(U"house", everyday), std::nullopt);
  EXPECT_EQ(spelling.Mend(U"horse", everyday), std::nullopt);
  EXPECT_EQ(spelling.Mend(U"pswrd", everyday), std::nullopt);
  EXPECT_EQ(spelling.Mend(U"passw0rd", everyday), std::nullopt);
  EXPECT_EQ(spelling.Mend(std::u32string(5'000, U'a'), everyday), std::nullopt);
}

std::vector<std::uint32_t> ConceptsIn(const Lexicon& lexicon, std::u32string_view text) {
  return lexicon.Find(Tokenize(text));
}

TEST(Concepts, MeetAcrossLanguagesAndWordForms) {
  const Lexicon lexicon(ParseConcepts("# ours\n登录|登不上|log in|sign in\n取消|cancel\n取消订阅|unsubscribe\n"), {},
                        {});
  EXPECT_THAT(ConceptsIn(lexicon, U"i am logging in"), ElementsAre(0));
  EXPECT_THAT(ConceptsIn(lexicon, U"怎么登不上去"), ElementsAre(0));
  EXPECT_THAT(ConceptsIn(lexicon, U"cancel my sign in"), ElementsAre(0, 1));
  EXPECT_THAT(ConceptsIn(lexicon, U"log the sign"), IsEmpty());
}

TEST(Concepts, TheLongestChineseTermWins) {
  const Lexicon lexicon(ParseConcepts("取消|cancel\n取消订阅|unsubscribe\n"), {}, {});
  EXPECT_THAT(ConceptsIn(lexicon, U"我要取消订阅"), ElementsAre(1));
}

TEST(Concepts, TermsMayMixScripts) {
  const Lexicon lexicon(ParseConcepts("app闪退|crash\n"), ParseConcepts("k歌|karaoke\n"), {});
  EXPECT_THAT(ConceptsIn(lexicon, U"我的app闪退了"), ElementsAre(0));
  EXPECT_THAT(ConceptsIn(lexicon, U"想k歌"), ElementsAre(1));
}

TEST(Background, CountsWordsPairsAndTheLettersInThem) {
  const Background background(
      "# made up\n!sentences 100\nhow\t40\nshow\t10\nhow do\t30\n^ how\t35\n怎么\t20\nbroken line\n");
  EXPECT_EQ(background.sentences(), 100);
  EXPECT_EQ(background.Count(StemHash(U"how")), 40);
  EXPECT_EQ(background.Count(PairHash(StemHash(U"how"), StemHash(U"do"))), 30);
  EXPECT_EQ(background.Count(PairHash(kStartMark, StemHash(U"how"))), 35);
  EXPECT_EQ(background.Count(HanHash(U"怎么")), 20);
  std::vector<double> groups;
  ForLetterGroups(U"how", [&](Hash hash) { groups.push_back(background.Count(hash)); });
  EXPECT_THAT(groups, testing::Contains(50)) << "'ho' is in how and show";
  EXPECT_TRUE(background.KnowsWord(U"show"));
  EXPECT_FALSE(background.KnowsWord(U"snow"));
}

TEST(Features, ListARepeatedWordOnceWithItsCountInOrderOfHash) {
  const Lexicon lexicon;
  const Features features = ExtractFeatures(Tokenize(U"reset reset"), lexicon);
  EXPECT_THAT(features.terms, testing::SizeIs(2));
  const auto twice = [](const Counted& feature) { return feature.count == 2; };
  EXPECT_EQ(std::count_if(features.words.begin(), features.words.end(), twice), 1);
  EXPECT_TRUE(std::is_sorted(features.words.begin(), features.words.end(),
                             [](const Counted& a, const Counted& b) { return a.hash < b.hash; }));
}

TEST(Features, ALoneChineseCharacterIsATermAndARunIsItsPairs) {
  const Lexicon lexicon;
  EXPECT_THAT(ExtractTerms(Tokenize(U"卡"), lexicon), ElementsAre(HanHash(U"卡")));
  EXPECT_THAT(ExtractTerms(Tokenize(U"重置密"), lexicon), ElementsAre(HanHash(U"重置"), HanHash(U"置密")));
}

TEST(ShippedLanguage, HasItsTables) {
  const auto language = ShippedLanguage();
  EXPECT_GT(language->background.sentences(), 1'000);
  EXPECT_GT(language->concepts.size(), 150u);
  EXPECT_EQ(ShippedLanguage().get(), language.get()) << "read once";
}

}  // namespace
}  // namespace frontdesk::knowledge
