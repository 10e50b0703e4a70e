// The phrasings of all articles as vectors, compared with a question by cosine: once with the nearest phrasing of
// each article, once with the middle of all its phrasings.
//
// Thread safety: immutable once built.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "knowledge/postings.h"

namespace frontdesk::knowledge {

// A phrasing of an article, as a vector.
struct LabelledVector {
  std::uint32_t article = 0;
  std::vector<Weighted> weights;
};

struct Cosines {
  std::vector<float> nearest;          // for each article the best of its phrasings
  std::vector<float> centroid;         // for each article the middle of its phrasings
  std::vector<std::uint32_t> closest;  // for each article which phrasing was nearest
};

class PhrasingSpace {
 public:
  // `phrasings` by article.
  PhrasingSpace(std::span<const LabelledVector> phrasings, std::size_t articles, std::size_t features);

  Cosines Compare(std::span<const Weighted> question) const;

  // The share of the question's squared length in features that a phrasing of the article has.
  double Covered(std::span<const Weighted> question, std::uint32_t article) const;

 private:
  std::vector<std::uint32_t> article_of_;
  std::size_t articles_ = 0;
  Postings phrasings_;
  Postings middles_;
};

}  // namespace frontdesk::knowledge
