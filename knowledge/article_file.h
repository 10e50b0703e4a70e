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

  base::Place place, id_place, title_place, until_place, flow_place;
  std::vector<base::Place> question_places, account_places;  // one for each
  std::vector<ArticleLink> links;                            // to other articles
};

// A row of a table, before its body is cut.
struct ArticleRow {
  std::string id, title, body;  // the body is Markdown
  std::vector<std::string> questions, tags;
  base::Place place, title_place;
  std::vector<base::Place> question_places;
};

// A Markdown article: front matter, the short part, the rest.
std::optional<ArticleFile> ReadMarkdownArticle(const base::SourceFile& file, std::string locale,
                                               base::Findings& findings);

// One article a row. Broken rows are reported and left out; after kMaxBrokenRows the reading ends.
inline constexpr std::size_t kMaxBrokenRows = 1'000;
std::vector<ArticleRow> ReadCsvRows(const base::SourceFile& file, base::Findings& findings);
std::vector<ArticleRow> ReadJsonlRows(const base::SourceFile& file, base::Findings& findings);
ArticleFile FromRow(ArticleRow row);
// Counts a broken row. False, and said, when there are too many.
bool CountBroken(std::size_t& broken, const base::Place& place, base::Findings& findings);

// Cuts a body at its first heading or <!-- more -->. A heading at the very start is the title, not a cut.
struct BodyParts {
  std::string title;
  std::string_view short_part;
  std::string_view rest;
};
BodyParts SplitBody(std::string_view body);

// Removes what only looks like text: surrounding space, and questions without a word.
void Tidy(ArticleFile& article);

// Reports an empty id, and whatever is over its limit. False when the article cannot be used.
bool CheckSizes(const ArticleFile& article, base::Findings& findings);

// Reports a file over `limit` bytes or not in UTF-8. False when it cannot be read.
bool CheckBytes(const base::SourceFile& file, std::size_t limit, base::Findings& findings);

// The links of a body to other articles, with their places.
std::vector<ArticleLink> LinksOf(const std::string& path, std::string_view body, int first_line);

// Where byte `offset` of `text` stands.
base::Place PlaceAt(const std::string& path, std::string_view text, std::size_t offset, int first_line = 1);

}  // namespace frontdesk::knowledge
