#include "knowledge/phrasing_space.h"

#include <algorithm>
#include <cmath>

namespace frontdesk::knowledge {

namespace {

// Keeps a feature of the character block apart from the same feature of the word block.
constexpr Hash kWordBlock = 0, kLetterBlock = 0xABCDEF1234567ull;

double Idf(double sentences, double count) { return std::log((sentences + 1) / (count + 1)) + 1; }

void ScaleFrom(FeatureVector& vector, std::size_t first, double factor) {
  for (std::size_t i = first; i < vector.size(); ++i) {
    vector[i].second = static_cast<float>(vector[i].second * factor);
  }
}

}  // namespace

PhrasingSpace::PhrasingSpace(std::span<const Phrasing> phrasings, std::size_t articles, const Background& background)
    : sentences_(background.sentences() + static_cast<double>(phrasings.size())), articles_(articles) {
  NameFeatures(phrasings, background);
  std::vector<FeatureVector> vectors;
  vectors.reserve(phrasings.size());
  for (const Phrasing& phrasing : phrasings) {
    article_of_.push_back(phrasing.article);
    vectors.push_back(ToVector(phrasing.features, background));
  }
  phrasing_postings_ = Invert(vectors);
  centroid_postings_ = Invert(Middles(vectors, phrasings, articles, idf_.size()));
}

void PhrasingSpace::NameFeatures(std::span<const Phrasing> phrasings, const Background& background) {
  std::vector<double> counts;
  const auto name = [&](std::span<const Counted> block, Hash salt) {
    for (const Counted& feature : block) {
      const std::uint32_t id = ids_.At(feature.hash ^ salt, static_cast<std::uint32_t>(counts.size()));
      if (id == counts.size()) counts.push_back(background.Count(feature.hash));
      ++counts[id];
    }
  };
  for (const Phrasing& phrasing : phrasings) {
    name(phrasing.features.words, kWordBlock);
    name(phrasing.features.letters, kLetterBlock);
  }
  for (const double count : counts) idf_.push_back(static_cast<float>(Idf(sentences_, count)));
}

FeatureVector PhrasingSpace::ToVector(const Features& features, const Background& background) const {
  FeatureVector vector;
  AddBlock(features.words, kWordBlock, background, vector);
  AddBlock(features.letters, kLetterBlock, background, vector);
  const int blocks = (features.words.empty() ? 0 : 1) + (features.letters.empty() ? 0 : 1);
  if (blocks == 0) return vector;
  ScaleFrom(vector, 0, 1 / std::sqrt(blocks));
  return vector;
}

// Appends one block at unit length, what is unknown included.
void PhrasingSpace::AddBlock(std::span<const Counted> block, Hash salt, const Background& background,
                             FeatureVector& vector) const {
  const std::size_t first = vector.size();
  double length = 0;
  for (const Counted& feature : block) {
    const std::uint32_t id = ids_.Find(feature.hash ^ salt);
    const double idf = id == HashTable::kAbsent ? Idf(sentences_, background.Count(feature.hash)) : idf_[id];
    const double weight = (feature.count == 1 ? 1 : 1 + std::log(feature.count)) * idf;
    length += weight * weight;
    if (id == HashTable::kAbsent) continue;
    vector.emplace_back(id, static_cast<float>(weight));
  }
  if (length == 0) return;
  ScaleFrom(vector, first, 1 / std::sqrt(length));
}

PhrasingSpace::Postings PhrasingSpace::Invert(const std::vector<FeatureVector>& vectors) const {
  Postings postings;
  postings.starts.assign(idf_.size() + 1, 0);
  for (const FeatureVector& vector : vectors) {
    for (const auto& [feature, weight] : vector) ++postings.starts[feature + 1];
  }
  for (std::size_t i = 1; i < postings.starts.size(); ++i) postings.starts[i] += postings.starts[i - 1];
  postings.rows.resize(postings.starts.back());
  std::vector<std::uint32_t> next(postings.starts.begin(), postings.starts.end() - 1);
  for (std::size_t owner = 0; owner < vectors.size(); ++owner) {
    for (const auto& [feature, weight] : vectors[owner]) {
      postings.rows[next[feature]++] = {static_cast<std::uint32_t>(owner), weight};
    }
  }
  return postings;
}

std::vector<FeatureVector> PhrasingSpace::Middles(const std::vector<FeatureVector>& vectors,
                                                  std::span<const Phrasing> phrasings, std::size_t articles,
                                                  std::size_t features) {
  std::vector<FeatureVector> middles(articles);
  std::vector<float> sum(features, 0);
  std::vector<std::uint32_t> touched;
  for (std::size_t i = 0; i < vectors.size();) {
    const std::uint32_t article = phrasings[i].article;
    for (; i < vectors.size() && phrasings[i].article == article; ++i) {
      for (const auto& [feature, weight] : vectors[i]) {
        if (sum[feature] == 0) touched.push_back(feature);
        sum[feature] += weight;
      }
    }
    double length = 0;
    for (const std::uint32_t feature : touched) length += static_cast<double>(sum[feature]) * sum[feature];
    for (const std::uint32_t feature : touched) {
      middles[article].emplace_back(feature, static_cast<float>(sum[feature] / std::sqrt(length)));
      sum[feature] = 0;
    }
    touched.clear();
  }
  return middles;
}

std::vector<float> PhrasingSpace::Sum(const Postings& postings, const FeatureVector& question, std::size_t owners) {
  std::vector<float> sums(owners, 0);
  for (const auto& [feature, weight] : question) {
    for (const Posting& posting : postings.Of(feature)) sums[posting.owner] += weight * posting.weight;
  }
  return sums;
}

std::vector<float> PhrasingSpace::Nearest(const FeatureVector& question) const {
  const std::vector<float> cosines = Sum(phrasing_postings_, question, article_of_.size());
  std::vector<float> nearest(articles_, 0);
  for (std::size_t i = 0; i < cosines.size(); ++i) {
    float& best = nearest[article_of_[i]];
    best = std::max(best, cosines[i]);
  }
  return nearest;
}

std::vector<float> PhrasingSpace::Centroid(const FeatureVector& question) const {
  return Sum(centroid_postings_, question, articles_);
}

}  // namespace frontdesk::knowledge
