// Texts as vectors: names the features that the base uses with small numbers, and weighs those of a text by how rare
// they are here and in everyday language. The word block and the character block count alike.
//
// Thread safety: immutable once built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "knowledge/background.h"
#include "knowledge/features.h"

namespace frontdesk::knowledge {

// Keeps a feature of the character block apart from the same feature of the word block.
inline constexpr Hash kWordBlock = 0, kLetterBlock = 0xABCDEF1234567ull;

// What a feature weighs that `count` of so many sentences hold.
double Rarity(double sentences, double count);

struct Weighted {
  std::uint32_t feature = 0;
  float weight = 0;
};

// A unit vector. Only features that the base has are listed, but the unknown ones count in its length.
struct FeatureVector {
  std::vector<Weighted> weights;
  double known = 0;  // the share of its squared length that is listed, 0..1
};

class FeatureSpace {
 public:
  FeatureSpace(std::span<const Features* const> texts, const Background& background);

  FeatureVector ToVector(const Features& text) const;
  std::size_t size() const { return rarity_.size(); }

  // The weight of a word, a pair of Chinese characters or a concept, if the base has it.
  std::optional<double> RarityOf(Hash word) const;

  // How many features at least `texts` of the base's texts hold. Those are numbered first: 0 to that count.
  std::size_t HeldBy(std::uint32_t texts) const;

 private:
  struct Named {
    Hash hash = 0, salt = 0;
    std::uint32_t held = 0;
  };
  void Count(std::span<const Counted> block, Hash salt, std::vector<Named>& found);
  void Number(std::vector<Named> found);
  double AddBlock(std::span<const Counted> block, Hash salt, std::vector<Weighted>& weights) const;

  const Background& background_;  // outlives this
  double sentences_ = 0;
  HashTable numbers_;
  std::vector<float> rarity_;
  std::vector<std::uint32_t> held_;  // by how many texts of the base; falling
};

}  // namespace frontdesk::knowledge
