// The order in which training visits the phrasings: shuffled anew in each pass, by what the phrasings are and not by
// where they stand, so that an added article leaves the order of the others as it was.
//
// Thread safety: immutable once built.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "knowledge/phrasing_space.h"

namespace frontdesk::knowledge {

class TrainingOrder {
 public:
  explicit TrainingOrder(std::span<const LabelledVector> phrasings);

  std::vector<std::uint32_t> Pass(std::uint64_t pass) const;

 private:
  std::vector<std::uint64_t> names_;
};

}  // namespace frontdesk::knowledge
