// The concept lexicon: words that mean the same to a support desk, Chinese and English together, so that
// "登不上" finds an article that says "sign in". The embedded concepts come first, the workspace's synonyms after.
//
// Thread safety: immutable once built.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/hash_table.h"
#include "knowledge/normalize.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

using Concept = std::vector<std::string>;  // its terms

// One concept a line, terms split by '|'; empty lines and # comments are passed over.
std::vector<Concept> ParseConcepts(std::string_view text);

class Lexicon {
 public:
  Lexicon() = default;
  Lexicon(std::span<const Concept> shipped, std::span<const Concept> added, const Characters& characters);

  // The numbers of the concepts that a text speaks of, each once, rising.
  std::vector<std::uint32_t> Find(std::span<const Token> tokens) const;

 private:
  void AddTerm(std::u32string_view term, std::uint32_t number);
  void FindWords(std::span<const Token> tokens, std::vector<std::uint32_t>& found) const;
  void FindSubstrings(std::u32string_view text, std::vector<std::uint32_t>& found) const;
  std::vector<std::uint32_t>& SetOf(HashTable& table, Hash term);

  HashTable words_;       // a run of stems -> set
  HashTable substrings_;  // a term with Chinese in it -> set
  std::vector<std::vector<std::uint32_t>> sets_;
  std::size_t longest_words_ = 0;
  std::size_t longest_substring_ = 0;
};

}  // namespace frontdesk::knowledge
