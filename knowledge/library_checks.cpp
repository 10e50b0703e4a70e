#include "knowledge/library_checks.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kDeadLinksShown = 20;  // of one article; the others are there when these are mended

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

// A warning that many rows of a table would get, given once for its file.
class RowWarnings {
 public:
  explicit RowWarnings(base::Findings& findings) : findings_(findings) {}
  void Add(const base::Place& place) { ++rows_.try_emplace(place.path, place, 0).first->second.second; }
  // "1 row has ..." or "12 rows have ...", at the first of them.
  void Tell(const std::string& one, const std::string& many, const std::string& fix) const {
    for (const auto& [path, row] : rows_) {
      findings_.Warning(row.first, row.second == 1 ? "1 row " + one : std::to_string(row.second) + " rows " + many,
                        fix);
    }
  }

 private:
  base::Findings& findings_;
  std::map<std::string, std::pair<base::Place, std::size_t>> rows_;
};

void CheckLinks(Articles articles, base::Findings& findings) {
  std::set<std::string_view> ids, paths;
  for (const ArticleFile& article : articles) {
    ids.insert(article.id);
    paths.insert(article.text.path);
  }
  const std::vector<std::string_view> names(ids.begin(), ids.end());
  RowWarnings rows(findings);
  for (const ArticleFile& article : articles) {
    const std::string_view path = article.text.path;
    const std::string_view folder = path.substr(0, path.rfind('/'));
    std::size_t told = 0;
    for (const ArticleLink& link : article.links) {
      const std::string_view target = std::string_view(link.target).substr(0, link.target.find_first_of("#?"));
      const std::string id = NamedId(target);
      if (ids.contains(id) || paths.contains(Resolve(folder, target))) continue;
      if (++told > (article.in_table ? 1 : kDeadLinksShown)) break;
      if (article.in_table) {
        rows.Add(article.place);
      } else {
        findings.Error(link.place, "no article '" + id + "' to link to", base::DidYouMean(id, names));
      }
    }
  }
  rows.Tell("links to an article that is not there", "link to articles that are not there",
            "write the id of an article, or a whole address");
}

void CheckAccounts(Articles articles, const LoadOptions& options, base::Findings& findings) {
  if (options.accounts.empty()) return;
  const std::vector<std::string_view> known(options.accounts.begin(), options.accounts.end());
  for (const ArticleFile& article : articles) {
    for (std::size_t i = 0; i < article.accounts.size(); ++i) {
      const std::string& account = article.accounts[i];
      if (std::find(known.begin(), known.end(), account) != known.end()) continue;
      findings.Warning(article.account_places[i], "no account '" + account + "' in frontdesk.yaml",
                       base::DidYouMean(account, known));
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

void CheckQuestions(Articles articles, base::Findings& findings) {
  constexpr char kFix[] = "add the words in which people really ask";
  RowWarnings rows(findings);
  for (const ArticleFile& article : articles) {
    if (article.text.questions.size() >= kFewQuestions) continue;
    if (article.in_table) {
      rows.Add(article.place);
    } else {
      findings.Warning(article.place, "the article has fewer than three questions", kFix);
    }
  }
  rows.Tell("has fewer than three questions", "have fewer than three questions", kFix);
}

void CheckTranslations(Articles articles, const LoadOptions& options, base::Findings& findings) {
  std::map<std::string_view, std::set<std::string_view>> locales;
  for (const ArticleFile& article : articles) locales[article.id].insert(article.text.locale);
  for (const std::string& locale : options.locales) {
    const std::string no_text = "no text in '" + locale + "'";
    RowWarnings rows(findings);
    std::set<std::string_view> told;
    for (const ArticleFile& article : articles) {
      const auto& has = locales[article.id];
      if (has.contains("") || has.contains(locale) || !told.insert(article.id).second) continue;
      if (article.in_table) {
        rows.Add(article.place);
      } else {
        findings.Warning(article.place, "the article '" + article.id + "' has " + no_text,
                         "add knowledge/articles/" + locale + "/" + article.id + ".md");
      }
    }
    rows.Tell("has " + no_text, "have " + no_text, "add rows with the same ids under knowledge/articles/" + locale);
  }
}

// The same words under two articles: the bot could only guess.
void CheckEqualPhrasings(Articles articles, base::Findings& findings) {
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
  CheckAccounts(articles, options, findings);
  CheckExpiry(articles, options, findings);
  CheckQuestions(articles, findings);
  CheckTranslations(articles, options, findings);
  CheckEqualPhrasings(articles, findings);
}

}  // namespace frontdesk::knowledge
