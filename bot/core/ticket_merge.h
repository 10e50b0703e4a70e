// Tickets that are joined because they are the same problem, and tickets that are split because they were two.
//
// A joined ticket stays, in the state `merged`: its user hears what becomes of the other one and can open it again. The
// other one knows it by a link "merged from" with its conversation, and passes its news on there.
//
// Kinds of news between conversations ("ticket:NUMBER:...", the number of the one that is told):
//   joined    {"ticket","conversation","affected","who"}   that ticket joins this one
//   left      {"ticket","affected","who"}                  and goes its own way again
//   progress  TicketWord as JSON                           of the one that this one was joined with
//
// Thread safety: as the Draft. Failure: what cannot be joined is kInvalid with a sentence that says why.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/draft.h"
#include "bot/desk/lease.h"

namespace frontdesk::core {

inline constexpr std::size_t kMaxJoined = 500;  // with one ticket

base::Status JoinTickets(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);
base::Status SplitTicket(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);
// The ticket in focus was joined with another one, and is on its own again.
void LeaveJoined(Draft& draft, const std::string& who);
// News of the kinds above, for the ticket in focus.
void TakeTicketNews(Draft& draft, std::string_view what, const std::string& json);

}  // namespace frontdesk::core
