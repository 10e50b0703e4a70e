#include "knowledge/concepts.h"

#include <algorithm>

#include "bot/base/text.h"
#include "knowledge/features.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kMaxWordsOfTerm = 4;
constexpr std::size_t kMaxCharactersOfTerm = 16;
constexpr Hash kTermStart = 90;

bool HasCjk(std::span<const Token> tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.cjk; });
}

Hash Extend(Hash term, Hash next) { return Mix(term, next); }

}  // namespace

std::vector<Concept> ParseConcepts(std::string_view text) {
  std::vector<Concept> concepts;
  for (const std::string& line : base::SplitLines(text)) {
    if (line.empty() || line.front() == '#') continue;
    Concept& terms = concepts.emplace_back();
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t bar = std::min(line.find('|', at), line.size());
      const std::string_view term = base::Trim(std::string_view(line).substr(at, bar - at));
      if (!term.empty()) terms.emplace_back(term);
      at = bar + 1;
    }
  }
  return concepts;
}

Lexicon::Lexicon(std::span<const Concept> shipped, std::span<const Concept> added, const Characters& characters) {
  std::uint32_t number = 0;
  for (const auto concepts : {shipped, added}) {
    for (const Concept& terms : concepts) {
      for (const std::string& term : terms) AddTerm(Normalize(term, characters), number);
      ++number;
    }
  }
}

std::vector<std::uint32_t> Lexicon::Find(std::span<const Token> tokens) const {
  std::vector<std::uint32_t> found;
  FindWords(tokens, found);
  if (HasCjk(tokens)) FindSubstrings(Join(tokens), found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void Lexicon::AddTerm(std::u32string_view term, std::uint32_t number) {
  const std::vector<Token> tokens = Tokenize(term);
  if (tokens.empty()) return;
  if (HasCjk(tokens)) {
    const std::u32string joined = Join(tokens);
    if (joined.size() > kMaxCharactersOfTerm) return;
    Hash hash = kTermStart;
    for (const char32_t point : joined) hash = Extend(hash, point);
    SetOf(substrings_, hash).push_back(number);
    longest_substring_ = std::max(longest_substring_, joined.size());
    return;
  }
  if (tokens.size() > kMaxWordsOfTerm) return;
  Hash hash = kTermStart;
  for (const Token& token : tokens) hash = Extend(hash, StemHash(token.text));
  SetOf(words_, hash).push_back(number);
  longest_words_ = std::max(longest_words_, tokens.size());
}

std::vector<std::uint32_t>& Lexicon::SetOf(HashTable& table, Hash term) {
  const std::uint32_t set = table.At(term, static_cast<std::uint32_t>(sets_.size()));
  if (set == sets_.size()) sets_.emplace_back();
  return sets_[set];
}

void Lexicon::FindWords(std::span<const Token> tokens, std::vector<std::uint32_t>& found) const {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    Hash hash = kTermStart;
    for (std::size_t end = at; end < tokens.size() && end - at < longest_words_ && !tokens[end].cjk; ++end) {
      hash = Extend(hash, StemHash(tokens[end].text));
      if (const std::uint32_t set = words_.Find(hash); set != HashTable::kAbsent) {
        found.insert(found.end(), sets_[set].begin(), sets_[set].end());
      }
    }
  }
}

// At each place the longest term counts, and the search goes on behind it: "取消订阅" is not also "取消".
void Lexicon::FindSubstrings(std::u32string_view text, std::vector<std::uint32_t>& found) const {
  for (std::size_t at = 0; at < text.size();) {
    Hash hash = kTermStart;
    std::uint32_t longest = HashTable::kAbsent;
    std::size_t longest_size = 1;
    for (std::size_t size = 1; size <= longest_substring_ && at + size <= text.size(); ++size) {
      hash = Extend(hash, text[at + size - 1]);
      const std::uint32_t set = substrings_.Find(hash);
      if (set == HashTable::kAbsent) continue;
      longest = set;
      longest_size = size;
    }
    if (longest != HashTable::kAbsent) found.insert(found.end(), sets_[longest].begin(), sets_[longest].end());
    at += longest_size;
  }
}

}  // namespace frontdesk::knowledge
