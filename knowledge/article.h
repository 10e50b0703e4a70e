// An article as support people write it: one id, and one text for each language in which it exists.
//
// Thread safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/rich_text.h"

namespace frontdesk::knowledge {

// Where something stands in a file, from 1.
struct Spot {
  int line = 0, column = 0;
};

// The article in one language. Any of title, questions and texts may be empty.
struct ArticleText {
  std::string locale;  // "en", "zh"; empty means: good for every language
  std::string title;
  std::vector<std::string> questions;
  std::vector<Spot> question_spots;  // one for each question
  base::RichText short_text;         // what the bot sends: up to the first heading or <!-- more -->
  std::string rest;                  // Markdown; one press on "more" away, and searched too
  std::string path;                  // the file it came from, relative to the workspace
  int line = 0;                      // of the row in a table; 0 for an article that has its own file
};

struct Article {
  std::string id;
  std::vector<ArticleText> texts;  // at least one, in the order of the workspace's locales
  std::vector<std::string> tags;
  std::vector<std::string> accounts;           // who may see it; empty: everybody
  std::vector<std::string> tiers;              // likewise
  std::optional<base::TimePoint> valid_from;   // shown at and after this moment
  std::optional<base::TimePoint> valid_until;  // no longer shown at and after this moment
  std::string rejected_flow;                   // offered when the article did not help; may be empty

  // The text for `locale`, else one for every language, else the first: its `locale` says which it is.
  const ArticleText& In(std::string_view locale) const;

  // What to show as its name: the title, else the first question, else the id.
  const std::string& TitleIn(std::string_view locale) const;
};

}  // namespace frontdesk::knowledge
