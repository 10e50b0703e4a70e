// Which ticket an event is about. A conversation may have several tickets; the talk is about one of them, and acts,
// timers and news may name another:
//   an agent's act by its `ticket`; an act that joins tickets names the other one in its `value`
//   a timer and news by a kind "ticket:1002:review", which TicketKind() writes
// The Decider loads that ticket into Context.ticket (nothing when it is not of this conversation), and the others that
// are not over into Context.others.
//
// Thread safety: pure functions; those on a Draft as the Draft.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/event.h"
#include "bot/core/draft.h"

namespace frontdesk::core {

struct TicketMatter {
  std::int64_t ticket = 0;
  std::string_view what;  // "review"; a view of the kind
};
// "ticket:1002:review"
std::string TicketKind(std::int64_t ticket, std::string_view what);
std::optional<TicketMatter> MatterOf(std::string_view kind);

// 0: none. What users say is about the closed ticket that is at hand, if any; else all is about the one of the talk.
std::int64_t TicketInFocus(const base::Event& event, const Conversation& conversation);
// What the value of an act that joins tickets names, "1002" or "#1002"; 0 when it names none.
std::int64_t TicketNamed(const base::Event& event);
std::int64_t TicketNumberIn(std::string_view text);

// The one that the talk is about; null when there is none.
desk::Ticket* TicketOfTalk(Draft& draft);
// Of this conversation and not over; null when there is none of that number.
desk::Ticket* FindTicket(Draft& draft, std::int64_t number);
// A new ticket comes into focus; the one before stands with the others.
void PutInFocus(Draft& draft, desk::Ticket ticket);
// From now on the talk is about the ticket in focus.
void TalkAboutTicket(Draft& draft);
void TalkAbout(Draft& draft, std::int64_t number);
// Brings the conversation's list up to date: those that are over leave it, those reopened come back, and the talk is
// about the newest one when the one that it was about is over.
void SettleTickets(Draft& draft);

}  // namespace frontdesk::core
