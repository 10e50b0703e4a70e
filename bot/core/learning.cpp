#include "bot/core/learning.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "bot/base/crypto.h"
#include "bot/core/asked.h"
#include "knowledge/clusters.h"
#include "knowledge/language.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kIdLetters = 8;

using People = std::vector<PersonNumber>;

// Each once.
void Settle(People& people) {
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
}

// One wording of a question, and everything that was said so: indices into a history.
struct Said {
  std::string_view text;
  People people;
  std::vector<std::size_t> at;
};

template <typename Question>
std::vector<std::vector<Said>> Group(const std::vector<Question>& questions, const knowledge::Index& knowledge) {
  std::unordered_map<std::string_view, Said> by_text;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    Said& said = by_text[questions[i].text];
    said.text = questions[i].text;
    said.people.push_back(questions[i].person);
    said.at.push_back(i);
  }
  std::vector<Said> all;
  std::vector<knowledge::Asked> asked;
  for (auto& [text, said] : by_text) {
    Settle(said.people);
    asked.push_back({text, said.people.size()});
    all.push_back(std::move(said));
  }
  std::vector<std::vector<Said>> groups;
  for (const auto& cluster :
       knowledge::ClusterQuestions(asked, knowledge.library().synonyms, *knowledge::ShippedLanguage())) {
    std::vector<Said>& group = groups.emplace_back();
    for (const std::size_t i : cluster) group.push_back(std::move(all[i]));
    std::stable_sort(group.begin() + 1, group.end(),
                     [](const Said& a, const Said& b) { return a.people.size() > b.people.size(); });
  }
  return groups;
}

std::size_t PeopleOf(const std::vector<Said>& group) {
  People people;
  for (const Said& said : group) people.insert(people.end(), said.people.begin(), said.people.end());
  Settle(people);
  return people.size();
}

void Count(Misses& misses, MissedQuestion::Why why) {
  switch (why) {
    case MissedQuestion::Why::kNoAnswer: ++misses.no_answer; return;
    case MissedQuestion::Why::kChoicesRejected: ++misses.choices_rejected; return;
    case MissedQuestion::Why::kArticleRejected: ++misses.article_rejected; return;
  }
}

void NameNearest(Gap& gap, const knowledge::Index& knowledge) {
  const knowledge::Ranking ranking = knowledge.Search({.text = gap.question, .locale = gap.locale});
  for (const knowledge::Hit& hit : ranking.hits) {
    if (gap.nearest.size() >= kGapArticles) return;
    gap.nearest.push_back({hit.id, knowledge.library().articles[hit.article].TitleIn(gap.locale)});
  }
}

Gap GapOf(const std::vector<Said>& group, const std::vector<MissedQuestion>& missed) {
  Gap gap;
  gap.question = group.front().text;
  gap.id = base::HexEncode(base::Sha256(gap.question)).substr(0, kIdLetters);
  gap.locale = missed[group.front().at.back()].locale;
  gap.people = PeopleOf(group);
  base::TimePoint replied;
  for (const Said& said : group) {
    if (gap.wordings.size() < kGapWordings) gap.wordings.emplace_back(said.text);
    gap.times += said.at.size();
    for (const std::size_t i : said.at) {
      const MissedQuestion& miss = missed[i];
      Count(gap.misses, miss.why);
      ++gap.next[static_cast<std::size_t>(miss.next)];
      gap.last = std::max(gap.last, miss.at);
      if (miss.replies.empty() || miss.at < replied) continue;
      replied = miss.at;
      gap.replies = miss.replies;
    }
  }
  return gap;
}

std::vector<Gap> GapsOf(const History& history, const knowledge::Index& knowledge) {
  std::vector<Gap> gaps;
  for (const auto& group : Group(history.missed, knowledge)) gaps.push_back(GapOf(group, history.missed));
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) {
    return std::tie(b.people, b.times, b.last, a.question) < std::tie(a.people, a.times, a.last, b.question);
  });
  if (gaps.size() > kMaxGaps) gaps.resize(kMaxGaps);
  for (Gap& gap : gaps) NameNearest(gap, knowledge);
  return gaps;
}

TopQuestion TopOf(const std::vector<Said>& group, const std::vector<AskedQuestion>& asked) {
  TopQuestion top;
  top.question = group.front().text;
  top.locale = asked[group.front().at.back()].locale;
  top.people = PeopleOf(group);
  std::map<std::string_view, std::size_t> articles;
  for (const Said& said : group) {
    top.times += said.at.size();
    for (const std::size_t i : said.at) {
      const AskedQuestion& one = asked[i];
      top.answered += one.outcome == AskedQuestion::Outcome::kAnswered ? 1 : 0;
      top.offered += one.outcome == AskedQuestion::Outcome::kOffered ? 1 : 0;
      top.missed += one.outcome == AskedQuestion::Outcome::kMissed ? 1 : 0;
      if (!one.article.empty()) ++articles[one.article];
    }
  }
  const auto most = std::max_element(articles.begin(), articles.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != articles.end()) top.article = most->first;
  return top;
}

std::vector<TopQuestion> TopQuestionsOf(const History& history, const knowledge::Index& knowledge) {
  std::vector<TopQuestion> top;
  for (const auto& group : Group(history.asked, knowledge)) top.push_back(TopOf(group, history.asked));
  std::stable_sort(top.begin(), top.end(), [](const TopQuestion& a, const TopQuestion& b) {
    return std::tie(b.people, b.times, a.question) < std::tie(a.people, a.times, b.question);
  });
  if (top.size() > kMaxTopQuestions) top.resize(kMaxTopQuestions);
  return top;
}

std::string TitleOf(const knowledge::Index& knowledge, std::string_view id, std::string_view locale) {
  const knowledge::Article* article = knowledge.Find(id);
  return article ? article->TitleIn(locale) : std::string(id);
}

std::vector<ArticleUse> UsesOf(const History& history, const knowledge::Index& knowledge) {
  std::vector<ArticleUse> uses;
  for (const auto& [id, verdicts] : history.verdicts) {
    ArticleUse use{std::string(id), TitleOf(knowledge, id, {})};
    use.shown = verdicts.size();
    for (const auto& [person, verdict] : verdicts) {
      use.confirmed += verdict == Verdict::kConfirmed ? 1 : 0;
      use.rejected += verdict == Verdict::kRejected ? 1 : 0;
    }
    uses.push_back(std::move(use));
  }
  std::stable_sort(uses.begin(), uses.end(),
                   [](const ArticleUse& a, const ArticleUse& b) { return a.shown > b.shown; });
  if (uses.size() > kMaxArticleRows) uses.resize(kMaxArticleRows);
  return uses;
}

std::vector<Taught> TaughtOf(const History& history, const knowledge::Index& knowledge) {
  std::map<std::pair<std::string_view, std::string_view>, std::pair<std::string_view, People>> by;
  for (const ChosenTitle& chosen : history.chosen) {
    if (chosen.text.empty() || !knowledge.Find(chosen.article)) continue;
    auto& [locale, people] = by[{chosen.article, chosen.text}];
    locale = chosen.locale;
    people.push_back(chosen.person);
  }
  std::vector<Taught> taught;
  for (auto& [key, value] : by) {
    Settle(value.second);
    taught.push_back({std::string(key.first), TitleOf(knowledge, key.first, value.first), std::string(key.second),
                      std::string(value.first), value.second.size()});
  }
  std::stable_sort(taught.begin(), taught.end(), [](const Taught& a, const Taught& b) { return a.people > b.people; });
  if (taught.size() > kMaxTaught) taught.resize(kMaxTaught);
  return taught;
}

}  // namespace

std::string_view ToString(Next next) {
  constexpr std::array<std::string_view, kNexts> kNames = {"person", "answer", "ticket", "flow", "left"};
  return kNames[static_cast<std::size_t>(next)];
}

LearningReport Learn(std::span<const store::FactRow> facts, const knowledge::Index& knowledge, base::TimePoint since,
                     base::TimePoint until) {
  const History history = ReadHistory(facts, knowledge, since);
  LearningReport report;
  report.since = since;
  report.until = until;
  report.questions = history.asked.size();
  People people;
  for (const AskedQuestion& asked : history.asked) {
    people.push_back(asked.person);
    report.answered += asked.outcome == AskedQuestion::Outcome::kAnswered ? 1 : 0;
    report.offered += asked.outcome == AskedQuestion::Outcome::kOffered ? 1 : 0;
    report.missed += asked.outcome == AskedQuestion::Outcome::kMissed ? 1 : 0;
  }
  Settle(people);
  report.people = people.size();
  report.gaps = GapsOf(history, knowledge);
  report.top = TopQuestionsOf(history, knowledge);
  report.articles = UsesOf(history, knowledge);
  report.taught = TaughtOf(history, knowledge);
  return report;
}

}  // namespace frontdesk::core
