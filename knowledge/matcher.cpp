#include "knowledge/matcher.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "knowledge/exact_math.h"
#include "knowledge/linear_svm.h"
#include "knowledge/softmax.h"

namespace frontdesk::knowledge {

namespace {

std::vector<const Features*> FeaturesOf(std::span<const Example> examples) {
  std::vector<const Features*> features;
  for (const Example& example : examples) features.push_back(example.features);
  return features;
}

std::vector<FieldTerms> FieldsOf(std::span<const Example> examples, std::span<const std::vector<Hash>> bodies) {
  std::vector<FieldTerms> fields(bodies.size());
  for (std::size_t i = 0; i < bodies.size(); ++i) fields[i][kBody] = bodies[i];
  for (const Example& example : examples) {
    std::vector<Hash>& terms = fields[example.article][example.title ? kTitle : kQuestions];
    terms.insert(terms.end(), example.features->terms.begin(), example.features->terms.end());
  }
  return fields;
}

std::vector<LabelledVector> VectorsOf(std::span<const Example> examples, const FeatureSpace& space) {
  std::vector<LabelledVector> vectors;
  vectors.reserve(examples.size());
  for (const Example& example : examples) {
    vectors.push_back({example.article, space.ToVector(*example.features).weights});
  }
  return vectors;
}

bool AnyText(std::span<const std::vector<Hash>> bodies) {
  return std::any_of(bodies.begin(), bodies.end(), [](const auto& body) { return !body.empty(); });
}

// How many features the linear models learn. One that a single phrasing holds teaches nothing that the nearest phrasing
// does not say already, once there are phrasings enough; and the memory is bounded.
std::size_t LearnedFeatures(const FeatureSpace& space, std::size_t articles, std::size_t phrasings) {
  constexpr std::size_t kMaxWeights = 2u << 20, kManyPhrasings = 3;
  constexpr std::size_t kMaxPairs = 10'000'000;  // of a phrasing and an article: what training takes time for
  if (articles * phrasings > kMaxPairs) return 0;
  std::uint32_t held = phrasings < kManyPhrasings * articles ? 1 : 2;
  while (space.HeldBy(held) * articles > kMaxWeights) ++held;
  return space.HeldBy(held);
}

void KeepFirst(std::size_t features, std::vector<LabelledVector>& vectors) {
  for (LabelledVector& vector : vectors) {
    std::erase_if(vector.weights, [features](const Weighted& entry) { return entry.feature >= features; });
  }
}

bool LeadsAt(const std::vector<float>& view, std::uint32_t article) {
  return !view.empty() && std::max_element(view.begin(), view.end()) - view.begin() == article;
}

// Where nothing was learned the cosines stand in for the softmax's logits.
std::vector<float> LogitsOf(const Cosines& cosines) {
  constexpr float kSharpness = 8;
  std::vector<float> logits;
  logits.reserve(cosines.nearest.size());
  for (std::size_t i = 0; i < cosines.nearest.size(); ++i) {
    logits.push_back(kSharpness * (cosines.nearest[i] + cosines.centroid[i]));
  }
  return logits;
}

double At(const std::vector<float>& view, std::uint32_t article) { return view.empty() ? 0 : view[article]; }

}  // namespace

std::vector<std::uint32_t> BestOf(std::span<const float> scores) {
  std::vector<std::uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  const std::size_t count = std::min(order.size(), kMaxHits);
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](std::uint32_t a, std::uint32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  order.resize(count);
  return order;
}

Matcher::Matcher(std::span<const Example> examples, std::span<const std::vector<Hash>> bodies,
                 const Background& background)
    : background_(background),
      space_(FeaturesOf(examples), background),
      phrasings_(examples.size()),
      weights_(WeightsFor(bodies.size(), examples.size(), AnyText(bodies))),
      nearest_({}, 0, 0),
      fields_(FieldsOf(examples, bodies), background) {
  std::vector<LabelledVector> vectors = VectorsOf(examples, space_);
  nearest_ = PhrasingSpace(vectors, bodies.size(), space_.size());
  const std::size_t learned = LearnedFeatures(space_, bodies.size(), examples.size());
  if (learned == 0) return;
  KeepFirst(learned, vectors);
  softmax_ = TrainSoftmax(vectors, bodies.size(), learned);
  if (weights_.margin != 0) svm_ = TrainSvm(vectors, bodies.size(), learned);
}

Views Matcher::Look(const Features& question) const {
  Views views;
  views.question = space_.ToVector(question);
  const std::vector<Weighted>& weights = views.question.weights;
  Cosines cosines = nearest_.Compare(weights);
  if (!cosines.nearest.empty()) {
    views.logits = softmax_.empty() ? LogitsOf(cosines) : softmax_.Scores(weights);
    Belief belief = Softmax(views.logits);
    views.shares = std::move(belief.share);
    views.energy = belief.log_sum - Log(static_cast<double>(views.logits.size()));
  }
  if (!svm_.empty()) views.margins = svm_.Scores(weights);
  views.nearest = std::move(cosines.nearest);
  views.centroid = std::move(cosines.centroid);
  views.closest = std::move(cosines.closest);
  views.fields = fields_.Scores(question.terms, background_);
  Fuse(weights_, views.nearest.size(), views);
  return views;
}

Signals Matcher::SignalsOf(const Views& views, std::uint32_t best, std::span<const std::uint32_t> rivals) const {
  Signals signals;
  signals.score = views.scores[best];
  signals.gap = signals.score - (rivals.empty() ? 0 : views.scores[rivals[0]]);
  signals.share = At(views.shares, best);
  double rival_share = 0;
  for (const std::uint32_t rival : rivals) rival_share = std::max(rival_share, At(views.shares, rival));
  signals.share_gap = signals.share - rival_share;
  signals.logit = At(views.logits, best);
  signals.energy = views.energy;
  signals.margin = At(views.margins, best);
  signals.nearest = views.nearest[best];
  signals.nearest_any = *std::max_element(views.nearest.begin(), views.nearest.end());
  signals.centroid = views.centroid[best];
  signals.fields = views.fields[best];
  signals.known = views.question.known;
  signals.covered = nearest_.Covered(views.question.weights, best);
  signals.features = static_cast<double>(views.question.weights.size());
  signals.agree = (LeadsAt(views.shares, best) ? 1 : 0) + (LeadsAt(views.nearest, best) ? 1 : 0) +
                  (LeadsAt(views.centroid, best) ? 1 : 0);
  signals.articles = static_cast<double>(views.scores.size());
  signals.phrasings = static_cast<double>(phrasings_);
  return signals;
}

}  // namespace frontdesk::knowledge
