// The trained half of an Index: everything that is learned from phrasings and bodies, and the comparison of a question
// with it from five sides. Built for the whole base, and for parts of it while calibrating.
//
// Thread safety: immutable once built.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "knowledge/confidence.h"
#include "knowledge/features.h"
#include "knowledge/field_index.h"
#include "knowledge/fusion.h"
#include "knowledge/linear_model.h"
#include "knowledge/phrasing_space.h"

namespace frontdesk::knowledge {

// A title or a question of an article. Points into the gathered base, which outlives the training.
struct Example {
  std::uint32_t article = 0;
  bool title = false;
  const Features* features = nullptr;
};

inline constexpr std::size_t kMaxHits = 10;

// The articles with the best scores, best first, at most kMaxHits; equal scores: the smaller number first.
std::vector<std::uint32_t> BestOf(std::span<const float> scores);

class Matcher {
 public:
  // `examples` by article; `bodies` one for each article.
  Matcher(std::span<const Example> examples, std::span<const std::vector<Hash>> bodies, const Background& background);

  Views Look(const Features& question) const;
  const FeatureSpace& space() const { return space_; }
  const FusionWeights& weights() const { return weights_; }

  // Of the article `best`, when `rivals` are the next best.
  Signals SignalsOf(const Views& views, std::uint32_t best, std::span<const std::uint32_t> rivals) const;

 private:
  const Background& background_;  // outlives this
  FeatureSpace space_;
  std::size_t phrasings_ = 0;
  FusionWeights weights_;
  LinearModel softmax_, svm_;
  PhrasingSpace nearest_;
  FieldIndex fields_;
};

}  // namespace frontdesk::knowledge
