#include "knowledge/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/policy.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

// A question that has words of its best article.
Signals Alike(double energy) {
  Signals signals;
  signals.energy = energy;
  signals.nearest = 0.3;
  return signals;
}

TEST(Policy, SendsOffersOrStaysSilentByTheTwoThresholds) {
  Calibration calibration;
  calibration.sure = 0.6;
  calibration.energy = 0.1;
  calibration.offer = 0;
  EXPECT_EQ(BandOf(0.6, Alike(-5), calibration), Band::kAnswer) << "sure is sure, however strange the words";
  EXPECT_EQ(BandOf(0.59, Alike(0.1), calibration), Band::kDidYouMean);
  EXPECT_EQ(BandOf(0.59, Alike(0.09), calibration), Band::kNeither);
}

TEST(Policy, WithoutAMeasuredScopeTheConfidenceDecidesWhatIsOffered) {
  const Calibration generic;
  EXPECT_EQ(BandOf(0.0, Alike(9), generic), Band::kNeither);
  EXPECT_EQ(BandOf(0.3, Alike(-9), generic), Band::kDidYouMean);
  EXPECT_EQ(BandOf(0.9, Alike(-9), generic), Band::kAnswer);
}

// `count` in-scope questions with logits from -2 to 2, right by `is_right`.
template <typename IsRight>
std::vector<Trial> TrialsWhere(int count, IsRight is_right) {
  std::vector<Trial> trials;
  for (int i = 0; i < count; ++i) {
    const double logit = -2 + 4.0 * i / (count - 1);
    trials.push_back({.logit = logit, .energy = logit, .right = is_right(i, logit), .in_scope = true});
  }
  return trials;
}

TEST(Calibration, TooFewTrialsTeachNothing) {
  const Calibration fitted = FitCalibration(TrialsWhere(29, [](int, double) { return true; }));
  EXPECT_EQ(fitted.asked, 0u);
  EXPECT_EQ(fitted.slope, 1);
  EXPECT_EQ(fitted.shift, 0);
}

TEST(Calibration, ABaseThatIsRightMoreOftenThanMostRaisesTheConfidence) {
  const Calibration fitted = FitCalibration(TrialsWhere(200, [](int, double) { return true; }));
  EXPECT_GT(fitted.shift, 0.5);
  Signals signals;
  EXPECT_GT(CalibratedConfidence(signals, fitted), CalibratedConfidence(signals, {}));
}

TEST(Calibration, ABaseThatIsOftenWrongNeedsMoreToBeSure) {
  const Calibration good = FitCalibration(TrialsWhere(200, [](int, double) { return true; }));
  const Calibration bad = FitCalibration(TrialsWhere(200, [](int i, double logit) { return logit > 0 && i % 4 != 0; }));
  EXPECT_LT(bad.shift, good.shift);
  EXPECT_GT(bad.sure, good.sure);
}

TEST(Calibration, OneInTwentyQuestionsOfTheBaseFallsBelowTheEnergyFound) {
  const std::vector<Trial> trials = TrialsWhere(200, [](int, double) { return true; });
  const double energy = FitCalibration(trials).energy;
  const auto below = std::count_if(trials.begin(), trials.end(), [&](const Trial& t) { return t.energy < energy; });
  EXPECT_EQ(below, 10);
}

TEST(Calibration, WordForWordIsNearlyCertainWhateverTheCalibration) {
  Signals signals;
  signals.exact = true;
  Calibration gloomy;
  gloomy.shift = -2;
  EXPECT_EQ(CalibratedConfidence(signals, gloomy), 0.99);
}

TEST(Calibration, ACalibratedIndexRanksAsItDidBefore) {
  base::Findings findings;
  const Index plain(LoadLibrary(ShippedFiles(), English(), findings), ShippedLanguage());
  const auto calibrated = plain.Calibrated();
  EXPECT_GT(calibrated->calibration().asked, 0u);
  const Ranking before = plain.Search({.text = "cannot log in on my new phone"});
  const Ranking after = calibrated->Search({.text = "cannot log in on my new phone"});
  ASSERT_EQ(before.hits.size(), after.hits.size());
  for (std::size_t i = 0; i < before.hits.size(); ++i) {
    EXPECT_EQ(before.hits[i].id, after.hits[i].id);
    EXPECT_EQ(before.hits[i].score, after.hits[i].score);
  }
}

TEST(Policy, OffersNoTitleThatHasNothingOfTheQuestion) {
  Calibration calibration;
  calibration.offer = 0;
  calibration.energy = -10;
  Signals nothing = Alike(0);
  nothing.nearest = nothing.fields = 0.04;
  EXPECT_EQ(BandOf(0.3, nothing, calibration), Band::kNeither);
  nothing.fields = 0.06;
  EXPECT_EQ(BandOf(0.3, nothing, calibration), Band::kDidYouMean);
}

}  // namespace
}  // namespace frontdesk::knowledge
