#include "knowledge/phrase_list.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

PhraseList::PhraseList(std::string_view list) {
  phrases_.emplace_back();
  for (const char32_t point : base::ToCodePoints(list)) {
    if (point == '|') {
      phrases_.emplace_back();
    } else {
      phrases_.back() += point;
    }
  }
}

bool PhraseList::Has(std::u32string_view text) const {
  return std::find(phrases_.begin(), phrases_.end(), text) != phrases_.end();
}

bool PhraseList::StandsIn(const std::u32string& spaced) const {
  return std::any_of(phrases_.begin(), phrases_.end(), [&](const std::u32string& phrase) {
    return spaced.find(U" " + phrase + U" ") != std::u32string::npos;
  });
}

bool PhraseList::IsPartOf(std::u32string_view text) const {
  return std::any_of(phrases_.begin(), phrases_.end(),
                     [&](const std::u32string& phrase) { return text.find(phrase) != std::u32string_view::npos; });
}

std::size_t PhraseList::LengthAt(std::u32string_view text, std::size_t at) const {
  const std::u32string_view rest = text.substr(at);
  std::size_t longest = 0;
  for (const std::u32string& phrase : phrases_) {
    if (phrase.size() <= longest || !rest.starts_with(phrase)) continue;
    const bool inside_word =
        phrase.size() < rest.size() && IsWordLetter(phrase.back()) && IsWordLetter(rest[phrase.size()]);
    if (!inside_word) longest = phrase.size();
  }
  return longest;
}

std::u32string PhraseList::ErasedFrom(std::u32string text) const {
  for (const std::u32string& phrase : phrases_) {
    for (std::size_t at; (at = text.find(phrase)) != std::u32string::npos;) text.erase(at, phrase.size());
  }
  return text;
}

std::u32string Spaced(std::span<const Token> tokens) {
  std::u32string spaced = U" ";
  for (const Token& token : tokens) {
    spaced += token.text;
    spaced += U' ';
  }
  return spaced;
}

}  // namespace frontdesk::knowledge
