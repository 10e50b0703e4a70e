#include "knowledge/collisions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/base/text.h"
#include "knowledge/index.h"
#include "knowledge/language.h"

namespace frontdesk::knowledge {

namespace {

// A question, by its place in the library.
struct Asked {
  std::size_t article = 0, text = 0, question = 0;
};

const ArticleText& TextOf(const Library& library, const Asked& asked) {
  return library.articles[asked.article].texts[asked.text];
}

const std::string& WordsOf(const Library& library, const Asked& asked) {
  return TextOf(library, asked).questions[asked.question];
}

// Questions that stand in several articles; another check tells of those.
std::set<std::string> SharedPhrasings(const Library& library) {
  std::map<std::string, std::size_t> first;
  std::set<std::string> shared;
  const auto add = [&](const std::string& phrasing, std::size_t article) {
    std::string key = base::FoldForMatch(phrasing);
    const auto [at, added] = first.try_emplace(std::move(key), article);
    if (!added && at->second != article) shared.insert(at->first);
  };
  for (std::size_t i = 0; i < library.articles.size(); ++i) {
    for (const ArticleText& text : library.articles[i].texts) {
      add(text.title, i);
      for (const std::string& question : text.questions) add(question, i);
    }
  }
  return shared;
}

// Only where a text has other words to be known by, leaving one out asks something sensible.
std::vector<Asked> QuestionsOf(const Library& library) {
  const std::set<std::string> shared = SharedPhrasings(library);
  std::vector<Asked> questions;
  for (std::size_t i = 0; i < library.articles.size(); ++i) {
    const auto& texts = library.articles[i].texts;
    for (std::size_t t = 0; t < texts.size(); ++t) {
      if (texts[t].questions.size() + (texts[t].title.empty() ? 0 : 1) < 2) continue;
      for (std::size_t q = 0; q < texts[t].questions.size(); ++q) {
        if (!shared.contains(base::FoldForMatch(texts[t].questions[q]))) questions.push_back({i, t, q});
      }
    }
  }
  return questions;
}

std::size_t FoldOf(const Asked& asked) { return (asked.article + asked.question) % kCollisionFolds; }

std::size_t CountPhrasings(const Library& library) {
  std::size_t count = 0;
  for (const Article& article : library.articles)
    for (const ArticleText& text : article.texts) count += 1 + text.questions.size();
  return count;
}

// `questions` without the words of `left_out`, all of which are of one fold.
Library Without(const Library& library, const std::vector<Asked>& left_out) {
  Library rest = library;
  for (auto asked = left_out.rbegin(); asked != left_out.rend(); ++asked) {  // from the back: places stay right
    auto& questions = rest.articles[asked->article].texts[asked->text].questions;
    questions.erase(questions.begin() + static_cast<std::ptrdiff_t>(asked->question));
  }
  return rest;
}

template <typename T>
std::vector<T> SpreadEvenly(const std::vector<T>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<T> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
  return some;
}

// Nobody sees both: they cannot be taken for each other.
bool AreApart(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return !a.empty() && !b.empty() && std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) == a.end();
}

struct Collision {
  Asked first;
  std::size_t count = 0;
};
using Collisions = std::map<std::pair<std::size_t, std::string>, Collision>;  // article, the other's id

void Ask(const Library& library, const Index& index, const Asked& asked, Collisions& collisions) {
  const Article& article = library.articles[asked.article];
  const Ranking ranking = index.Search({.text = WordsOf(library, asked), .locale = TextOf(library, asked).locale});
  if (ranking.band != Band::kAnswer || ranking.hits.empty() || ranking.hits[0].id == article.id) return;
  if (ranking.signals.nearest < kMuchLike) return;
  const Article* other = index.Find(ranking.hits[0].id);
  if (AreApart(article.accounts, other->accounts) || AreApart(article.tiers, other->tiers)) return;
  ++collisions.try_emplace({asked.article, other->id}, Collision{asked, 0}).first->second.count;
}

void Tell(const Library& library, const Collisions& collisions, base::Findings& findings) {
  for (const auto& [pair, collision] : collisions) {
    const ArticleText& text = TextOf(library, collision.first);
    base::Place place{text.path, text.line, 1};
    if (collision.first.question < text.question_spots.size()) {
      const Spot& spot = text.question_spots[collision.first.question];
      place = {text.path, spot.line, spot.column};
    }
    const std::string more =
        collision.count > 1 ? " (and " + std::to_string(collision.count - 1) + " more from here)" : "";
    findings.Warning(place,
                     "'" + base::Shorten(WordsOf(library, collision.first), 60) + "'" + more +
                         " is much like a question of '" + pair.second +
                         "', which would answer it if it did not stand here",
                     "keep such questions in one of the two articles, or join them");
  }
}

}  // namespace

CollisionCount CheckCollisions(const Library& library, base::Findings& findings, const CollisionLimits& limits) {
  const std::vector<Asked> questions = QuestionsOf(library);
  const std::size_t phrasings = std::max<std::size_t>(1, CountPhrasings(library));
  const std::size_t folds = std::clamp<std::size_t>(limits.phrasings / phrasings, 1, kCollisionFolds);
  CollisionCount count{questions.size(), 0};
  Collisions collisions;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<Asked> left_out;
    for (const Asked& asked : questions)
      if (FoldOf(asked) == fold) left_out.push_back(asked);
    if (left_out.empty()) continue;
    const Index index(Without(library, left_out), ShippedLanguage());
    for (const Asked& asked : SpreadEvenly(left_out, limits.asked / folds)) {
      Ask(library, index, asked, collisions);
      ++count.asked;
    }
  }
  Tell(library, collisions, findings);
  return count;
}

}  // namespace frontdesk::knowledge
