#include "knowledge/softmax.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "knowledge/exact_math.h"
#include "knowledge/training_order.h"

namespace frontdesk::knowledge {

namespace {

constexpr float kFirstSquares = 1e-2F;  // AdaGrad's accumulators start here
constexpr float kBiasRate = 0.1F;       // of the rate of the weights

// In place; returns logsumexp.
double ToShares(std::span<float> logits) {
  if (logits.empty()) return 0;
  const float most = *std::max_element(logits.begin(), logits.end());
  for (float& logit : logits) logit = Exp(logit - most);
  double sum = 0;
  for (const float share : logits) sum += share;
  const auto scale = static_cast<float>(1 / sum);
  for (float& share : logits) share *= scale;
  return static_cast<double>(most) + Log(sum);
}

class Trainer {
 public:
  Trainer(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features,
          const SoftmaxOptions& options)
      : options_(options),
        phrasings_(phrasings),
        model_(features, articles),
        squares_(features, kFirstSquares),
        bias_squares_(articles, kFirstSquares),
        slope_(model_.stride()),
        order_(phrasings) {}

  LinearModel Run() {
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      const float done = static_cast<float>(epoch) / static_cast<float>(options_.epochs);
      rate_ = options_.first_rate + (options_.last_rate - options_.first_rate) * done;
      for (const std::uint32_t i : order_.Pass(static_cast<std::uint64_t>(epoch))) Step(phrasings_[i]);
    }
    return std::move(model_);
  }

 private:
  void Step(const LabelledVector& phrasing) {
    const std::size_t count = model_.stride();
    std::copy(model_.bias().begin(), model_.bias().end(), slope_.begin());
    for (const Weighted& entry : phrasing.weights)
      AddScaled(slope_.data(), model_.RowOf(entry.feature), entry.weight, count);
    ToShares(std::span(slope_).first(model_.articles()));
    slope_[phrasing.article] -= 1;
    double steep = 0;
    for (const float s : slope_) steep += static_cast<double>(s) * s;
    for (const Weighted& entry : phrasing.weights) {
      float& squares = squares_[entry.feature];
      squares += static_cast<float>(steep) * entry.weight * entry.weight;
      const float pace = rate_ / std::sqrt(squares);
      Descend(model_.RowOf(entry.feature), slope_.data(), 1 - pace * options_.decay, pace * entry.weight, count);
    }
    for (std::size_t k = 0; k < model_.articles(); ++k) {
      bias_squares_[k] += slope_[k] * slope_[k];
      model_.bias()[k] -= kBiasRate * rate_ * slope_[k] / std::sqrt(bias_squares_[k]);
    }
  }

  const SoftmaxOptions options_;
  std::span<const LabelledVector> phrasings_;
  LinearModel model_;
  std::vector<float> squares_, bias_squares_;
  std::vector<float> slope_;  // the gradient of the loss by the logits; 0 behind the last article
  TrainingOrder order_;
  float rate_ = 0;
};

}  // namespace

LinearModel TrainSoftmax(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features,
                         const SoftmaxOptions& options) {
  return Trainer(phrasings, articles, features, options).Run();
}

Belief Softmax(std::span<const float> logits) {
  Belief belief;
  belief.share.assign(logits.begin(), logits.end());
  belief.log_sum = ToShares(belief.share);
  return belief;
}

}  // namespace frontdesk::knowledge
