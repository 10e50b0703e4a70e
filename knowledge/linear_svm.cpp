#include "knowledge/linear_svm.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "knowledge/training_order.h"

namespace frontdesk::knowledge {

namespace {

constexpr float kSquaredLength = 2;  // of a phrasing: each of its two blocks counts as one of unit length
constexpr float kFlat = 0.05F;       // the steepest slope of a pass at which the problem counts as solved

class Solver {
 public:
  Solver(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features,
         const SvmOptions& options)
      : phrasings_(phrasings),
        model_(features, articles),
        diagonal_(0.5F / options.cost),
        alpha_(phrasings.size() * model_.stride()),
        change_(model_.stride()) {}

  LinearModel Run(int passes) {
    const TrainingOrder order(phrasings_);
    for (int pass = 0; pass < passes; ++pass) {
      steepest_ = 0;
      for (const std::uint32_t i : order.Pass(static_cast<std::uint64_t>(pass))) Visit(i);
      if (steepest_ < kFlat) break;
    }
    return std::move(model_);
  }

 private:
  void Visit(std::uint32_t i) {
    const LabelledVector& phrasing = phrasings_[i];
    const std::size_t count = model_.stride();
    std::copy(model_.bias().begin(), model_.bias().end(), change_.begin());
    for (const Weighted& entry : phrasing.weights) {
      AddScaled(change_.data(), model_.RowOf(entry.feature), entry.weight, count);
    }
    if (!ScoresToChanges(phrasing, alpha_.data() + i * count)) return;
    for (const Weighted& entry : phrasing.weights) {
      AddScaled(model_.RowOf(entry.feature), change_.data(), kSquaredLength * entry.weight, count);
    }
    AddScaled(model_.bias().data(), change_.data(), 1, count);
  }

  // change_ holds the scores of one phrasing, and afterwards what its multipliers grew by; false when none changed.
  bool ScoresToChanges(const LabelledVector& phrasing, float* alpha) {
    float square = 1;
    for (const Weighted& entry : phrasing.weights) square += kSquaredLength * entry.weight * entry.weight;
    const float pace = 1 / (square + diagonal_);
    float steepest = 0;
    for (std::size_t k = 0; k < model_.articles(); ++k) {
      const float side = k == phrasing.article ? 1.0F : -1.0F;
      const float slope = side * change_[k] - 1 + alpha[k] * diagonal_;
      const float next = std::max(alpha[k] - slope * pace, 0.0F);
      steepest = std::max(steepest, alpha[k] == 0 ? std::max(-slope, 0.0F) : std::abs(slope));
      change_[k] = (next - alpha[k]) * side;
      alpha[k] = next;
    }
    std::fill(change_.begin() + static_cast<std::ptrdiff_t>(model_.articles()), change_.end(), 0.0F);
    steepest_ = std::max(steepest_, steepest);
    return steepest > 0;
  }

  std::span<const LabelledVector> phrasings_;
  LinearModel model_;
  const float diagonal_;
  std::vector<float> alpha_;   // the dual variables: one for each phrasing and article
  std::vector<float> change_;  // of the dual variables of one phrasing, signed
  float steepest_ = 0;         // slope of the pass
};

}  // namespace

LinearModel TrainSvm(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features,
                     const SvmOptions& options) {
  return Solver(phrasings, articles, features, options).Run(options.passes);
}

}  // namespace frontdesk::knowledge
