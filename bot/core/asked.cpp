#include "bot/core/asked.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <unordered_map>

#include "bot/core/fact.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kMaxOpenMisses = 8;  // of one conversation; older ones have had their consequence

store::Id IdIn(std::string_view text) {
  store::Id id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}

class HistoryReader {
 public:
  explicit HistoryReader(const knowledge::Index& knowledge) : knowledge_(knowledge) {}

  void Take(const store::FactRow& fact) {
    using Outcome = AskedQuestion::Outcome;
    using Why = MissedQuestion::Why;
    const std::string_view kind = fact.kind;
    if (kind == fact::kArticleShown) {
      Ask(fact, fact.detail, fact.subject, Outcome::kAnswered);
      Judge(fact, Verdict::kShown);
    } else if (kind == fact::kChoicesShown) {
      Ask(fact, fact.detail, fact.subject, Outcome::kOffered);
    } else if (kind == fact::kNoAnswer) {
      Ask(fact, fact.detail, {}, Outcome::kMissed);
      Miss(fact, Why::kNoAnswer);
    } else if (kind == fact::kChoicesRejected) {
      Miss(fact, Why::kChoicesRejected);
    } else if (kind == fact::kArticleRejected) {
      Miss(fact, Why::kArticleRejected);
      Judge(fact, Verdict::kRejected);
    } else {
      TakeOther(fact);
    }
  }

  History history;

 private:
  // What happened in one conversation so far, as indices into the history.
  struct Thread {
    std::vector<std::size_t> open_misses;
    std::optional<std::size_t> question;  // the last one
    bool question_missed = false;         // and it is the last of open_misses
  };

  PersonNumber PersonOf(const store::FactRow& fact) {
    std::string name = fact.account;
    name += fact.person.empty() ? "#" + std::to_string(fact.conversation) : "/" + fact.person;
    return people_.try_emplace(std::move(name), static_cast<PersonNumber>(people_.size())).first->second;
  }

  void TakeOther(const store::FactRow& fact) {
    const std::string_view kind = fact.kind;
    if (kind == fact::kQuestion) {
      Ask(fact, fact.detail, {}, AskedQuestion::Outcome::kOffered);
    } else if (kind == fact::kArticleOpened) {
      const knowledge::Article* article = knowledge_.Find(fact.subject);
      Ask(fact, article ? std::string_view(article->TitleIn(fact.locale)) : std::string_view(fact.subject),
          fact.subject, AskedQuestion::Outcome::kAnswered);
      Judge(fact, Verdict::kShown);
    } else if (kind == fact::kArticleChosen) {
      history.chosen.push_back({fact.subject, fact.detail, fact.locale, PersonOf(fact)});
      Judge(fact, Verdict::kShown);
    } else if (kind == fact::kArticleConfirmed) {
      Judge(fact, Verdict::kConfirmed);
      Follow(fact, Next::kAnswer);
    } else if (kind == fact::kQuestionWithdrawn) {
      Withdraw(threads_[fact.conversation]);
    } else if (kind == fact::kAgentReplied) {
      Follow(fact, Next::kPerson);
    } else if (kind == fact::kTicketOpened) {
      Follow(fact, Next::kTicket);
    } else if (kind == fact::kFlowStarted) {
      Follow(fact, Next::kFlow);
    }
  }

  void Ask(const store::FactRow& fact, std::string_view text, std::string_view article,
           AskedQuestion::Outcome outcome) {
    if (text.empty()) return;
    Thread& thread = threads_[fact.conversation];
    thread.question = history.asked.size();
    thread.question_missed = false;
    history.asked.push_back({text, fact.locale, article, PersonOf(fact), fact.at, outcome});
  }

  void Miss(const store::FactRow& fact, MissedQuestion::Why why) {
    if (fact.detail.empty()) return;
    Thread& thread = threads_[fact.conversation];
    if (thread.open_misses.size() >= kMaxOpenMisses) thread.open_misses.erase(thread.open_misses.begin());
    thread.open_misses.push_back(history.missed.size());
    thread.question_missed = why == MissedQuestion::Why::kNoAnswer;
    history.missed.push_back({fact.detail, fact.locale, PersonOf(fact), fact.at, why, Next::kLeft, {}});
  }

  void Withdraw(Thread& thread) {
    if (thread.question) history.asked[*thread.question].withdrawn = true;
    if (thread.question_missed) {
      history.missed[thread.open_misses.back()].withdrawn = true;
      thread.open_misses.pop_back();
    }
    thread.question.reset();
    thread.question_missed = false;
  }

  void Judge(const store::FactRow& fact, Verdict verdict) {
    const auto [it, first] = history.verdicts[fact.subject].try_emplace(PersonOf(fact), verdict);
    if (!first && verdict != Verdict::kShown) it->second = verdict;
  }

  void Follow(const store::FactRow& fact, Next next) {
    const auto thread = threads_.find(fact.conversation);
    if (thread == threads_.end()) return;
    for (const std::size_t index : thread->second.open_misses) {
      MissedQuestion& miss = history.missed[index];
      if (fact.at - miss.at > kConsequence) continue;
      miss.next = std::min(miss.next, next);
      if (next == Next::kPerson && miss.replies.size() < kGapReplies) miss.replies.push_back(IdIn(fact.detail));
    }
  }

  const knowledge::Index& knowledge_;
  std::unordered_map<store::Id, Thread> threads_;
  std::unordered_map<std::string, PersonNumber> people_;
};

}  // namespace

History ReadHistory(std::span<const store::FactRow> facts, const knowledge::Index& knowledge, base::TimePoint since) {
  HistoryReader reader(knowledge);
  for (const store::FactRow& fact : facts)
    if (fact.at >= since) reader.Take(fact);
  std::erase_if(reader.history.asked, [](const AskedQuestion& asked) { return asked.withdrawn; });
  std::erase_if(reader.history.missed, [](const MissedQuestion& missed) { return missed.withdrawn; });
  return std::move(reader.history);
}

}  // namespace frontdesk::core
