// Mends a misspelt word of a question when exactly one slip away from a word that the knowledge base uses.
//
// Thread safety: const functions from any thread; Add only while building.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "knowledge/background.h"
#include "knowledge/hash_table.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

class Spelling {
 public:
  void Add(std::span<const Token> tokens);  // words of the knowledge base

  bool Knows(std::u32string_view word) const;  // that the base uses it

  // The word of the base, used most often, that differs by one letter added, lost, changed or swapped with its
  // neighbour. Nothing for short words, for words with digits, and for words that the base or everyday language knows.
  std::optional<std::u32string> Mend(std::u32string_view word, const Background& background) const;

 private:
  HashTable counts_;
};

}  // namespace frontdesk::knowledge
