// How alike two free texts are, such as two reports of a problem: the words, concepts and letter groups that they
// share, each weighed by how rare it is in everyday language. It knows nothing of articles; whoever keeps the texts
// keeps their vectors beside them (a short text takes about 2 KB) and makes them anew after the knowledge was reloaded.
//
// Thread safety: immutable once built; pure functions.
// On failure: nothing fails; an empty text is like nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/concepts.h"
#include "knowledge/hash_table.h"

namespace frontdesk::knowledge {

struct Language;

inline constexpr std::size_t kMaxTextTokens = 1'000;  // of a question or a free text; what stands behind is not read
inline constexpr std::size_t kMaxTextBytes = 16'000;

// At unit length, by hash. Empty when the text has no words.
using TextVector = std::vector<std::pair<Hash, float>>;

// 0 for texts that share nothing, 1 for the same words in the same order.
double Similarity(const TextVector& a, const TextVector& b);

struct SimilarText {
  std::size_t number = 0;  // in the list that was searched
  double similarity = 0;
};

// The most alike first, at most `most` of them, none below `at_least`; equally alike: the first in the list first.
std::vector<SimilarText> FindSimilar(const TextVector& text, std::span<const TextVector> among, std::size_t most,
                                     double at_least);

class TextSpace {
 public:
  // `synonyms` are those that the workspace adds.
  TextSpace(std::shared_ptr<const Language> language, std::span<const Concept> synonyms);

  TextVector ToVector(std::string_view text) const;
  const Lexicon& lexicon() const { return lexicon_; }

 private:
  std::shared_ptr<const Language> language_;
  Lexicon lexicon_;
};

}  // namespace frontdesk::knowledge
