// BM25F over the fields of each article: a term in the title or in a question counts six times one in the body.
// A score is divided by the most that the question could reach, so it lies between 0 and about 1.
//
// Thread safety: immutable once built.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "knowledge/background.h"

namespace frontdesk::knowledge {

enum Field { kTitle, kQuestions, kBody, kFieldCount };

// The terms of one article, by field; tags belong to the body.
using FieldTerms = std::array<std::vector<Hash>, kFieldCount>;

class FieldIndex {
 public:
  FieldIndex(std::span<const FieldTerms> articles, const Background& background);

  // One score for each article.
  std::vector<float> Scores(std::span<const Hash> terms, const Background& background) const;

 private:
  struct Posting {
    std::uint32_t article = 0;
    float weight = 0;
  };

  double Rarity(double count, const Background& background, Hash term) const;

  std::size_t articles_ = 0;
  HashTable terms_;  // term -> number
  std::vector<std::uint32_t> starts_;
  std::vector<Posting> postings_;
  std::vector<float> rarity_;
};

}  // namespace frontdesk::knowledge
