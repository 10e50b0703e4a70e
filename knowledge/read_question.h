// A question as the search reads it: normalised, cut into tokens, its misspelt words mended.
//
// Ownership: tokens point into the question that they were cut from; it cannot be copied or moved. Threads: any.
// Bounds: only the first kMaxQuestionBytes, kMaxTextTokens and kMaxMendedWords count.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/language.h"
#include "knowledge/spelling.h"
#include "knowledge/text_space.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

inline constexpr std::size_t kMaxMendedWords = 16;

class ReadQuestion {
 public:
  ReadQuestion(std::string_view utf8, const Language& language, const Spelling& spelling);
  ReadQuestion(const ReadQuestion&) = delete;
  ReadQuestion& operator=(const ReadQuestion&) = delete;

  struct Mended {
    std::u32string_view typed;
    std::u32string read;
  };

  std::u32string_view text() const { return text_; }  // normalised
  const std::vector<Token>& tokens() const { return tokens_; }
  const std::deque<Mended>& mended() const { return mended_; }
  const std::vector<Hash>& keys() const { return keys_; }  // of the tokens as typed, then as mended

 private:
  std::u32string text_;
  std::deque<Mended> mended_;
  std::vector<Token> tokens_;
  std::vector<Hash> keys_;
};

// The name of a phrasing, word for word.
Hash ExactKey(std::span<const Token> tokens);

}  // namespace frontdesk::knowledge
