#include "knowledge/text_space.h"

#include <algorithm>
#include <cmath>

#include "knowledge/exact_math.h"
#include "knowledge/feature_space.h"
#include "knowledge/language.h"

namespace frontdesk::knowledge {

namespace {

// The whole vector has length 1 when both blocks are there.
const double kBlockLength = std::sqrt(0.5);

void AddBlock(std::span<const Counted> block, Hash salt, const Background& background, TextVector& vector) {
  double square = 0;
  const std::size_t first = vector.size();
  for (const Counted& feature : block) {
    const double weight = (1 + Log(feature.count)) * Rarity(background.sentences(), background.Count(feature.hash));
    square += weight * weight;
    vector.emplace_back(feature.hash ^ salt, static_cast<float>(weight));
  }
  for (std::size_t i = first; i < vector.size(); ++i) {
    vector[i].second = static_cast<float>(vector[i].second * kBlockLength / std::sqrt(square));
  }
}

}  // namespace

double Similarity(const TextVector& a, const TextVector& b) {
  double sum = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].first == b[j].first)
      sum += static_cast<double>(a[i++].second) * b[j++].second;
    else if (a[i].first < b[j].first)
      ++i;
    else
      ++j;
  }
  return std::min(sum, 1.0);
}

std::vector<SimilarText> FindSimilar(const TextVector& text, std::span<const TextVector> among, std::size_t most,
                                     double at_least) {
  std::vector<SimilarText> found;
  for (std::size_t i = 0; i < among.size(); ++i) {
    const double similarity = Similarity(text, among[i]);
    if (similarity > 0 && similarity >= at_least) found.push_back({i, similarity});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const SimilarText& a, const SimilarText& b) { return a.similarity > b.similarity; });
  if (found.size() > most) found.resize(most);
  return found;
}

TextSpace::TextSpace(std::shared_ptr<const Language> language, std::span<const Concept> synonyms)
    : language_(std::move(language)), lexicon_(language_->concepts, synonyms, language_->characters) {}

TextVector TextSpace::ToVector(std::string_view text) const {
  const std::u32string normal = Normalize(Head(text, kMaxTextBytes), language_->characters);
  std::vector<Token> tokens = Tokenize(normal);
  if (tokens.size() > kMaxTextTokens) tokens.resize(kMaxTextTokens);
  const Features features = ExtractFeatures(tokens, lexicon_);
  TextVector vector;
  AddBlock(features.words, kWordBlock, language_->background, vector);
  AddBlock(features.letters, kLetterBlock, language_->background, vector);
  std::sort(vector.begin(), vector.end());
  return vector;
}

}  // namespace frontdesk::knowledge
