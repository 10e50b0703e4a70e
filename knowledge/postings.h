// An inverted index: for each feature who has it, and with what weight.
//
// Thread safety: immutable once built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "knowledge/feature_space.h"

namespace frontdesk::knowledge {

class Postings {
 public:
  Postings() = default;
  // One vector for each owner.
  Postings(std::span<const std::vector<Weighted>> vectors, std::size_t features);

  // For each owner the dot product with `question`. After kMaxVisited postings the commonest features are left out.
  std::vector<float> Dot(std::span<const Weighted> question) const;

  bool Has(std::uint32_t feature, std::uint32_t owner) const;

  static constexpr std::size_t kMaxVisited = 60'000;

 private:
  struct Row {
    std::uint32_t owner = 0;
    float weight = 0;
  };
  std::span<const Row> Of(std::uint32_t feature) const {
    return {rows_.data() + starts_[feature], rows_.data() + starts_[feature + 1]};
  }

  std::size_t owners_ = 0;
  std::vector<std::uint32_t> starts_;  // rows_[starts_[f] .. starts_[f + 1]) are those of feature f
  std::vector<Row> rows_;
};

}  // namespace frontdesk::knowledge
