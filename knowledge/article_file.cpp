#include "knowledge/article_file.h"

#include <utf8proc.h>

#include <algorithm>

#include "bot/base/text.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

namespace {

std::string Over(std::string_view what, std::size_t size, std::size_t limit, std::string_view unit) {
  return std::string(what) + " has " + std::to_string(size) + " " + std::string(unit) + ", the limit is " +
         std::to_string(limit);
}

// The offset of the first byte that is not UTF-8.
std::size_t FirstInvalid(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (size <= 0) break;
    at += static_cast<std::size_t>(size);
  }
  return at;
}

std::string Trimmed(const std::string& text) { return std::string(base::Trim(text)); }

}  // namespace

ArticleFile FromRow(ArticleRow row) {
  ArticleFile article;
  article.in_table = true;
  article.id = std::move(row.id);
  article.place = article.id_place = row.place;
  article.title_place = row.title_place;
  article.text.title = std::move(row.title);
  article.text.questions = std::move(row.questions);
  article.question_places = std::move(row.question_places);
  article.tags = std::move(row.tags);
  const BodyParts parts = SplitBody(row.body);
  if (article.text.title.empty()) article.text.title = parts.title;
  article.text.short_text = base::Markdown(parts.short_part);
  article.text.rest = parts.rest;
  article.text.path = row.place.path;
  article.text.line = row.place.line;
  article.links = LinksOf(row.place.path, row.body, row.place.line);
  for (ArticleLink& link : article.links) link.place = row.place;  // where in a row, only its format knows
  Tidy(article);
  return article;
}

bool CountBroken(std::size_t& broken, const base::Place& place, base::Findings& findings) {
  if (++broken < kMaxBrokenRows) return true;
  findings.Error(place, "more than " + std::to_string(kMaxBrokenRows) + " rows are broken; the others were not read",
                 "is this file a table of articles?");
  return false;
}

void Tidy(ArticleFile& article) {
  article.text.title = Trimmed(article.text.title);
  std::vector<std::string> questions;
  std::vector<base::Place> places;
  for (std::size_t i = 0; i < article.text.questions.size(); ++i) {
    std::string question = Trimmed(article.text.questions[i]);
    if (question.empty()) continue;
    questions.push_back(std::move(question));
    places.push_back(article.question_places[i]);
  }
  article.text.questions = std::move(questions);
  article.question_places = std::move(places);
}

bool CheckSizes(const ArticleFile& article, base::Findings& findings) {
  if (article.id.empty()) {
    findings.Error(article.id_place, "the id is empty", "write a short name such as reset-password");
    return false;
  }
  if (article.id.size() > kMaxIdBytes) {
    findings.Error(article.id_place, Over("the id", article.id.size(), kMaxIdBytes, "bytes"), "shorten it");
    return false;
  }
  if (article.text.title.size() > kMaxTitleBytes) {
    findings.Error(article.title_place, Over("the title", article.text.title.size(), kMaxTitleBytes, "bytes"),
                   "shorten it");
    return false;
  }
  const auto& questions = article.text.questions;
  if (questions.size() > kMaxQuestions) {
    findings.Error(article.place, Over("the article", questions.size(), kMaxQuestions, "questions"),
                   "keep those that differ most");
    return false;
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].size() <= kMaxQuestionBytes) continue;
    findings.Error(article.question_places[i], Over("the question", questions[i].size(), kMaxQuestionBytes, "bytes"),
                   "write it as a person would ask it");
    return false;
  }
  return true;
}

bool CheckBytes(const base::SourceFile& file, std::size_t limit, base::Findings& findings) {
  if (file.text.size() > limit) {
    findings.Error({file.path, 0, 0}, "the file is over " + std::to_string(limit >> 20) + " MB", "split it");
    return false;
  }
  if (base::IsUtf8(file.text)) return true;
  findings.Error(PlaceAt(file.path, file.text, FirstInvalid(file.text)), "this byte is not UTF-8",
                 base::AsciiLower(file.path).ends_with(".csv")
                     ? "save the file as UTF-8; spreadsheets call it CSV UTF-8"
                     : "save the file as UTF-8");
  return false;
}

base::Place PlaceAt(const std::string& path, std::string_view text, std::size_t offset, int first_line) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {path, first_line + static_cast<int>(lines), static_cast<int>(before.size() - line_start) + 1};
}

}  // namespace frontdesk::knowledge
