// What the knowledge has for words that somebody is writing: titles for a visitor, whole answers for an agent.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "bot/runtime/live_workspace.h"
#include "knowledge/index.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxSuggestions = 3;
inline constexpr std::size_t kMaxFoundArticles = 5;
inline constexpr std::size_t kMaxSearchBytes = 1'000;  // of the words

// {"suggestions":[{"label":title,"value":"article:ID"}]}: buttons that show the article. Only what is near enough to be
// offered, and not far behind the best.
std::string SuggestionsJson(const Served& served, const knowledge::Question& question);

// {"articles":[{"id","title","locale","text","href"}]}, best first; `text` is the short answer as plain text, in the
// question's language where the article has it. `href` is empty for an article without a page for everybody.
std::string ArticlesJson(const Served& served, const knowledge::Question& question);

// Why the bot would answer as it would: what `ask --explain` prints.
std::string ExplanationJson(const Served& served, const knowledge::Question& question);

}  // namespace frontdesk::runtime
