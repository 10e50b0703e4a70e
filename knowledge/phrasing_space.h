// The phrasings of all articles as weighted vectors, compared with a question by cosine: once with the nearest
// phrasing of each article, once with the middle of all its phrasings.
//
// Thread safety: immutable once built.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "knowledge/background.h"
#include "knowledge/features.h"

namespace frontdesk::knowledge {

struct Phrasing {
  std::uint32_t article = 0;
  Features features;
};

// A unit vector; only features that the base has are listed, but the unknown ones count in its length.
using FeatureVector = std::vector<std::pair<std::uint32_t, float>>;  // feature id, weight

class PhrasingSpace {
 public:
  // `phrasings` by article.
  PhrasingSpace(std::span<const Phrasing> phrasings, std::size_t articles, const Background& background);

  FeatureVector ToVector(const Features& features, const Background& background) const;

  // For each article the best cosine of its phrasings.
  std::vector<float> Nearest(const FeatureVector& question) const;
  // For each article the cosine to the middle of its phrasings.
  std::vector<float> Centroid(const FeatureVector& question) const;

 private:
  struct Posting {
    std::uint32_t owner = 0;  // a phrasing or an article
    float weight = 0;
  };
  // The postings of feature f are rows[starts[f] .. starts[f + 1]).
  struct Postings {
    std::vector<std::uint32_t> starts;
    std::vector<Posting> rows;
    std::span<const Posting> Of(std::uint32_t feature) const {
      return {rows.data() + starts[feature], rows.data() + starts[feature + 1]};
    }
  };
  void NameFeatures(std::span<const Phrasing> phrasings, const Background& background);
  void AddBlock(std::span<const Counted> block, Hash salt, const Background& background, FeatureVector& vector) const;
  Postings Invert(const std::vector<FeatureVector>& vectors) const;
  static std::vector<FeatureVector> Middles(const std::vector<FeatureVector>& vectors,
                                            std::span<const Phrasing> phrasings, std::size_t articles,
                                            std::size_t features);
  static std::vector<float> Sum(const Postings& postings, const FeatureVector& question, std::size_t owners);

  HashTable ids_;
  std::vector<float> idf_;
  double sentences_ = 0;
  std::vector<std::uint32_t> article_of_;
  std::size_t articles_ = 0;
  Postings phrasing_postings_;
  Postings centroid_postings_;
};

}  // namespace frontdesk::knowledge
