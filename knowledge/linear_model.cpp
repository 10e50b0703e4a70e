#include "knowledge/linear_model.h"

// The same code once more for processors with wider registers; each lane computes the same bits. Sanitizers cannot be
// there when the choice between the two is made.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FD_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define FD_WIDE
#endif

namespace frontdesk::knowledge {

FD_WIDE void AddScaled(float* to, const float* from, float factor, std::size_t count) {
  float* __restrict target = to;
  for (std::size_t i = 0; i < count; ++i) target[i] += factor * from[i];
}

FD_WIDE void Descend(float* row, const float* slope, float keep, float pace, std::size_t count) {
  float* __restrict target = row;
  for (std::size_t i = 0; i < count; ++i) target[i] = target[i] * keep - pace * slope[i];
}

std::vector<float> LinearModel::Scores(std::span<const Weighted> question) const {
  std::vector<float> scores = bias_;
  for (const Weighted& entry : question) {
    if (entry.feature < features_) AddScaled(scores.data(), RowOf(entry.feature), entry.weight, stride_);
  }
  scores.resize(articles_);
  return scores;
}

}  // namespace frontdesk::knowledge
