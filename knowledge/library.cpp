#include "knowledge/library.h"

#include <algorithm>
#include <map>

#include "bot/base/text.h"
#include "knowledge/article_file.h"
#include "knowledge/concepts.h"
#include "knowledge/library_checks.h"
#include "knowledge/markdown_lines.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::string_view kFolder = "knowledge/";
constexpr std::string_view kSynonyms = "synonyms.txt";

std::vector<const base::SourceFile*> KnowledgeFiles(const base::SourceFiles& files) {
  std::vector<const base::SourceFile*> chosen;
  for (const base::SourceFile& file : files) {
    if (file.path.starts_with(kFolder) && !file.path.starts_with(kDraftsFolder)) chosen.push_back(&file);
  }
  std::sort(chosen.begin(), chosen.end(),
            [](const base::SourceFile* a, const base::SourceFile* b) { return a->path < b->path; });
  return chosen;
}

std::string_view NameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "en", "zh", "pt-br": what a folder right under articles/ may be called to be a language.
bool LooksLikeLocale(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (name.size() < 2 || !letter(name[0]) || !letter(name[1])) return false;
  return name.size() == 2 || (name[2] == '-' && name.size() <= 7);
}

std::string LocaleOf(std::string_view path, const std::vector<std::string>& locales) {
  std::string_view above;
  for (std::size_t at = 0, slash; (slash = path.find('/', at)) != std::string_view::npos; at = slash + 1) {
    const std::string_view folder = path.substr(at, slash - at);
    if (std::find(locales.begin(), locales.end(), folder) != locales.end()) return std::string(folder);
    if (above == "articles" && LooksLikeLocale(folder)) return std::string(folder);
    above = folder;
  }
  return {};
}

void ReadSynonyms(const base::SourceFile& file, std::vector<Concept>& synonyms, base::Findings& findings) {
  int number = 0;
  for (const std::string& line : base::SplitLines(WithoutByteOrderMark(file.text))) {
    ++number;
    const std::vector<Concept> one = ParseConcepts(line);
    if (one.empty() || base::Trim(line).empty()) continue;
    if (one.front().size() < 2) {
      findings.Error({file.path, number, 1}, "a concept needs at least two terms", "split its terms by |");
    } else if (synonyms.size() >= kMaxConcepts) {
      findings.Error({file.path, number, 1}, "more than " + std::to_string(kMaxConcepts) + " concepts", "drop some");
      return;
    } else {
      synonyms.push_back(one.front());
    }
  }
}

bool HasEnding(const std::string& path, std::string_view ending) { return base::AsciiLower(path).ends_with(ending); }

std::vector<ArticleFile> ReadTable(const base::SourceFile& file, const std::string& locale, base::Findings& findings) {
  std::vector<ArticleFile> articles;
  if (!CheckBytes(file, kMaxTableBytes, findings)) return articles;
  for (ArticleRow& row : HasEnding(file.path, ".csv") ? ReadCsvRows(file, findings) : ReadJsonlRows(file, findings)) {
    ArticleFile article = FromRow(std::move(row));
    article.text.locale = locale;
    if (CheckSizes(article, findings)) articles.push_back(std::move(article));
  }
  return articles;
}

std::vector<ArticleFile> ReadFile(const base::SourceFile& file, const LoadOptions& options, base::Findings& findings) {
  const std::string locale = LocaleOf(file.path, options.locales);
  if (HasEnding(file.path, ".csv") || HasEnding(file.path, ".jsonl")) return ReadTable(file, locale, findings);
  const bool markdown = HasEnding(file.path, ".md") || HasEnding(file.path, ".markdown");
  if (!markdown || !CheckBytes(file, kMaxArticleBytes, findings)) return {};
  auto article = ReadMarkdownArticle(file, locale, findings);
  return article ? std::vector<ArticleFile>{std::move(*article)} : std::vector<ArticleFile>{};
}

// The workspace's own order of languages; others behind, by name.
bool LocaleBefore(const std::vector<std::string>& locales, const std::string& a, const std::string& b) {
  const auto rank = [&](const std::string& locale) { return std::find(locales.begin(), locales.end(), locale); };
  return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
}

template <typename Value>
void TakeOnce(Value& into, const Value& said, const ArticleFile& file, std::string_view key, base::Findings& findings) {
  if (said == Value{} || said == into) return;
  if (into == Value{}) {
    into = said;
  } else {
    findings.Warning(file.place, "'" + std::string(key) + "' differs from the article's other language",
                     "say it in one of them, or the same in all");
  }
}

void AddTo(Article& article, ArticleFile file, base::Findings& findings) {
  TakeOnce(article.accounts, file.accounts, file, "accounts", findings);
  TakeOnce(article.tiers, file.tiers, file, "tiers", findings);
  TakeOnce(article.valid_from, file.valid_from, file, "valid.from", findings);
  TakeOnce(article.valid_until, file.valid_until, file, "valid.until", findings);
  TakeOnce(article.rejected_flow, file.rejected_flow, file, "rejected.flow", findings);
  for (std::string& tag : file.tags) {
    if (std::find(article.tags.begin(), article.tags.end(), tag) == article.tags.end()) {
      article.tags.push_back(std::move(tag));
    }
  }
  for (const base::Place& place : file.question_places) {
    file.text.question_spots.push_back({place.line, place.column});
  }
  article.texts.push_back(std::move(file.text));
}

std::string Where(const ArticleText& text) {
  return text.line > 0 ? text.path + ":" + std::to_string(text.line) : text.path;
}

// The texts of each id put together, ids in order.
std::vector<Article> Assemble(std::vector<ArticleFile> files, const LoadOptions& options, base::Findings& findings) {
  std::map<std::string, Article> by_id;
  for (ArticleFile& file : files) {
    Article& article = by_id[file.id];
    article.id = file.id;
    const auto same = std::find_if(article.texts.begin(), article.texts.end(),
                                   [&](const ArticleText& text) { return text.locale == file.text.locale; });
    if (same != article.texts.end()) {
      findings.Error(file.id_place, "the id '" + file.id + "' is taken by " + Where(*same),
                     "give one of them another id");
      continue;
    }
    AddTo(article, std::move(file), findings);
  }
  std::vector<Article> articles;
  for (auto& [id, article] : by_id) {
    std::stable_sort(article.texts.begin(), article.texts.end(), [&](const ArticleText& a, const ArticleText& b) {
      return LocaleBefore(options.locales, a.locale, b.locale);
    });
    articles.push_back(std::move(article));
  }
  return articles;
}

}  // namespace

Library LoadLibrary(const base::SourceFiles& files, const LoadOptions& options, base::Findings& findings) {
  Library library;
  std::vector<ArticleFile> read;
  for (const base::SourceFile* file : KnowledgeFiles(files)) {
    if (NameOf(file->path) == kSynonyms) {
      if (CheckBytes(*file, kMaxArticleBytes, findings)) ReadSynonyms(*file, library.synonyms, findings);
      continue;
    }
    for (ArticleFile& article : ReadFile(*file, options, findings)) read.push_back(std::move(article));
    if (read.size() <= kMaxArticles) continue;
    findings.Error({file->path, 0, 0}, "more than " + std::to_string(kMaxArticles) + " articles",
                   "split the workspace");
    read.resize(kMaxArticles);
    break;
  }
  CheckArticles(read, options, findings);
  library.articles = Assemble(std::move(read), options, findings);
  return library;
}

}  // namespace frontdesk::knowledge
