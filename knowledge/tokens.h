// The pieces of a normalised text: words (letters and digits of any alphabet, inner apostrophes kept) and runs of
// Chinese or Japanese characters. Everything else only separates.
//
// Thread safety: pure functions; tokens point into the text they were cut from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::knowledge {

struct Token {
  std::u32string_view text;
  bool cjk = false;
};

bool IsWordLetter(char32_t point);  // of a word; false for CJK

std::vector<Token> Tokenize(std::u32string_view normalized);

// The tokens side by side, a space only between two words: two texts that say the same join to the same.
std::u32string Join(std::span<const Token> tokens);

// English endings off, lightly: "passwords" and "password" meet, "reset" and "resetting" too.
void Stem(std::u32string& word);

}  // namespace frontdesk::knowledge
