// A linear classifier over the articles: one weight for each article and each of the first `features` features, one
// bias for each article. Other features say nothing.
// Feature by feature, the articles side by side, so that the scores of all articles are summed in one sweep.
//
// Thread safety: immutable once trained.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "knowledge/phrasing_space.h"

namespace frontdesk::knowledge {

class LinearModel {
 public:
  LinearModel() = default;
  LinearModel(std::size_t features, std::size_t articles)
      : features_(features),
        articles_(articles),
        stride_((articles + kLanes - 1) / kLanes * kLanes),
        weights_(features * stride_),
        bias_(stride_) {}

  // One score for each article.
  std::vector<float> Scores(std::span<const Weighted> question) const;

  bool empty() const { return weights_.empty(); }
  std::size_t articles() const { return articles_; }
  std::size_t stride() const { return stride_; }  // articles, rounded up; the rest stays 0
  float* RowOf(std::uint32_t feature) { return weights_.data() + feature * stride_; }
  const float* RowOf(std::uint32_t feature) const { return weights_.data() + feature * stride_; }
  std::vector<float>& bias() { return bias_; }

 private:
  static constexpr std::size_t kLanes = 8;
  std::size_t features_ = 0, articles_ = 0, stride_ = 0;
  std::vector<float> weights_;
  std::vector<float> bias_;
};

// to += factor * from
void AddScaled(float* to, const float* from, float factor, std::size_t count);

// row = keep * row - pace * slope
void Descend(float* row, const float* slope, float keep, float pace, std::size_t count);

}  // namespace frontdesk::knowledge
