#include <map>

#include "bot/base/text.h"
#include "knowledge/article_file.h"
#include "knowledge/article_writer.h"
#include "knowledge/import.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

namespace {

WrittenArticle ToWritten(ArticleRow row, std::string path) {
  WrittenArticle article;
  article.path = std::move(path);
  article.id = std::move(row.id);
  article.title = std::move(row.title);
  article.questions = std::move(row.questions);
  article.tags = std::move(row.tags);
  article.body = std::move(row.body);
  return article;
}

}  // namespace

base::SourceFiles ImportTable(const base::SourceFile& table, const ImportOptions& options, base::Findings& findings) {
  base::SourceFiles files;
  if (!CheckBytes(table, kMaxTableBytes, findings)) return files;
  const bool csv = base::AsciiLower(table.path).ends_with(".csv");
  UniqueNames names;
  std::map<std::string, int> lines;
  for (ArticleRow& row : csv ? ReadCsvRows(table, findings) : ReadJsonlRows(table, findings)) {
    row.id = OneLine(row.id);
    if (!CheckSizes(FromRow(row), findings)) continue;
    const auto [first, added] = lines.try_emplace(row.id, row.place.line);
    if (!added) {
      findings.Warning(row.place, "skipped: the id '" + row.id + "' stands in line " + std::to_string(first->second),
                       "join the two rows, or give one an id of its own");
      continue;
    }
    std::string path = options.folder + "/" + names.Take(Slug(row.id)) + ".md";
    files.push_back({path, ToMarkdownFile(ToWritten(std::move(row), path))});
  }
  return files;
}

}  // namespace frontdesk::knowledge
