#include "knowledge/calibration.h"

#include <algorithm>
#include <cmath>

#include "knowledge/exact_math.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kFolds = 5;
constexpr std::size_t kEnoughTrials = 400;  // in-scope questions; further folds are not run
constexpr std::size_t kFewestTrials = 30;   // below, nothing is learned
constexpr std::size_t kMostAsked = 1'000;   // questions of each kind in a fold
constexpr double kMostTrust = 0.99;
constexpr double kWantedPrecision = 0.95;
constexpr double kLeastSure = 0.5, kMostSure = 0.8;  // bounds of T1
constexpr double kLost = 0.05;                       // the share of in-scope questions below T0
// How much of what people ask has no article. Chat logs say between 3 % and 40 %.
constexpr double kOutOfScopeShare = 0.08;

// One fold: what is left of the base, with the articles numbered anew, and what was hidden.
struct Fold {
  std::vector<Example> kept;
  std::vector<std::vector<Hash>> bodies;
  std::vector<Example> asked;    // their articles by the new numbers
  std::vector<Example> foreign;  // their articles are gone
};

bool Falls(std::uint64_t name, std::uint64_t salt, std::size_t fold) { return Scramble(name, salt) % kFolds == fold; }

std::uint64_t NameOf(const Features& features) {
  std::uint64_t name = features.terms.size();
  for (const Hash term : features.terms) name = Mix(name, term);
  return name;
}

std::uint64_t NameOf(const std::string& id) {
  std::uint64_t name = id.size();
  for (const char c : id) name = Mix(name, static_cast<unsigned char>(c));
  return name;
}

// A title is no question that somebody asked, and an article never loses its last phrasing.
bool MayHide(std::span<const Example> examples, std::size_t i, std::size_t kept_of_article) {
  const bool last = i + 1 == examples.size() || examples[i + 1].article != examples[i].article;
  return !examples[i].title && (kept_of_article > 0 || !last);
}

// At most kMostAsked, spread over the base.
void Thin(std::vector<Example>& examples) {
  if (examples.size() <= kMostAsked) return;
  for (std::size_t i = 0; i < kMostAsked; ++i) examples[i] = examples[i * examples.size() / kMostAsked];
  examples.resize(kMostAsked);
}

Fold Cut(std::span<const Example> examples, std::span<const std::vector<Hash>> bodies, std::span<const std::string> ids,
         std::size_t number) {
  constexpr std::uint32_t kGone = 0xFFFFFFFF;
  Fold fold;
  std::vector<std::uint32_t> renumbered(bodies.size(), kGone);
  std::vector<std::size_t> kept(bodies.size(), 0);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    if (Falls(NameOf(ids[i]), 0, number)) continue;
    renumbered[i] = static_cast<std::uint32_t>(fold.bodies.size());
    fold.bodies.push_back(bodies[i]);
  }
  for (std::size_t i = 0; i < examples.size(); ++i) {
    Example example = examples[i];
    const std::uint32_t article = example.article;
    example.article = renumbered[article];
    if (example.article == kGone) {
      if (!example.title) fold.foreign.push_back(example);
    } else if (Falls(NameOf(*example.features), 1, number) && MayHide(examples, i, kept[article])) {
      fold.asked.push_back(example);
    } else {
      ++kept[article];
      fold.kept.push_back(example);
    }
  }
  Thin(fold.asked);
  Thin(fold.foreign);
  return fold;
}

Trial Ask(const Matcher& matcher, const Features& question, const Example* answer) {
  const Views views = matcher.Look(question);
  const std::vector<std::uint32_t> best = BestOf(views.scores);
  Trial trial;
  trial.in_scope = answer != nullptr;
  if (best.empty()) return trial;
  const Signals signals = matcher.SignalsOf(views, best[0], std::span(best).subspan(1));
  trial.logit = GenericLogit(signals);
  trial.energy = signals.energy;
  trial.right = answer != nullptr && answer->article == best[0];
  return trial;
}

struct Weights {
  double in_scope = 0, out_of_scope = 0;
  double Of(const Trial& trial) const { return trial.in_scope ? in_scope : out_of_scope; }
};

// Out-of-scope questions count as the share that they are expected to have; all together as at most kEnoughTrials.
Weights WeightsOf(std::span<const Trial> trials) {
  const auto inside = static_cast<double>(
      std::count_if(trials.begin(), trials.end(), [](const Trial& trial) { return trial.in_scope; }));
  const double outside = static_cast<double>(trials.size()) - inside;
  const double scale = std::min(1.0, kEnoughTrials / std::max(inside, 1.0));
  return {scale, scale * inside * kOutOfScopeShare / (1 - kOutOfScopeShare) / std::max(outside, 1.0)};
}

// Logistic regression of `right` on the generic logit by Newton's method, held near slope 1 and shift 0.
void FitLine(std::span<const Trial> trials, const Weights& weights, Calibration& calibration) {
  constexpr double kHoldSlope = 20, kHoldShift = 5;
  constexpr int kSteps = 20;
  double a = 1, b = 0;
  for (int step = 0; step < kSteps; ++step) {
    double ga = kHoldSlope * (a - 1), gb = kHoldShift * b, haa = kHoldSlope, hab = 0, hbb = kHoldShift;
    for (const Trial& trial : trials) {
      const double weight = weights.Of(trial), p = Logistic(a * trial.logit + b);
      const double slope = weight * (p - (trial.right ? 1 : 0)), bend = weight * p * (1 - p);
      ga += slope * trial.logit;
      gb += slope;
      haa += bend * trial.logit * trial.logit;
      hab += bend * trial.logit;
      hbb += bend;
    }
    const double determinant = haa * hbb - hab * hab;
    a -= (hbb * ga - hab * gb) / determinant;
    b -= (haa * gb - hab * ga) / determinant;
  }
  calibration.slope = std::clamp(a, 0.5, 2.0);
  calibration.shift = std::clamp(b, -2.0, 2.0);
}

// The lowest confidence from which on the wanted share of answers is right.
double FindSure(std::span<const Trial> trials, const Weights& weights, const Calibration& calibration) {
  std::vector<const Trial*> order;
  for (const Trial& trial : trials) order.push_back(&trial);
  std::stable_sort(order.begin(), order.end(), [](const Trial* a, const Trial* b) { return a->logit > b->logit; });
  double right = 0, all = 0, sure = kMostSure;
  for (const Trial* trial : order) {
    all += weights.Of(*trial);
    right += trial->right ? weights.Of(*trial) : 0;
    if (right >= kWantedPrecision * all) sure = Logistic(calibration.slope * trial->logit + calibration.shift);
  }
  return std::clamp(sure, kLeastSure, kMostSure);
}

double FindEnergy(std::span<const Trial> trials) {
  std::vector<double> energies;
  for (const Trial& trial : trials) {
    if (trial.in_scope) energies.push_back(trial.energy);
  }
  std::sort(energies.begin(), energies.end());
  return energies[static_cast<std::size_t>(kLost * static_cast<double>(energies.size()))];
}

}  // namespace

double CalibratedConfidence(const Signals& signals, const Calibration& calibration) {
  // The author of the article wrote these words for it; what is left is that the words belong to two articles.
  if (signals.exact) return kMostTrust;
  return std::min(kMostTrust, Logistic(calibration.slope * GenericLogit(signals) + calibration.shift));
}

std::vector<Trial> RunTrials(std::span<const Example> examples, std::span<const std::vector<Hash>> bodies,
                             std::span<const std::string> ids, std::span<const Features> out_of_scope,
                             const Background& background) {
  std::vector<Trial> trials;
  std::size_t inside = 0;
  for (std::size_t number = 0; number < kFolds && inside < kEnoughTrials; ++number) {
    const Fold fold = Cut(examples, bodies, ids, number);
    if (fold.asked.empty()) continue;
    const Matcher matcher(fold.kept, fold.bodies, background);
    for (const Example& example : fold.asked) trials.push_back(Ask(matcher, *example.features, &example));
    for (const Example& example : fold.foreign) trials.push_back(Ask(matcher, *example.features, nullptr));
    for (const Features& question : out_of_scope) trials.push_back(Ask(matcher, question, nullptr));
    inside += fold.asked.size();
  }
  return trials;
}

Calibration FitCalibration(std::span<const Trial> trials) {
  Calibration calibration;
  const auto inside = std::count_if(trials.begin(), trials.end(), [](const Trial& trial) { return trial.in_scope; });
  if (static_cast<std::size_t>(inside) < kFewestTrials) return calibration;
  const Weights weights = WeightsOf(trials);
  FitLine(trials, weights, calibration);
  calibration.sure = FindSure(trials, weights, calibration);
  calibration.energy = FindEnergy(trials);
  calibration.offer = 0;
  calibration.asked = trials.size();
  return calibration;
}

}  // namespace frontdesk::knowledge
