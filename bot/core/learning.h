// What the facts say about the knowledge: which questions found no answer and what became of those who asked, which
// are asked most, and what people said of each article.
//
// One person counts once, however often they asked or pressed; of several verdicts of one person on one article the
// last counts.
//
// Thread safety: plain values, pure functions. Bounds: those below; what is over them is the least asked.
#pragma once

#include <array>
#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/store/records.h"
#include "knowledge/index.h"

namespace frontdesk::core {

inline constexpr int kMaxFactsRead = 200'000;
inline constexpr std::size_t kMaxGaps = 50;
inline constexpr std::size_t kMaxTopQuestions = 20;
inline constexpr std::size_t kMaxArticleRows = 200;
inline constexpr std::size_t kMaxTaught = 50;
inline constexpr std::size_t kGapWordings = 8;  // of a gap; a draft takes all of them
inline constexpr std::size_t kGapArticles = 3;  // that come nearest
inline constexpr std::size_t kGapReplies = 5;   // rows of what an agent wrote
// What happens later is not the question's consequence.
inline constexpr std::chrono::hours kConsequence{72};

// What became of a question without an answer; the first that applies.
enum class Next { kPerson, kAnswer, kTicket, kFlow, kLeft };
inline constexpr std::size_t kNexts = 5;
// "person", "answer", "ticket", "flow", "left".
std::string_view ToString(Next next);

// Why the knowledge did not answer.
struct Misses {
  std::size_t no_answer = 0;
  std::size_t choices_rejected = 0;
  std::size_t article_rejected = 0;
};

struct ArticleName {
  std::string id;
  std::string title;
};

// Questions that ask the same and were not answered.
struct Gap {
  std::string id;  // made from `question`: the same as long as that leads
  std::string question;
  std::string locale;
  std::vector<std::string> wordings;  // `question` first, then by people
  std::size_t people = 0;
  std::size_t times = 0;
  base::TimePoint last;
  Misses misses;                           // by times
  std::array<std::size_t, kNexts> next{};  // by times
  std::vector<store::Id> replies;          // transcript rows: what an agent answered the one who asked last
  std::vector<ArticleName> nearest;        // the articles that it could be a question of, best first
};

struct TopQuestion {
  std::string question;
  std::string locale;
  std::string article;  // shown for it most; may be empty
  std::size_t people = 0;
  std::size_t times = 0;
  std::size_t answered = 0, offered = 0, missed = 0;  // by times
};

// By people.
struct ArticleUse {
  std::string id;
  std::string title;  // the id when there is no such article any more
  std::size_t shown = 0, confirmed = 0, rejected = 0;
};

// A wording whose askers chose this article among offered titles.
struct Taught {
  std::string article;
  std::string title;
  std::string question;
  std::string locale;
  std::size_t people = 0;
};

struct LearningReport {
  base::TimePoint since, until;
  std::size_t questions = 0, people = 0;
  std::size_t answered = 0, offered = 0, missed = 0;  // of the questions
  std::vector<Gap> gaps;                              // most people first, then newest
  std::vector<TopQuestion> top;
  std::vector<ArticleUse> articles;  // most shown first
  std::vector<Taught> taught;
};

// `facts` in the order of their commits.
LearningReport Learn(std::span<const store::FactRow> facts, const knowledge::Index& knowledge, base::TimePoint since,
                     base::TimePoint until);

}  // namespace frontdesk::core
