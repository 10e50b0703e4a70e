// A linear support vector machine for each article against all others: squared hinge loss, dual coordinate descent
// (Hsieh et al., 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM"). All articles are solved side by
// side, one phrasing after the other, which costs one sweep over the phrasing's features for all of them.
//
// Thread safety: pure functions.
#pragma once

#include <span>

#include "knowledge/linear_model.h"

namespace frontdesk::knowledge {

struct SvmOptions {
  float cost = 1;  // C
  int passes = 6;
};

LinearModel TrainSvm(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features,
                     const SvmOptions& options = {});

}  // namespace frontdesk::knowledge
