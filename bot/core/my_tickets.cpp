#include "bot/base/text.h"
#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/repeats.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"

namespace frontdesk::core {

namespace {

// Only what this person's own conversation has: a number of somebody else's is as unknown as one that never was. An
// empty number means the one that the talk is about.
desk::Ticket* OwnTicket(Draft& draft, std::string_view number) {
  if (number.empty()) return draft.ticket ? &*draft.ticket : nullptr;
  return FindTicket(draft, TicketNumberIn(number));
}

bool SayUnknown(Draft& draft, std::string_view number) {
  draft.Say(number.empty() ? draft.Words(Text::kWithdrawWhich) : draft.Words(Text::kWhichTicket, {{"number", number}}));
  return true;
}

bool SayNotice(Draft& draft, Text words, std::int64_t ticket) {
  base::Message message = base::Say(draft.Words(words, {{"number", std::to_string(ticket)}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
  return true;
}

}  // namespace

void TellStatusOf(Draft& draft, std::string_view number) {
  if (number.empty()) return TellStatus(draft);
  const desk::Ticket* ticket = OwnTicket(draft, number);
  if (ticket == nullptr) return static_cast<void>(SayUnknown(draft, number));
  draft.Say(StatusLine(draft, *ticket));
}

bool AddToTicket(Draft& draft, const flows::GlobalWord& word) {
  const std::int64_t of_talk = draft.ticket ? draft.ticket->number : 0;
  const std::int64_t number = word.argument.empty() ? of_talk : TicketNumberIn(word.argument);
  if (!IsTheirs(draft, number)) return SayUnknown(draft, word.argument);
  if (word.text.empty()) {
    draft.Say(draft.Words(Text::kAddHow, {{"number", std::to_string(number)}}));
    return true;
  }
  AddWords(draft, number, base::CleanUtf8(word.text));
  return SayNotice(draft, Text::kAddedToTicket, number);
}

bool WithdrawTicket(Draft& draft, std::string_view number) {
  desk::Ticket* ticket = OwnTicket(draft, number);
  if (ticket == nullptr) return SayUnknown(draft, number);
  if (ticket->state > desk::TicketState::kResolved) return SayNotice(draft, Text::kTicketOver, ticket->number);
  Conversation& conversation = draft.conversation;
  const std::string shown = std::to_string(ticket->number);
  ticket->state = desk::TicketState::kClosed;
  draft.AddTicketChange(*ticket, conversation.person_name, "withdrawn");
  draft.AddFact("withdrawn", shown);
  NotifyDesk(draft, NoticeLevel::kInfo, conversation.person_name + " has withdrawn #" + shown + ".");
  SayNotice(draft, Text::kTicketWithdrawn, ticket->number);
  const bool done = !HasMoreToDo(draft) && (!draft.ticket || !desk::IsOpen(draft.ticket->state));
  if (done && conversation.lease.speaker != desk::Speaker::kAgent) CloseWhenDone(draft);
  return true;
}

}  // namespace frontdesk::core
