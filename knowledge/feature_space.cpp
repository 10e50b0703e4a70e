#include "knowledge/feature_space.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "knowledge/exact_math.h"

namespace frontdesk::knowledge {

namespace {

void ScaleFrom(std::vector<Weighted>& weights, std::size_t first, double factor) {
  for (std::size_t i = first; i < weights.size(); ++i) {
    weights[i].weight = static_cast<float>(weights[i].weight * factor);
  }
}

}  // namespace

double Rarity(double sentences, double count) { return Log((sentences + 1) / (count + 1)) + 1; }

FeatureSpace::FeatureSpace(std::span<const Features* const> texts, const Background& background)
    : background_(background), sentences_(background.sentences() + static_cast<double>(texts.size())) {
  std::vector<Named> found;
  for (const Features* text : texts) {
    Count(text->words, kWordBlock, found);
    Count(text->letters, kLetterBlock, found);
  }
  Number(std::move(found));
}

void FeatureSpace::Count(std::span<const Counted> block, Hash salt, std::vector<Named>& found) {
  for (const Counted& feature : block) {
    const std::uint32_t number = numbers_.At(feature.hash ^ salt, static_cast<std::uint32_t>(found.size()));
    if (number == found.size()) found.push_back({feature.hash, salt, 0});
    ++found[number].held;
  }
}

// The commonest first; among equals the one met first.
void FeatureSpace::Number(std::vector<Named> found) {
  std::stable_sort(found.begin(), found.end(), [](const Named& a, const Named& b) { return a.held > b.held; });
  for (const Named& feature : found) {
    numbers_.At(feature.hash ^ feature.salt) = static_cast<std::uint32_t>(held_.size());
    held_.push_back(feature.held);
    rarity_.push_back(static_cast<float>(Rarity(sentences_, background_.Count(feature.hash) + feature.held)));
  }
}

std::size_t FeatureSpace::HeldBy(std::uint32_t texts) const {
  const auto end =
      std::partition_point(held_.begin(), held_.end(), [texts](std::uint32_t held) { return held >= texts; });
  return static_cast<std::size_t>(end - held_.begin());
}

FeatureVector FeatureSpace::ToVector(const Features& text) const {
  FeatureVector vector;
  const int blocks = (text.words.empty() ? 0 : 1) + (text.letters.empty() ? 0 : 1);
  if (blocks == 0) return vector;
  vector.weights.reserve(text.words.size() + text.letters.size());
  vector.known = AddBlock(text.words, kWordBlock, vector.weights);
  vector.known = (vector.known + AddBlock(text.letters, kLetterBlock, vector.weights)) / blocks;
  ScaleFrom(vector.weights, 0, 1 / std::sqrt(blocks));
  return vector;
}

// Appends one block at unit length, what is unknown included; returns the known share.
double FeatureSpace::AddBlock(std::span<const Counted> block, Hash salt, std::vector<Weighted>& weights) const {
  const std::size_t first = weights.size();
  double known = 0, unknown = 0;
  for (const Counted& feature : block) {
    const std::uint32_t number = numbers_.Find(feature.hash ^ salt);
    const bool absent = number == HashTable::kAbsent;
    const double rarity = absent ? Rarity(sentences_, background_.Count(feature.hash)) : rarity_[number];
    const double weight = (feature.count == 1 ? 1 : 1 + Log(feature.count)) * rarity;
    (absent ? unknown : known) += weight * weight;
    if (!absent) weights.push_back({number, static_cast<float>(weight)});
  }
  if (known == 0) return 0;
  ScaleFrom(weights, first, 1 / std::sqrt(known + unknown));
  return known / (known + unknown);
}

std::optional<double> FeatureSpace::RarityOf(Hash word) const {
  const std::uint32_t number = numbers_.Find(word ^ kWordBlock);
  if (number == HashTable::kAbsent) return std::nullopt;
  return rarity_[number];
}

}  // namespace frontdesk::knowledge
