#include "knowledge/tokens.h"

#include <utf8proc.h>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

std::size_t WordEnd(std::u32string_view text, std::size_t at) {
  while (at < text.size()) {
    const bool inner_apostrophe = text[at] == '\'' && at + 1 < text.size() && IsWordLetter(text[at + 1]);
    if (!IsWordLetter(text[at]) && !inner_apostrophe) break;
    ++at;
  }
  return at;
}

std::size_t CjkEnd(std::u32string_view text, std::size_t at) {
  while (at < text.size() && base::IsCjk(text[at])) ++at;
  return at;
}

bool Ends(const std::u32string& word, std::u32string_view ending) { return word.ends_with(ending); }

void DropPlural(std::u32string& word) {
  if (Ends(word, U"ies") && word.size() > 4) {
    word.resize(word.size() - 3);
    word += U'y';
  } else if (Ends(word, U"sses") && word.size() > 4) {
    word.resize(word.size() - 2);
  } else if (Ends(word, U"s") && !Ends(word, U"ss") && !Ends(word, U"us") && !Ends(word, U"is") && word.size() > 3) {
    word.pop_back();
  }
}

void DropTense(std::u32string& word) {
  if (Ends(word, U"ing") && word.size() > 5) {
    word.resize(word.size() - 3);
  } else if (Ends(word, U"ed") && word.size() > 4) {
    word.resize(word.size() - 2);
  }
}

bool EndsDoubled(const std::u32string& word) {
  const char32_t last = word.back();
  return word.size() > 3 && last == word[word.size() - 2] && last != 'l' && last != 's' && last != 'z';
}

}  // namespace

bool IsWordLetter(char32_t point) {
  if (point < 0x80) return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
  if (base::IsCjk(point)) return false;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_MC) || category == UTF8PROC_CATEGORY_ND;
}

std::vector<Token> Tokenize(std::u32string_view normalized) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < normalized.size();) {
    const bool cjk = base::IsCjk(normalized[at]);
    const std::size_t end = cjk ? CjkEnd(normalized, at) : IsWordLetter(normalized[at]) ? WordEnd(normalized, at) : at;
    if (end == at) {
      ++at;
      continue;
    }
    tokens.push_back({normalized.substr(at, end - at), cjk});
    at = end;
  }
  return tokens;
}

std::u32string Join(std::span<const Token> tokens) {
  std::u32string joined;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0 && !tokens[i].cjk && !tokens[i - 1].cjk) joined += U' ';
    joined += tokens[i].text;
  }
  return joined;
}

void Stem(std::u32string& word) {
  if (Ends(word, U"'s") && word.size() > 3) word.resize(word.size() - 2);
  const std::size_t before = word.size();
  DropPlural(word);
  if (before != word.size() && (Ends(word, U"y") || Ends(word, U"ss"))) return;
  DropTense(word);
  if (EndsDoubled(word)) word.pop_back();
  if (Ends(word, U"e") && word.size() > 4) word.pop_back();
}

}  // namespace frontdesk::knowledge
