#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "knowledge/exact_math.h"
#include "knowledge/linear_svm.h"
#include "knowledge/postings.h"
#include "knowledge/softmax.h"
#include "knowledge/training_order.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;

TEST(ExactMath, AgreesWithTheCLibrary) {
  for (float x = -79; x < 79; x += 0.37F) EXPECT_NEAR(Exp(x) / std::exp(static_cast<double>(x)), 1, 1e-6) << x;
  EXPECT_EQ(Exp(0), 1);
  EXPECT_EQ(Exp(-1000), Exp(-80));
  for (double x = 1e-9; x < 1e9; x *= 1.7) EXPECT_NEAR(Log(x), std::log(x), 1e-11) << x;
  EXPECT_EQ(Log(1), 0);
}

// Two phrasings for each of three articles; feature 3 stands in all of them.
std::vector<LabelledVector> ThreeArticles() {
  std::vector<LabelledVector> vectors;
  for (std::uint32_t article = 0; article < 3; ++article) {
    vectors.push_back({article, {{article, 0.9F}, {3, 0.4F}}});
    vectors.push_back({article, {{article, 0.6F}, {3, 0.8F}}});
  }
  return vectors;
}

std::size_t Leader(const std::vector<float>& scores) {
  return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

TEST(Softmax, LearnsWhichFeatureNamesWhichArticle) {
  const auto vectors = ThreeArticles();
  const LinearModel model = TrainSoftmax(vectors, 3, 4);
  for (std::uint32_t article = 0; article < 3; ++article) {
    const std::vector<Weighted> question = {{article, 1.0F}};
    EXPECT_EQ(Leader(model.Scores(question)), article);
  }
}

TEST(Softmax, SharesSumToOneAndKeepTheOrderOfTheLogits) {
  const std::vector<float> logits = {1.5F, -2.0F, 40.0F, 40.5F};
  const Belief belief = Softmax(logits);
  double sum = 0;
  for (const float share : belief.share) sum += share;
  EXPECT_NEAR(sum, 1, 1e-6);
  EXPECT_GT(belief.share[3], belief.share[2]);
  EXPECT_NEAR(belief.log_sum, 40.5 + std::log(1 + std::exp(-0.5)), 1e-5);
}

TEST(LinearSvm, LearnsAMarginForEachArticle) {
  const auto vectors = ThreeArticles();
  const LinearModel model = TrainSvm(vectors, 3, 4);
  for (const LabelledVector& phrasing : vectors) {
    const std::vector<float> margins = model.Scores(phrasing.weights);
    EXPECT_EQ(Leader(margins), phrasing.article);
    EXPECT_EQ(std::count_if(margins.begin(), margins.end(), [](float margin) { return margin < 0; }), 2);
  }
}

TEST(LinearModel, AFeatureThatWasNotLearnedSaysNothing) {
  const auto vectors = ThreeArticles();
  const LinearModel model = TrainSoftmax(vectors, 3, 4);
  const std::vector<Weighted> with = {{1, 0.5F}, {99, 0.5F}}, without = {{1, 0.5F}};
  EXPECT_EQ(model.Scores(with), model.Scores(without));
}

TEST(TrainingOrder, AnAddedPhrasingLeavesTheOthersInTheirOrder) {
  auto vectors = ThreeArticles();
  for (std::size_t i = 0; i < vectors.size(); ++i) vectors[i].weights[0].weight += 0.01F * static_cast<float>(i);
  const auto before = TrainingOrder(vectors).Pass(5);
  vectors.push_back({2, {{2, 0.3F}, {1, 0.1F}}});
  auto after = TrainingOrder(vectors).Pass(5);
  std::erase(after, 6u);
  EXPECT_EQ(before, after);
}

TEST(FeatureSpace, TheCommonestFeaturesHaveTheLowestNumbers) {
  const std::vector<Features> texts = {{{{10, 1}, {20, 1}}, {}, {}}, {{{20, 1}}, {}, {}}, {{{20, 1}, {30, 1}}, {}, {}}};
  const std::vector<const Features*> all = {&texts[0], &texts[1], &texts[2]};
  const Background nothing;
  const FeatureSpace space(all, nothing);
  EXPECT_EQ(space.size(), 3u);
  EXPECT_EQ(space.HeldBy(1), 3u);
  EXPECT_EQ(space.HeldBy(2), 1u);
  EXPECT_EQ(space.HeldBy(4), 0u);
  const FeatureVector vector = space.ToVector(texts[1]);
  ASSERT_EQ(vector.weights.size(), 1u);
  EXPECT_EQ(vector.weights[0].feature, 0u);
  EXPECT_FLOAT_EQ(vector.weights[0].weight, 1);
}

TEST(FeatureSpace, UnknownFeaturesAreLeftOutButCountInTheLength) {
  const Features text = {{{10, 1}}, {}, {}}, question = {{{10, 1}, {11, 1}}, {}, {}};
  const std::vector<const Features*> all = {&text};
  const Background nothing;
  const FeatureVector vector = FeatureSpace(all, nothing).ToVector(question);
  ASSERT_EQ(vector.weights.size(), 1u);
  EXPECT_LT(vector.weights[0].weight, 0.75F);
  EXPECT_NEAR(vector.known, vector.weights[0].weight * vector.weights[0].weight, 1e-6);
}

TEST(Postings, SumTheProductsOfSharedFeatures) {
  const std::vector<std::vector<Weighted>> vectors = {{{0, 0.5F}, {1, 0.5F}}, {{1, 1.0F}}, {}};
  const Postings postings(vectors, 2);
  EXPECT_THAT(postings.Dot(std::vector<Weighted>{{0, 1.0F}, {1, 2.0F}}), ElementsAre(1.5F, 2.0F, 0.0F));
  EXPECT_TRUE(postings.Has(0, 0));
  EXPECT_FALSE(postings.Has(0, 1));
}

TEST(Postings, OfTooManyTheCommonestFeaturesAreLeftOut) {
  const std::size_t owners = Postings::kMaxVisited;
  std::vector<std::vector<Weighted>> vectors(owners, {{0, 1.0F}});
  vectors[7].push_back({1, 1.0F});
  const auto sums = Postings(vectors, 2).Dot(std::vector<Weighted>{{0, 1.0F}, {1, 1.0F}});
  EXPECT_EQ(sums[7], 1) << "the rare one counts";
  EXPECT_EQ(sums[8], 0) << "the common one does not";
}

TEST(Confidence, MoreDistanceToTheSecondIsMoreConfidence) {
  Signals near, far;
  near.gap = 0.1;
  far.gap = 0.4;
  EXPECT_LT(GenericLogit(near), GenericLogit(far));
}

TEST(Fusion, WithoutPhrasingsTheBodiesSpeakAndTheMarginsAreSilent) {
  EXPECT_EQ(WeightsFor(50, 50, true).margin, 0);
  EXPECT_GT(WeightsFor(50, 50, false).margin, 0);
  EXPECT_GT(WeightsFor(50, 150, true).margin, 0);
}

}  // namespace
}  // namespace frontdesk::knowledge
