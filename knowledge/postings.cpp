#include "knowledge/postings.h"

#include <algorithm>

namespace frontdesk::knowledge {

Postings::Postings(std::span<const std::vector<Weighted>> vectors, std::size_t features)
    : owners_(vectors.size()), starts_(features + 1, 0) {
  for (const auto& vector : vectors) {
    for (const Weighted& entry : vector) ++starts_[entry.feature + 1];
  }
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  rows_.resize(starts_.back());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::size_t owner = 0; owner < vectors.size(); ++owner) {
    for (const Weighted& entry : vectors[owner]) {
      rows_[next[entry.feature]++] = {static_cast<std::uint32_t>(owner), entry.weight};
    }
  }
}

bool Postings::Has(std::uint32_t feature, std::uint32_t owner) const {
  const std::span<const Row> rows = Of(feature);
  const auto at = std::lower_bound(rows.begin(), rows.end(), owner,
                                   [](const Row& row, std::uint32_t wanted) { return row.owner < wanted; });
  return at != rows.end() && at->owner == owner;
}

std::vector<float> Postings::Dot(std::span<const Weighted> question) const {
  std::vector<float> sums(owners_, 0);
  std::size_t total = 0;
  for (const Weighted& entry : question) total += Of(entry.feature).size();
  std::vector<Weighted> rarest_first;
  if (total > kMaxVisited) {
    rarest_first.assign(question.begin(), question.end());
    std::stable_sort(rarest_first.begin(), rarest_first.end(), [this](const Weighted& a, const Weighted& b) {
      return Of(a.feature).size() < Of(b.feature).size();
    });
    question = rarest_first;
  }
  std::size_t visited = 0;
  for (const Weighted& entry : question) {
    const std::span<const Row> rows = Of(entry.feature);
    visited += rows.size();
    if (visited > kMaxVisited) break;
    for (const Row& row : rows) sums[row.owner] += entry.weight * row.weight;
  }
  return sums;
}

}  // namespace frontdesk::knowledge
