#include <algorithm>
#include <map>

#include "bot/base/text.h"
#include "knowledge/article_file.h"
#include "knowledge/csv.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

namespace {

// Which cell holds what; -1 for a column that the file does not have.
struct Columns {
  int id = -1, question = -1, answer = -1, tags = -1;
  std::size_t count = 0;
};

Columns ReadHeader(const base::SourceFile& file, const CsvRow& header, base::Findings& findings) {
  Columns columns;
  columns.count = header.cells.size();
  std::string unknown;
  for (int i = 0; i < static_cast<int>(header.cells.size()); ++i) {
    const std::string name = base::AsciiLower(base::Trim(header.cells[static_cast<std::size_t>(i)]));
    if (name == "id") {
      columns.id = i;
    } else if (name == "question") {
      columns.question = i;
    } else if (name == "answer") {
      columns.answer = i;
    } else if (name == "tags") {
      columns.tags = i;
    } else {
      unknown += (unknown.empty() ? "'" : ", '") + name + "'";
    }
  }
  if (columns.question < 0) {
    findings.Error({file.path, header.line, 1}, "no column is called 'question'",
                   "name the columns in the first row: question,answer,tags");
  } else if (!unknown.empty()) {
    findings.Warning({file.path, header.line, 1}, "columns that are not read: " + unknown);
  }
  return columns;
}

std::string Cell(const CsvRow& row, int column) {
  if (column < 0 || static_cast<std::size_t>(column) >= row.cells.size()) return {};
  return std::string(base::Trim(row.cells[static_cast<std::size_t>(column)]));
}

std::vector<std::string> SplitTags(const std::string& cell) {
  std::vector<std::string> tags;
  for (std::size_t at = 0; at <= cell.size();) {
    const std::size_t end = std::min(cell.find_first_of(",;|", at), cell.size());
    const std::string_view tag = base::Trim(std::string_view(cell).substr(at, end - at));
    if (!tag.empty()) tags.emplace_back(tag);
    at = end + 1;
  }
  return tags;
}

// A row without an id is known by its question, so that moving a row changes nothing.
std::string IdFrom(std::string_view question) {
  std::string id = base::FoldForMatch(question);
  std::replace(id.begin(), id.end(), ' ', '-');
  if (id.size() <= kMaxIdBytes) return id;
  std::size_t end = kMaxIdBytes;
  while (end > 0 && (static_cast<unsigned char>(id[end]) & 0xC0) == 0x80) --end;
  return id.substr(0, end);
}

ArticleFile FromRow(const base::SourceFile& file, const CsvRow& row, const Columns& columns) {
  ArticleFile article;
  article.in_table = true;
  article.place = article.title_place = {file.path, row.line, 1};
  article.text.title = Cell(row, columns.question);
  article.id = Cell(row, columns.id);
  if (article.id.empty()) article.id = IdFrom(article.text.title);
  const std::string answer = Cell(row, columns.answer);
  const BodyParts parts = SplitBody(answer);
  article.text.short_text = base::Markdown(parts.short_part);
  article.text.rest = parts.rest;
  article.text.path = file.path;
  article.text.line = row.line;
  article.tags = SplitTags(Cell(row, columns.tags));
  return article;
}

}  // namespace

std::vector<ArticleFile> ReadCsvArticles(const base::SourceFile& file, base::Findings& findings) {
  std::string_view text = file.text;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::vector<CsvRow> rows = ParseCsv(file.path, text, findings);
  std::vector<ArticleFile> articles;
  if (rows.empty()) return articles;
  const Columns columns = ReadHeader(file, rows.front(), findings);
  if (columns.question < 0) return articles;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].cells.size() > columns.count) {
      findings.Error({file.path, rows[i].line, 1},
                     "this row has " + std::to_string(rows[i].cells.size()) + " cells, the first row names " +
                         std::to_string(columns.count),
                     "put a cell that holds a comma in quotes");
      continue;
    }
    ArticleFile article = FromRow(file, rows[i], columns);
    if (CheckSizes(article, findings)) articles.push_back(std::move(article));
  }
  return articles;
}

}  // namespace frontdesk::knowledge
