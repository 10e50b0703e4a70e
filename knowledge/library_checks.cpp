#include "knowledge/library_checks.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

using Articles = std::span<const ArticleFile>;

// "knowledge/articles/en" + "../zh/a.md" -> "knowledge/articles/zh/a.md"; what climbs too far stays as it is.
std::string Resolve(std::string_view folder, std::string_view target) {
  std::string path(folder);
  for (std::size_t at = 0; at <= target.size();) {
    const std::size_t end = std::min(target.find('/', at), target.size());
    const std::string_view part = target.substr(at, end - at);
    if (part == "..") {
      path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    } else if (part != "." && !part.empty()) {
      path += '/';
      path += part;
    }
    at = end + 1;
  }
  return path;
}

std::string NamedId(std::string_view target) {
  std::string_view name = target.substr(target.rfind('/') + 1);
  if (name.ends_with(".md")) name.remove_suffix(3);
  return std::string(name);
}

void CheckLinks(Articles articles, base::Findings& findings) {
  std::set<std::string_view> ids, paths;
  for (const ArticleFile& article : articles) {
    ids.insert(article.id);
    paths.insert(article.text.path);
  }
  const std::vector<std::string_view> names(ids.begin(), ids.end());
  for (const ArticleFile& article : articles) {
    const std::string_view path = article.text.path;
    const std::string_view folder = path.substr(0, path.rfind('/'));
    for (const ArticleLink& link : article.links) {
      const std::string_view target = std::string_view(link.target).substr(0, link.target.find_first_of("#?"));
      const std::string id = NamedId(target);
      if (ids.contains(id) || paths.contains(Resolve(folder, target))) continue;
      findings.Error(link.place, "no article '" + id + "' to link to", base::DidYouMean(id, names));
    }
  }
}

void CheckFlows(Articles articles, const LoadOptions& options, base::Findings& findings) {
  const std::vector<std::string_view> flows(options.flows.begin(), options.flows.end());
  for (const ArticleFile& article : articles) {
    const std::string& flow = article.rejected_flow;
    if (flow.empty() || std::find(flows.begin(), flows.end(), flow) != flows.end()) continue;
    findings.Warning(article.flow_place, "no flow '" + flow + "' to offer", base::DidYouMean(flow, flows));
  }
}

void CheckExpiry(Articles articles, const LoadOptions& options, base::Findings& findings) {
  if (options.now == base::TimePoint{}) return;
  for (const ArticleFile& article : articles) {
    if (!article.valid_until || options.now < *article.valid_until) continue;
    findings.Warning(article.until_place, "the article '" + article.id + "' has expired and is not shown",
                     "move 'until' or delete the file");
  }
}

void WarnFew(const base::Place& place, const std::string& what, base::Findings& findings) {
  findings.Warning(place, what + " fewer than three questions", "add the words in which people really ask");
}

// A file of its own gets its own warning; the rows of a table share one.
void CheckQuestions(Articles articles, base::Findings& findings) {
  std::map<std::string, std::pair<base::Place, std::size_t>> rows;
  for (const ArticleFile& article : articles) {
    if (article.text.questions.size() >= kFewQuestions) continue;
    if (!article.in_table) {
      WarnFew(article.place, "the article has", findings);
    } else {
      ++rows.try_emplace(article.text.path, article.place, 0).first->second.second;
    }
  }
  for (const auto& [path, row] : rows) {
    WarnFew(row.first, row.second == 1 ? "1 row has" : std::to_string(row.second) + " rows have", findings);
  }
}

void CheckTranslations(Articles articles, const LoadOptions& options, base::Findings& findings) {
  std::map<std::string_view, std::set<std::string_view>> locales;
  for (const ArticleFile& article : articles) locales[article.id].insert(article.text.locale);
  std::set<std::string_view> told;
  for (const ArticleFile& article : articles) {
    const auto& has = locales[article.id];
    if (has.contains("") || !told.insert(article.id).second) continue;
    for (const std::string& locale : options.locales) {
      if (has.contains(locale)) continue;
      findings.Warning(article.place, "the article '" + article.id + "' has no text in '" + locale + "'",
                       "add " + std::string("knowledge/articles/") + locale + "/" + article.id + ".md");
    }
  }
}

// The same words under two articles: the bot could only guess.
void CheckCollisions(Articles articles, base::Findings& findings) {
  struct First {
    const ArticleFile* article;
    base::Place place;
  };
  std::unordered_map<std::string, First> seen;
  const auto check = [&](const std::string& phrasing, const ArticleFile& article, const base::Place& place) {
    std::string key = base::FoldForMatch(phrasing);
    if (key.empty()) return;
    const auto [at, added] = seen.try_emplace(std::move(key), First{&article, place});
    const First& first = at->second;
    if (added || first.article->id == article.id) return;
    findings.Warning(place,
                     "'" + base::Shorten(phrasing, 60) + "' is also asked for '" + first.article->id + "' (" +
                         first.place.path + ":" + std::to_string(first.place.line) + ")",
                     "keep it where it belongs");
  };
  for (const ArticleFile& article : articles) {
    check(article.text.title, article, article.title_place);
    for (std::size_t i = 0; i < article.text.questions.size(); ++i) {
      check(article.text.questions[i], article, article.question_places[i]);
    }
  }
}

}  // namespace

void CheckArticles(Articles articles, const LoadOptions& options, base::Findings& findings) {
  CheckLinks(articles, findings);
  CheckFlows(articles, options, findings);
  CheckExpiry(articles, options, findings);
  CheckQuestions(articles, findings);
  CheckTranslations(articles, options, findings);
  CheckCollisions(articles, findings);
}

}  // namespace frontdesk::knowledge
