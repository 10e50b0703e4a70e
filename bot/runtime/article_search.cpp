#include "bot/runtime/article_search.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/rich_text.h"
#include "bot/runtime/article_page.h"
#include "knowledge/explain.h"

namespace frontdesk::runtime {

namespace {

using nlohmann::json;

// Of the best score; what is further behind is there for a single shared word.
constexpr double kNearEnough = 0.5;

const knowledge::Article& ArticleOf(const Served& served, const knowledge::Hit& hit) {
  return served.workspace.catalog->knowledge->library().articles[hit.article];
}

}  // namespace

std::string SuggestionsJson(const Served& served, const knowledge::Question& question) {
  const knowledge::Ranking ranking = served.workspace.catalog->knowledge->Search(question);
  json titles = json::array();
  for (const knowledge::Hit& hit : ranking.hits) {
    if (ranking.band == knowledge::Band::kNeither || titles.size() == kMaxSuggestions) break;
    if (hit.score < kNearEnough * ranking.hits.front().score) break;
    const knowledge::Article& article = ArticleOf(served, hit);
    titles.push_back({{"label", article.TitleIn(question.locale)}, {"value", "article:" + article.id}});
  }
  return base::DumpJson({{"suggestions", std::move(titles)}});
}

std::string ArticlesJson(const Served& served, const knowledge::Question& question) {
  const knowledge::Ranking ranking = served.workspace.catalog->knowledge->Search(question);
  json articles = json::array();
  for (const knowledge::Hit& hit : ranking.hits) {
    if (articles.size() == kMaxFoundArticles) break;
    const knowledge::Article& article = ArticleOf(served, hit);
    const knowledge::ArticleText& text = article.In(question.locale);
    const bool has_page = ArticlePage(served, article.id, question.locale, question.now).has_value();
    articles.push_back(
        {{"id", article.id},
         {"title", article.TitleIn(question.locale)},
         {"locale", text.locale},
         {"text", base::ToPlainText(text.short_text)},
         {"href",
          has_page ? "/articles/" + base::PercentEncode(article.id) + "?locale=" + question.locale : std::string()}});
  }
  return base::DumpJson({{"articles", std::move(articles)}});
}

std::string ExplanationJson(const Served& served, const knowledge::Question& question) {
  const knowledge::Explanation why = knowledge::Explain(*served.workspace.catalog->knowledge, question);
  return base::DumpJson(knowledge::ExplanationJson(why));
}

}  // namespace frontdesk::runtime
