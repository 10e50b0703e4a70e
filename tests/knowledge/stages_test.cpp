// The stages of the search, one by one, on cases small enough to be worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "bot/base/text.h"
#include "knowledge/background.h"
#include "knowledge/concepts.h"
#include "knowledge/exact_math.h"
#include "knowledge/feature_space.h"
#include "knowledge/field_index.h"
#include "knowledge/fusion.h"
#include "knowledge/linear_svm.h"
#include "knowledge/phrasing_space.h"
#include "knowledge/read_question.h"
#include "knowledge/softmax.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

std::string Utf8(std::u32string_view text) { return base::FromCodePoints({text.begin(), text.end()}); }

// A question read with these tables, by a base with these words.
struct Read {
  Read(std::string_view text, std::u32string_view base_words, std::string_view characters = {}) {
    language.characters = Characters(characters);
    spelling.Add(Tokenize(base_words));
    question.emplace(text, language, spelling);
    for (const Token& token : question->tokens()) tokens.push_back(Utf8(token.text));
    for (const auto& word : question->mended()) mended.push_back(Utf8(word.typed) + ">" + Utf8(word.read));
  }
  Language language;
  Spelling spelling;
  std::optional<ReadQuestion> question;
  std::vector<std::string> tokens, mended;
};

TEST(ReadingStage, NormalisesThenCutsThenMends) {
  const Read read("@bot ＣＡＮ’Ｔ chnage my pasword，怎麼辦？", U"can't change my password", "麼\t么\n辦\t办\n");
  EXPECT_EQ(base::Trim(Utf8(read.question->text())), "can't chnage my pasword,怎么办?");
  EXPECT_THAT(read.tokens, ElementsAre("can't", "change", "my", "password", "怎么办"));
  EXPECT_THAT(read.mended, ElementsAre("chnage>change", "pasword>password"));
}

TEST(ReadingStage, OfTwoWordsAtOneSlipTheCommonerOneIsMeant) {
  EXPECT_THAT(Read("bxll", U"ball bill bill").mended, ElementsAre("bxll>bill"));
}

TEST(ReadingStage, IsBounded) {
  std::string words;
  for (int i = 0; i < 5'000; ++i) words += "pasword ";
  const Read read(words, U"password");
  EXPECT_LE(read.tokens.size(), kMaxTextTokens);
  EXPECT_EQ(read.mended.size(), kMaxMendedWords);
  EXPECT_EQ(read.tokens[kMaxMendedWords], "pasword");
}

TEST(ConceptStage, FindsEachConceptOnceWhateverTheWordsForIt) {
  const Lexicon lexicon(ParseConcepts("登录|sign in|log in\n发票|invoice\n"), ParseConcepts("fapiao|税票\n"), {});
  EXPECT_THAT(lexicon.Find(Tokenize(U"signing in to log in 登录 税票")), ElementsAre(0, 2));
}

// "reset 重置" by name: two words, three pairs with the ends, one concept of double weight.
TEST(FeatureStage, NamesWordsPairsLettersAndConcepts) {
  const Lexicon lexicon(ParseConcepts("重置|reset\n"), {}, {});
  const std::u32string text = U"reset 重置";
  const Features features = ExtractFeatures(Tokenize(text), lexicon);
  const Hash reset = StemHash(U"reset"), pair = HanHash(U"重置"), first = HanHash(U"重"), second = HanHash(U"置");
  EXPECT_THAT(features.terms, ElementsAre(reset, pair, ConceptHash(0)));
  std::vector<std::pair<Hash, float>> words;
  for (const Counted& word : features.words) words.emplace_back(word.hash, word.count);
  const auto one = [](Hash hash) { return std::pair(hash, 1.0F); };
  EXPECT_THAT(words, UnorderedElementsAre(one(reset), one(pair), std::pair(ConceptHash(0), 2.0F),
                                          one(PairHash(kStartMark, reset)), one(PairHash(reset, first)),
                                          one(PairHash(second, kEndMark))));
  // <reset> has 6 groups of two letters, 5 of three, 4 of four; Chinese 2 characters and a pair.
  EXPECT_EQ(features.letters.size(), 6u + 5 + 4 + 3);
}

constexpr Hash kA = 100, kB = 200, kUnknown = 300, kLetters = 400;

Features Words(std::vector<Counted> words, std::vector<Counted> letters = {}) {
  return {std::move(words), std::move(letters), {}};
}

// Two texts, {A} and {A, B}, without background: idf(A) = ln(3/3) + 1, idf(B) = ln(3/2) + 1, of a new word ln(3/1) + 1.
class WeightStage : public testing::Test {
 protected:
  const Background background_;
  const Features first_ = Words({{kA, 1}}), second_ = Words({{kA, 1}, {kB, 1}}, {{kLetters, 1}});
  const std::vector<const Features*> texts_ = {&first_, &second_};
  const FeatureSpace space_{texts_, background_};
};

TEST_F(WeightStage, IdfCountsTheTextsThatHoldAFeature) {
  EXPECT_NEAR(*space_.RarityOf(kA), 1, 1e-6);
  EXPECT_NEAR(*space_.RarityOf(kB), std::log(1.5) + 1, 1e-6);
  EXPECT_EQ(space_.RarityOf(kUnknown), std::nullopt);
}

TEST_F(WeightStage, WhatIsUnknownCountsInTheLength) {
  const FeatureVector vector = space_.ToVector(Words({{kA, 1}, {kUnknown, 1}}));
  const double unknown = std::log(3) + 1, length = std::sqrt(1 + unknown * unknown);
  ASSERT_EQ(vector.weights.size(), 1u);
  EXPECT_NEAR(vector.weights[0].weight, 1 / length, 1e-6);
  EXPECT_NEAR(vector.known, 1 / (length * length), 1e-6);
}

TEST_F(WeightStage, AFeatureSaidTwiceWeighsOneAndLogTwo) {
  const FeatureVector vector = space_.ToVector(Words({{kA, 2}, {kB, 1}}));
  ASSERT_EQ(vector.weights.size(), 2u);
  EXPECT_NEAR(vector.weights[0].weight / vector.weights[1].weight, (1 + std::log(2)) / (std::log(1.5) + 1), 1e-5);
}

TEST_F(WeightStage, TheTwoBlocksCountAlikeAndTheWholeHasUnitLength) {
  const FeatureVector vector = space_.ToVector(Words({{kA, 1}}, {{kLetters, 5}}));
  ASSERT_EQ(vector.weights.size(), 2u);
  EXPECT_NEAR(vector.weights[0].weight, std::sqrt(0.5), 1e-6);
  EXPECT_NEAR(vector.weights[1].weight, std::sqrt(0.5), 1e-6);
}

TEST(WeightStageWithBackground, EverydayWordsWeighLess) {
  const Background background("!sentences 9\nhow\t4\n");
  const Features text = ExtractFeatures(Tokenize(U"how reset"), Lexicon());
  const std::vector<const Features*> texts = {&text};
  const FeatureSpace space(texts, background);
  EXPECT_NEAR(*space.RarityOf(StemHash(U"how")), std::log(11.0 / 6) + 1, 1e-6);
  EXPECT_NEAR(*space.RarityOf(StemHash(U"reset")), std::log(11.0 / 2) + 1, 1e-6);
}

// Article 0 has two phrasings at right angles, article 1 has one between them.
TEST(NearestStage, TakesTheBestPhrasingAndTheMiddleOfAll) {
  const std::vector<LabelledVector> phrasings = {{0, {{0, 1}}}, {0, {{1, 1}}}, {1, {{0, 0.6F}, {1, 0.8F}}}};
  const PhrasingSpace space(phrasings, 2, 2);
  const std::vector<Weighted> question = {{0, 1}};
  const Cosines cosines = space.Compare(question);
  EXPECT_THAT(cosines.nearest, ElementsAre(testing::FloatNear(1, 1e-6F), testing::FloatNear(0.6F, 1e-6F)));
  EXPECT_THAT(cosines.centroid, ElementsAre(testing::FloatNear(0.70711F, 1e-4F), testing::FloatNear(0.6F, 1e-6F)));
}

// Two articles: {t1} as title, {t1, t2} as questions. Each term counts 6 in a field of average length, which saturates
// to 6 x 2.2 / 7.2; idf(t1) = ln(1 + 0.5 / 2.5), idf(t2) = ln 2, of a new term ln 6.
TEST(FieldStage, IsTheShareOfTheMostThatTheQuestionCouldReach) {
  const std::vector<FieldTerms> articles = {{{{1}, {}, {}}}, {{{}, {1, 2}, {}}}};
  const Background background;
  const FieldIndex fields(articles, background);
  const std::vector<Hash> second = {2}, both = {1, kUnknown};
  EXPECT_THAT(fields.Scores(second, background), ElementsAre(0, testing::FloatNear(6 / 7.2F, 1e-5F)));
  const double known = std::log(1.2), possible = known + std::log(6);
  const auto share = static_cast<float>(known / possible * 6 / 7.2);
  EXPECT_THAT(fields.Scores(both, background),
              ElementsAre(testing::FloatNear(share, 1e-5F), testing::FloatNear(share, 1e-5F)));
}

TEST(SoftmaxStage, SharesSumToOneAndTheEnergyIsTheirLogSum) {
  const std::vector<float> logits = {0, std::log(3.0F)};
  const Belief belief = Softmax(logits);
  EXPECT_THAT(belief.share, ElementsAre(testing::FloatNear(0.25F, 1e-6F), testing::FloatNear(0.75F, 1e-6F)));
  EXPECT_NEAR(belief.log_sum, std::log(4), 1e-6);
  const std::vector<float> huge = {1'000, 0};
  EXPECT_NEAR(Softmax(huge).log_sum, 1'000, 1e-3) << "no overflow";
}

// Two articles with a feature each, and one that both have.
const std::vector<LabelledVector> kTwo = {{0, {{0, 0.8F}, {2, 0.6F}}}, {1, {{1, 0.8F}, {2, 0.6F}}}};

TEST(SoftmaxStage, LearnsWhichFeatureBelongsToWhichArticle) {
  const LinearModel model = TrainSoftmax(kTwo, 2, 3);
  const auto share = [&](std::uint32_t feature) {
    const std::vector<Weighted> question = {{feature, 1}};
    std::vector<float> scores = model.Scores(question);
    scores.resize(2);
    return Softmax(scores).share[0];
  };
  EXPECT_GT(share(0), 0.8);
  EXPECT_LT(share(1), 0.2);
  EXPECT_NEAR(share(2), 0.5, 0.1) << "what both have decides nothing";
}

TEST(SvmStage, PutsAnArticlesOwnPhrasingsOnItsSide) {
  const LinearModel model = TrainSvm(kTwo, 2, 3);
  for (const LabelledVector& phrasing : kTwo) {
    const std::vector<float> margins = model.Scores(phrasing.weights);
    EXPECT_GT(margins[phrasing.article], 0.3);
    EXPECT_LT(margins[1 - phrasing.article], -0.3);
  }
  const std::vector<Weighted> common = {{2, 1}};
  EXPECT_NEAR(model.Scores(common)[0], model.Scores(common)[1], 0.1);
}

TEST(LearningStages, GiveTheSameBitsEachTime) {
  const std::vector<Weighted> question = {{0, 0.3F}, {1, 0.5F}, {2, 0.7F}};
  EXPECT_EQ(TrainSoftmax(kTwo, 2, 3).Scores(question), TrainSoftmax(kTwo, 2, 3).Scores(question));
  EXPECT_EQ(TrainSvm(kTwo, 2, 3).Scores(question), TrainSvm(kTwo, 2, 3).Scores(question));
}

TEST(FusionStage, AddsEachViewByItsWeightAndLeavesOutWhatWasNotTrained) {
  Views views;
  views.shares = {0.9F, 0.1F};
  views.nearest = {0.4F, 0.8F};
  views.centroid = {0.2F, 0.2F};
  views.fields = {0.5F, 0};
  Fuse({.share = 1, .margin = 0.5F, .nearest = 0.25F, .centroid = 0.25F, .fields = 2}, 2, views);
  EXPECT_THAT(views.scores, ElementsAre(testing::FloatNear(0.9F + 0.1F + 0.05F + 1, 1e-6F),
                                        testing::FloatNear(0.1F + 0.2F + 0.05F, 1e-6F)));
}

TEST(ExactMath, IsNearEnoughToTheRealFunctions) {
  for (float x = -20; x < 20; x += 0.37F) EXPECT_NEAR(Exp(x) / std::exp(x), 1, 1e-6) << x;
  for (double x = 1e-6; x < 1e6; x *= 1.7) EXPECT_NEAR(Log(x), std::log(x), 1e-11) << x;
  EXPECT_TRUE(std::isfinite(Exp(1e9F)) && std::isfinite(Exp(-1e9F)));
}

}  // namespace
}  // namespace frontdesk::knowledge
