#include "knowledge/article_file.h"

#include <algorithm>

#include "bot/base/text.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

namespace {

std::string Over(std::string_view what, std::size_t size, std::size_t limit, std::string_view unit) {
  return std::string(what) + " has " + std::to_string(size) + " " + std::string(unit) + ", the limit is " +
         std::to_string(limit);
}

}  // namespace

bool CheckSizes(const ArticleFile& article, base::Findings& findings) {
  if (article.id.empty()) {
    findings.Error(article.place, "the id is empty", "write a short name such as reset-password");
    return false;
  }
  if (article.id.size() > kMaxIdBytes) {
    findings.Error(article.place, Over("the id", article.id.size(), kMaxIdBytes, "bytes"), "shorten it");
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

base::Place PlaceAt(const std::string& path, std::string_view text, std::size_t offset, int first_line) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {path, first_line + static_cast<int>(lines), static_cast<int>(before.size() - line_start) + 1};
}

}  // namespace frontdesk::knowledge
