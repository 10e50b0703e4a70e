// What is said on a ticket, as its clocks must know it.
#include <algorithm>
#include <array>

#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "knowledge/small_talk.h"

namespace frontdesk::core {

namespace {

using desk::change::kAnswered;
using desk::change::kHeard;
using knowledge::SmallTalk;

bool UserWaits(const desk::Ticket& ticket) {
  const auto last = std::find_if(ticket.history.rbegin(), ticket.history.rend(),
                                 [](const desk::Change& one) { return one.kind == kAnswered || one.kind == kHeard; });
  return last != ticket.history.rend() && last->kind == kHeard;
}

}  // namespace

bool AsksNothing(std::string_view text) {
  constexpr auto kClosing = std::to_array({SmallTalk::kThanks, SmallTalk::kBye, SmallTalk::kOk});
  const SmallTalk said = knowledge::RecogniseSmallTalk(text);
  return std::find(kClosing.begin(), kClosing.end(), said) != kClosing.end();
}

void AnsweredByPerson(Draft& draft, std::string_view agent) {
  draft.conversation.unanswered_since.reset();
  draft.conversation.agent_reminded.reset();
  if (!draft.ticket) return;
  desk::Ticket& ticket = *draft.ticket;
  ticket.told = draft.now();
  const bool first = !ticket.first_human_response;
  if (first) {
    ticket.first_human_response = draft.now();
    draft.AddFact("first_human_response", std::to_string(ticket.number));
  }
  draft.AddTicketChange(agent, first ? "first human response" : "answered", {}, kAnswered);
}

void HeardOnTicket(Draft& draft, std::string_view text) {
  if (!draft.ticket || !desk::IsOpen(draft.ticket->state)) return;
  desk::Ticket& ticket = *draft.ticket;
  const std::string& who = draft.conversation.person_name;
  if (!ticket.first_human_response) return;
  if (!ticket.first_useful_response) {
    ticket.first_useful_response = draft.now();
    draft.AddFact("first_useful_response", std::to_string(ticket.number));
    draft.AddTicketChange(who, "took up the answer", {}, desk::change::kUseful);
  }
  if (!UserWaits(ticket) && !AsksNothing(text)) draft.AddTicketChange(who, "waits for an answer", {}, kHeard);
}

}  // namespace frontdesk::core
