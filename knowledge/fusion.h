// How a question looks from each side, and the one score that is made of it.
//
// Thread safety: pure functions and plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "knowledge/feature_space.h"

namespace frontdesk::knowledge {

// One number for each article from every side; a side that was not trained is empty.
struct Views {
  FeatureVector question;
  std::vector<float> logits, shares;  // softmax regression
  std::vector<float> margins;         // support vector machine
  std::vector<float> nearest, centroid;
  std::vector<std::uint32_t> closest;  // which phrasing was nearest, for each article
  std::vector<float> fields;
  std::vector<float> scores;  // all of it together
  double energy = 0;
};

struct FusionWeights {
  float share = 1, margin = 0.5F, nearest = 0.25F, centroid = 0.25F, fields = 1;
};

// What fits a base of this many articles and phrasings; `bodies` says whether there is text besides them.
FusionWeights WeightsFor(std::size_t articles, std::size_t phrasings, bool bodies);

// Fills views.scores.
void Fuse(const FusionWeights& weights, std::size_t articles, Views& views);

}  // namespace frontdesk::knowledge
