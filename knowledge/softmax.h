// Softmax regression: which article would its authors' phrasings say this question belongs to? Stochastic
// gradient descent with AdaGrad.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "knowledge/linear_model.h"

namespace frontdesk::knowledge {

struct SoftmaxOptions {
  int epochs = 12;
  float first_rate = 0.5F, last_rate = 0.05F;
  float decay = 1e-5F;  // L2
};

LinearModel TrainSoftmax(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features,
                         const SoftmaxOptions& options = {});

struct Belief {
  std::vector<float> share;  // for each article; they sum to 1
  double log_sum = 0;        // logsumexp of the logits
};

Belief Softmax(std::span<const float> logits);

}  // namespace frontdesk::knowledge
