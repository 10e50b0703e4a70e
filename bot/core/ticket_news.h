// What the user hears of a change of a ticket. One function for all who change tickets: it finds the words, says them
// in the user's language as a notice, remembers that the user was told, and passes the news on to the people whose
// tickets were joined with this one.
//
// Thread safety: as the Draft.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/draft.h"

namespace frontdesk::core {

enum class News {
  kWaitsForYou,
  kWaitsOnTeam,  // with `day`
  kPlanned,      // with `day`
  kDeclined,
  kReopened,
  kExpected,       // with `day`
  kJoined,         // with another ticket, `other`
  kJoinedByOther,  // another one joined this
  kSplit,          // this one came out of another
};

struct TicketWord {
  News news = News::kReopened;
  std::string reason = {};  // as the agent wrote it; the user reads it
  std::optional<base::TimePoint> day = {};
  std::int64_t other = 0;
};

// Of the ticket in focus.
void TellTicketNews(Draft& draft, const TicketWord& word);
// "2026-03-09" where the workspace is.
std::string DayOf(const Draft& draft, base::TimePoint at);

}  // namespace frontdesk::core
