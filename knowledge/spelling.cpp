#include "knowledge/spelling.h"

#include <algorithm>

#include "knowledge/features.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kShortest = 4;
constexpr std::size_t kLongest = 24;

bool IsLetters(std::u32string_view word) {
  return std::all_of(word.begin(), word.end(), [](char32_t c) { return (c >= 'a' && c <= 'z') || c == '\''; });
}

// Calls `see` for every word at one slip from `word`, always in the same order.
template <typename See>
void ForSlips(std::u32string_view word, See see) {
  std::u32string slip;
  for (std::size_t i = 0; i < word.size(); ++i) {
    slip.assign(word).erase(i, 1);
    see(slip);
    slip.assign(word);
    if (i + 1 < word.size()) {
      std::swap(slip[i], slip[i + 1]);
      see(slip);
      std::swap(slip[i], slip[i + 1]);
    }
    for (char32_t letter = 'a'; letter <= 'z'; ++letter) {
      slip[i] = letter;
      see(slip);
    }
  }
  for (std::size_t i = 0; i <= word.size(); ++i) {
    slip.assign(word).insert(i, 1, U'a');
    for (char32_t letter = 'a'; letter <= 'z'; ++letter) {
      slip[i] = letter;
      see(slip);
    }
  }
}

}  // namespace

void Spelling::Add(std::span<const Token> tokens) {
  for (const Token& token : tokens) {
    if (!token.cjk && token.text.size() <= kLongest) ++counts_.At(SpelledHash(token.text));
  }
}

bool Spelling::Knows(std::u32string_view word) const { return counts_.Contains(SpelledHash(word)); }

std::optional<std::u32string> Spelling::Mend(std::u32string_view word, const Background& background) const {
  if (word.size() < kShortest || word.size() > kLongest || !IsLetters(word)) return std::nullopt;
  if (Knows(word) || background.KnowsWord(word)) return std::nullopt;
  std::u32string best;
  std::uint32_t most = 0;
  ForSlips(word, [&](const std::u32string& slip) {
    const std::uint32_t count = counts_.Find(SpelledHash(slip));
    if (count == HashTable::kAbsent || count <= most) return;
    most = count;
    best = slip;
  });
  if (most == 0) return std::nullopt;
  return best;
}

}  // namespace frontdesk::knowledge
