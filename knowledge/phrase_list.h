// A list of short phrases in normal form, to be looked for in what people write: "hi|good morning|你好".
//
// Thread safety: immutable once made. Bounds: linear in the list for each look.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

class PhraseList {
 public:
  explicit PhraseList(std::string_view list);

  // The text is one of them.
  bool Has(std::u32string_view text) const;
  // One of them stands in the text as whole words; `spaced` as Spaced() makes it.
  bool StandsIn(const std::u32string& spaced) const;
  // One of them is part of the text, within words too: Chinese has no others.
  bool IsPartOf(std::u32string_view text) const;
  // The length of the longest that begins at `at` and does not end inside a word; 0 for none.
  std::size_t LengthAt(std::u32string_view text, std::size_t at) const;
  std::u32string ErasedFrom(std::u32string text) const;

 private:
  std::vector<std::u32string> phrases_;
};

// As words with one space between, a space at both ends; Chinese runs stand as words.
std::u32string Spaced(std::span<const Token> tokens);

}  // namespace frontdesk::knowledge
