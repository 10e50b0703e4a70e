// What a text is made of, as hashes: the word block (stems, pairs of neighbours, pairs of Chinese characters,
// concepts), the character block (letter groups, Chinese characters and pairs; robust to typos and endings), and the
// terms of the field index.
//
// Thread safety: pure functions.
#pragma once

#include <span>
#include <vector>

#include "knowledge/hash_table.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

class Lexicon;

struct Counted {
  Hash hash = 0;
  float count = 0;
};

struct Features {
  std::vector<Counted> words;    // by hash
  std::vector<Counted> letters;  // by hash
  std::vector<Hash> terms;       // in text order, repeats kept
};

Features ExtractFeatures(std::span<const Token> tokens, const Lexicon& lexicon);

// Only the terms, for long texts.
std::vector<Hash> ExtractTerms(std::span<const Token> tokens, const Lexicon& lexicon);

// The names of single features.
Hash SpelledHash(std::u32string_view word);
Hash StemHash(std::u32string_view word);       // stems it first
Hash HanHash(std::u32string_view characters);  // one character or two
Hash PairHash(Hash first, Hash second);
Hash ConceptHash(std::size_t number);
inline constexpr Hash kStartMark = 77, kEndMark = 78;

// Calls `see(hash)` for every group of 2 to 4 letters of <word>.
template <typename See>
void ForLetterGroups(std::u32string_view word, See see) {
  constexpr std::size_t kMaxLetters = 40, kShortest = 2, kLongest = 4;
  std::u32string marked = U"<";
  marked += word.substr(0, kMaxLetters);
  marked += U'>';
  for (std::size_t size = kShortest; size <= kLongest; ++size) {
    for (std::size_t at = 0; at + size <= marked.size(); ++at) {
      see(HashOf(std::u32string_view(marked).substr(at, size), 10 + size));
    }
  }
}

}  // namespace frontdesk::knowledge
