#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "knowledge/article_file.h"
#include "knowledge/library.h"
#include "knowledge/markdown_lines.h"

namespace frontdesk::knowledge {

namespace {

using nlohmann::json;

constexpr std::string_view kKnownKeys[] = {"id", "title", "questions", "phrasings", "tags", "body"};

// Reads one row; every wrong type is reported at the row's line.
class Row {
 public:
  Row(const json& row, base::Place place, base::Findings& findings)
      : row_(row), place_(std::move(place)), findings_(findings) {}

  bool ok() const { return ok_; }

  std::string Text(const char* key) {
    const auto value = row_.find(key);
    if (value == row_.end() || value->is_null()) return {};
    if (value->is_string()) return value->get<std::string>();
    Wrong(key, "text");
    return {};
  }

  std::string Id() {
    const auto value = row_.find("id");
    if (value == row_.end()) {
      findings_.Error(place_, "this row lacks 'id'", "add it");
      ok_ = false;
      return {};
    }
    return value->is_number_integer() ? value->dump() : Text("id");
  }

  std::vector<std::string> Texts(const char* key) {
    const auto value = row_.find(key);
    if (value == row_.end() || value->is_null()) return {};
    if (value->is_string()) return {value->get<std::string>()};
    std::vector<std::string> texts;
    const bool all_text = value->is_array() &&
                          std::all_of(value->begin(), value->end(), [](const json& item) { return item.is_string(); });
    if (!all_text) {
      Wrong(key, "a list of texts");
      return texts;
    }
    for (const json& item : *value) texts.push_back(item.get<std::string>());
    return texts;
  }

 private:
  void Wrong(const char* key, const char* wanted) {
    findings_.Error(place_, "'" + std::string(key) + "' must be " + wanted);
    ok_ = false;
  }

  const json& row_;
  base::Place place_;
  base::Findings& findings_;
  bool ok_ = true;
};

std::optional<ArticleRow> ReadRow(const std::string& path, int line, const json& value, base::Findings& findings) {
  Row row(value, {path, line, 1}, findings);
  ArticleRow read;
  read.place = read.title_place = {path, line, 1};
  read.id = row.Id();
  read.title = row.Text("title");
  read.questions = row.Texts("questions");
  for (std::string& phrasing : row.Texts("phrasings")) read.questions.push_back(std::move(phrasing));
  read.question_places.assign(read.questions.size(), read.place);
  read.tags = row.Texts("tags");
  read.body = row.Text("body");
  if (!row.ok()) return std::nullopt;
  return read;
}

void WarnUnknown(const std::set<std::string>& keys, const base::Place& first, base::Findings& findings) {
  if (keys.empty()) return;
  std::string names;
  for (const std::string& key : keys) names += (names.empty() ? "'" : ", '") + base::Shorten(key, 40) + "'";
  findings.Warning(first, "keys that are not read: " + names, "known: id, title, questions, tags, body");
}

}  // namespace

std::vector<ArticleRow> ReadJsonlRows(const base::SourceFile& file, base::Findings& findings) {
  constexpr std::size_t kUnknownShown = 12;
  std::vector<ArticleRow> rows;
  std::set<std::string> unknown;
  base::Place first_unknown;
  int number = 0;
  std::size_t broken = 0;
  std::string_view text = WithoutByteOrderMark(file.text);
  while (!text.empty() && rows.size() <= kMaxArticles) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = base::Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty()) continue;
    const auto row = base::ParseJson(line, kMaxRowBytes);
    if (!row || !row->is_object()) {
      findings.Error({file.path, number, 1}, row ? "this row is not an object" : row.error().message,
                     "write one {\"id\": ..., \"title\": ..., \"body\": ...} a line");
      if (!CountBroken(broken, {file.path, number, 1}, findings)) break;
      continue;
    }
    for (const auto& [key, value] : row->items()) {
      if (std::find(std::begin(kKnownKeys), std::end(kKnownKeys), key) != std::end(kKnownKeys)) continue;
      if (unknown.empty()) first_unknown = {file.path, number, 1};
      if (unknown.size() < kUnknownShown) unknown.insert(key);
    }
    auto read = ReadRow(file.path, number, *row, findings);
    if (read) rows.push_back(std::move(*read));
    if (!read && !CountBroken(broken, {file.path, number, 1}, findings)) break;
  }
  WarnUnknown(unknown, first_unknown, findings);
  return rows;
}

}  // namespace frontdesk::knowledge
