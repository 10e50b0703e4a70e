// What the user hears of a change of a ticket. One function for all who change tickets: it finds the words, says them
// in the user's language as a notice, remembers that the user was told, and passes the news on to the people whose
// tickets were joined with this one.
//
// Thread safety: as the Draft.
#pragma once

#include <nlohmann/json_fwd.hpp>
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
  kResolved,       // of one that this one was joined with; by `agent`
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
  std::string agent = {};  // as the user sees the name
};

// As it goes to the conversations of tickets that were joined.
nlohmann::json ToJson(const TicketWord& word);
TicketWord TicketWordFrom(const nlohmann::json& json);

// Of the ticket in focus.
void TellTicketNews(Draft& draft, const TicketWord& word);
// Only to the people whose tickets were joined with the one in focus, for news that its own user heard otherwise.
void PassOnTicketNews(Draft& draft, const TicketWord& word);
// "2026-03-09": to agents where the workspace is, to users where they are.
std::string DayOf(base::TimePoint at, const std::string& zone);

}  // namespace frontdesk::core
