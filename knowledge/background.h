// How common words are in everyday requests, so that a small knowledge base knows that "how do I" says little and
// "invoice" much. From knowledge/language/background.txt: counts of sentences that hold a word or a pair of words.
// Counts of letter groups are derived from the words: not exact, but near enough and a tenth of the size.
//
// Thread safety: immutable once read.
#pragma once

#include <string_view>

#include "knowledge/hash_table.h"

namespace frontdesk::knowledge {

class Background {
 public:
  Background() = default;
  // Lines "!sentences N", "word<TAB>count" and "two words<TAB>count" (^ and $ stand for start and end); # comments.
  explicit Background(std::string_view table);

  double sentences() const { return sentences_; }
  double Count(Hash feature) const;                // sentences that hold the feature; 0 when never seen
  bool KnowsWord(std::u32string_view word) const;  // as spelled

  void Add(Hash feature, double count);

 private:
  void AddLine(std::u32string_view term, double count);
  void AddWord(std::u32string_view word, double count);

  double sentences_ = 0;
  HashTable counts_;
};

}  // namespace frontdesk::knowledge
