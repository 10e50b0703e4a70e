#include "knowledge/training_order.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "knowledge/exact_math.h"
#include "knowledge/hash_table.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::uint64_t kSeed = 1;

}  // namespace

TrainingOrder::TrainingOrder(std::span<const LabelledVector> phrasings) {
  for (const LabelledVector& phrasing : phrasings) {
    std::uint64_t name = phrasing.weights.size();
    for (const Weighted& entry : phrasing.weights) name = Mix(name, std::bit_cast<std::uint32_t>(entry.weight));
    names_.push_back(name);
  }
}

std::vector<std::uint32_t> TrainingOrder::Pass(std::uint64_t pass) const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
  for (std::uint32_t i = 0; i < names_.size(); ++i) keys.emplace_back(Scramble(names_[i] ^ kSeed, pass), i);
  std::sort(keys.begin(), keys.end());
  std::vector<std::uint32_t> order;
  for (const auto& key : keys) order.push_back(key.second);
  return order;
}

}  // namespace frontdesk::knowledge
