#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "knowledge/article_file.h"
#include "knowledge/csv.h"
#include "knowledge/library.h"
#include "knowledge/markdown_lines.h"

namespace frontdesk::knowledge {

namespace {

enum Column { kId, kQuestion, kAnswer, kTags, kPhrasings, kColumnCount };

// What a column may be called; the first name is ours.
constexpr std::array<std::array<std::string_view, 3>, kColumnCount> kNames = {{
    {"id", "编号", ""},
    {"question", "问题", "标题"},
    {"answer", "答案", "回答"},
    {"tags", "标签", "分类"},
    {"phrasings", "相似问法", "相似问题"},
}};

// Which cell holds what; -1 for a column that the file does not have.
struct Columns {
  std::array<int, kColumnCount> at;
  std::size_t count = 0;
};

int ColumnCalled(std::string_view name) {
  for (std::size_t column = 0; column < kNames.size(); ++column) {
    if (!name.empty() && std::find(kNames[column].begin(), kNames[column].end(), name) != kNames[column].end())
      return static_cast<int>(column);
  }
  return -1;
}

void ReportNoQuestion(const base::SourceFile& file, const CsvRow& header, base::Findings& findings) {
  const bool other_mark = header.size() == 1 && header[0].text.find_first_of(";\t") != std::string::npos;
  findings.Error({file.path, header[0].line, 1}, "no column is called 'question' or '问题'",
                 other_mark ? "save the file with commas between the cells"
                            : "name the columns in the first row: question,answer,tags");
}

Columns ReadHeader(const base::SourceFile& file, const CsvRow& header, base::Findings& findings) {
  Columns columns;
  columns.at.fill(-1);
  columns.count = header.size();
  std::string unknown;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const CsvCell& cell = header[i];
    const std::string name = base::AsciiLower(base::Trim(cell.text));
    const int column = ColumnCalled(name);
    if (column < 0) {
      if (!name.empty()) unknown += (unknown.empty() ? "'" : ", '") + base::Shorten(name, 40) + "'";
    } else if (int& at = columns.at[static_cast<std::size_t>(column)]; at >= 0) {
      findings.Warning({file.path, cell.line, cell.column}, "a second column for '" + name + "' is not read",
                       "keep one of the two");
    } else {
      at = static_cast<int>(i);
    }
  }
  if (columns.at[kQuestion] < 0) {
    ReportNoQuestion(file, header, findings);
  } else if (!unknown.empty()) {
    findings.Warning({file.path, header[0].line, 1}, "columns that are not read: " + unknown,
                     "known: question, answer, tags, phrasings, id");
  }
  return columns;
}

const CsvCell* Cell(const CsvRow& row, const Columns& columns, Column column) {
  const int at = columns.at[column];
  return at < 0 || static_cast<std::size_t>(at) >= row.size() ? nullptr : &row[static_cast<std::size_t>(at)];
}

std::string Text(const CsvRow& row, const Columns& columns, Column column) {
  const CsvCell* cell = Cell(row, columns, column);
  return cell ? std::string(base::Trim(cell->text)) : std::string();
}

std::vector<std::string> Split(std::string_view cell, std::string_view marks) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= cell.size();) {
    const std::size_t end = std::min(cell.find_first_of(marks, at), cell.size());
    const std::string_view part = base::Trim(cell.substr(at, end - at));
    if (!part.empty()) parts.emplace_back(part);
    at = end + 1;
  }
  return parts;
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

ArticleRow ReadRow(const base::SourceFile& file, const CsvRow& cells, const Columns& columns) {
  ArticleRow row;
  row.place = row.title_place = {file.path, cells[0].line, 1};
  if (const CsvCell* cell = Cell(cells, columns, kQuestion)) {
    row.title = base::Trim(cell->text);
    row.title_place = {file.path, cell->line, cell->column};
  }
  row.questions = Split(Text(cells, columns, kPhrasings), "\n|");
  if (const CsvCell* cell = Cell(cells, columns, kPhrasings)) {
    row.question_places.assign(row.questions.size(), {file.path, cell->line, cell->column});
  }
  row.id = Text(cells, columns, kId);
  if (row.id.empty()) row.id = IdFrom(row.title);
  row.body = Text(cells, columns, kAnswer);
  row.tags = Split(Text(cells, columns, kTags), ",;|");
  return row;
}

bool CheckRow(const CsvRow& cells, const Columns& columns, const ArticleRow& row, base::Findings& findings) {
  if (cells.size() > columns.count) {
    findings.Error(
        row.place,
        "this row has " + std::to_string(cells.size()) + " cells, the first row names " + std::to_string(columns.count),
        "put a cell that holds a comma in quotes");
    return false;
  }
  if (!row.id.empty()) return true;
  findings.Error(row.title_place, "this row has neither a question nor an id", "write the question");
  return false;
}

}  // namespace

std::vector<ArticleRow> ReadCsvRows(const base::SourceFile& file, base::Findings& findings) {
  std::vector<ArticleRow> read;
  const std::vector<CsvRow> rows = ParseCsv(file.path, WithoutByteOrderMark(file.text), findings);
  if (rows.empty()) return read;
  const Columns columns = ReadHeader(file, rows.front(), findings);
  if (columns.at[kQuestion] < 0) return read;
  std::size_t broken = 0;
  for (std::size_t i = 1; i < rows.size() && read.size() <= kMaxArticles; ++i) {
    ArticleRow row = ReadRow(file, rows[i], columns);
    if (CheckRow(rows[i], columns, row, findings)) {
      read.push_back(std::move(row));
    } else if (!CountBroken(broken, row.place, findings)) {
      break;
    }
  }
  return read;
}

}  // namespace frontdesk::knowledge
