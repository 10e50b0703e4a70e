// The facts read as a history: every question with what the knowledge did about it, every miss with what became of it,
// every verdict on an article.
//
// Ownership: the texts look into the facts and the knowledge, which must outlive the history.
// Thread safety: plain values, pure function. Bounds: linear in the facts.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bot/core/learning.h"

namespace frontdesk::core {

// One of one account; a conversation stands for somebody who is not known. Numbers of this history.
using PersonNumber = std::uint32_t;

struct AskedQuestion {
  enum class Outcome { kAnswered, kOffered, kMissed };
  std::string_view text, locale, article;
  PersonNumber person = 0;
  base::TimePoint at;
  Outcome outcome = Outcome::kMissed;
  bool withdrawn = false;
};

struct MissedQuestion {
  enum class Why { kNoAnswer, kChoicesRejected, kArticleRejected };
  std::string_view text, locale;
  PersonNumber person = 0;
  base::TimePoint at;
  Why why = Why::kNoAnswer;
  Next next = Next::kLeft;
  std::vector<store::Id> replies;
  bool withdrawn = false;
};

enum class Verdict { kShown, kConfirmed, kRejected };

struct ChosenTitle {
  std::string_view article, text, locale;
  PersonNumber person = 0;
};

struct History {
  std::vector<AskedQuestion> asked;
  std::vector<MissedQuestion> missed;
  std::vector<ChosenTitle> chosen;
  std::map<std::string_view, std::unordered_map<PersonNumber, Verdict>> verdicts;  // article -> person -> the last
};

// Facts before `since` are not looked at.
History ReadHistory(std::span<const store::FactRow> facts, const knowledge::Index& knowledge, base::TimePoint since);

}  // namespace frontdesk::core
