#include "knowledge/read_question.h"

#include <utility>

#include "knowledge/library.h"

namespace frontdesk::knowledge {

namespace {

constexpr Hash kExactSalt = 8;

}  // namespace

ReadQuestion::ReadQuestion(std::string_view utf8, const Language& language, const Spelling& spelling)
    : text_(Normalize(Head(utf8, kMaxQuestionBytes), language.characters)), tokens_(Tokenize(text_)) {
  if (tokens_.size() > kMaxTextTokens) tokens_.resize(kMaxTextTokens);
  keys_.push_back(ExactKey(tokens_));
  for (Token& token : tokens_) {
    if (token.cjk || mended_.size() >= kMaxMendedWords) continue;
    auto word = spelling.Mend(token.text, language.background);
    if (!word) continue;
    mended_.push_back({token.text, std::move(*word)});
    token.text = mended_.back().read;
  }
  if (!mended_.empty()) keys_.push_back(ExactKey(tokens_));
}

Hash ExactKey(std::span<const Token> tokens) { return HashOf(Join(tokens), kExactSalt); }

}  // namespace frontdesk::knowledge
