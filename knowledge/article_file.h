// One text of one article as a file or a row gave it, before the texts of an id are put together.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/finding.h"
#include "bot/base/source_file.h"
#include "knowledge/article.h"

namespace frontdesk::knowledge {

struct ArticleLink {
  std::string target;  // as written
  base::Place place;
};

struct ArticleFile {
  std::string id;
  ArticleText text;
  std::vector<std::string> tags, accounts, tiers;
  std::optional<base::TimePoint> valid_from, valid_until;
  std::string rejected_flow;
  bool in_table = false;  // a row: warnings that every row would get are given once for its file

  base::Place place, title_place, until_place, flow_place;
  std::vector<base::Place> question_places;  // one for each question
  std::vector<ArticleLink> links;            // to other articles
};

// A Markdown article: front matter, the short part, the rest.
std::optional<ArticleFile> ReadMarkdownArticle(const base::SourceFile& file, std::string locale,
                                               base::Findings& findings);

// One article a row. Broken rows are reported and left out.
std::vector<ArticleFile> ReadCsvArticles(const base::SourceFile& file, base::Findings& findings);
std::vector<ArticleFile> ReadJsonlArticles(const base::SourceFile& file, base::Findings& findings);

// Cuts a body at its first heading or <!-- more -->. A heading at the very start is the title, not a cut.
struct BodyParts {
  std::string title;
  std::string_view short_part;
  std::string_view rest;
};
BodyParts SplitBody(std::string_view body);

// Reports an id, title or question that is empty or over its limit. False when the article cannot be used.
bool CheckSizes(const ArticleFile& article, base::Findings& findings);

// Where byte `offset` of `text` stands.
base::Place PlaceAt(const std::string& path, std::string_view text, std::size_t offset, int first_line = 1);

}  // namespace frontdesk::knowledge
