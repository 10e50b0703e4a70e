#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/repeats.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_row.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kMaxListed = 10;
constexpr std::size_t kMaxButtons = 5;
constexpr std::string_view kWithdrawn = "withdrawn";  // news: ticket:1002:withdrawn {"name"}

std::string NumberOf(const desk::Ticket& ticket) { return std::to_string(ticket.number); }

// Of this conversation and not over. An empty number means the one that the talk is about.
desk::Ticket* OwnHere(Draft& draft, std::string_view number) {
  if (number.empty()) return draft.ticket ? &*draft.ticket : nullptr;
  return FindTicket(draft, TicketNumberIn(number));
}

// Any of the person's, on all their accounts: a number of somebody else's is as unknown as one that never was.
std::optional<desk::Ticket> OwnAnywhere(Draft& draft, std::string_view number) {
  if (const desk::Ticket* here = OwnHere(draft, number)) return *here;
  const std::int64_t wanted = TicketNumberIn(number);
  if (wanted == 0 || !SpeaksForThemselves(draft)) return std::nullopt;
  for (const store::TicketRow& row : draft.context.human.tickets) {
    if (row.number != wanted) continue;
    auto ticket = TicketFrom(row);
    return ticket ? std::optional(std::move(*ticket)) : std::nullopt;
  }
  return std::nullopt;
}

// What is not over: this conversation's first, then what the person has elsewhere, the newest first.
std::vector<desk::Ticket> AllOpen(const Draft& draft) {
  std::vector<desk::Ticket> all;
  const auto add = [&](const desk::Ticket& ticket) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.number == ticket.number; });
    if (!known && !desk::IsOver(ticket.state) && all.size() < kMaxListed) all.push_back(ticket);
  };
  if (draft.ticket) add(*draft.ticket);
  for (auto other = draft.others.rbegin(); other != draft.others.rend(); ++other) add(*other);
  if (!SpeaksForThemselves(draft)) return all;
  // This turn's own word on what is here counts, not what was loaded before it.
  for (const desk::Ticket& ticket : draft.context.human.open)
    if (ticket.conversation != draft.conversation.id) add(ticket);
  return all;
}

std::vector<base::Button> ButtonsOf(const Draft& draft, const desk::Ticket& ticket) {
  const std::string number = NumberOf(ticket);
  std::vector<base::Button> buttons;
  if (desk::IsOpen(ticket.state))
    buttons.push_back({draft.Words(Text::kAddToTicket, {{"number", number}}), "repeat:add=" + number});
  if (ticket.state <= desk::TicketState::kResolved)
    buttons.push_back({draft.Words(Text::kWithdrawTicket, {{"number", number}}), "ticket:withdraw=" + number});
  return buttons;
}

void SayStatus(Draft& draft, const std::vector<desk::Ticket>& tickets) {
  std::string lines;
  for (const desk::Ticket& ticket : tickets) lines += (lines.empty() ? "" : "\n") + StatusLine(draft, ticket);
  base::Message message = base::Say(lines);
  if (tickets.size() == 1) message.buttons = ButtonsOf(draft, tickets.front());
  for (const desk::Ticket& ticket : tickets)
    if (tickets.size() > 1 && message.buttons.size() < kMaxButtons)
      message.buttons.push_back(
          {draft.Words(Text::kShowTicket, {{"number", NumberOf(ticket)}}), "ticket:status=" + NumberOf(ticket)});
  draft.Say(std::move(message));
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

void Withdraw(Draft& draft, desk::Ticket& ticket, const std::string& name) {
  const std::string number = NumberOf(ticket);
  ticket.state = desk::TicketState::kClosed;
  draft.AddTicketChange(ticket, name, "withdrawn");
  draft.AddFact("withdrawn", number);
  NotifyDesk(draft, NoticeLevel::kInfo,
             DeskPhrase(draft, Text::kNoticeWithdrawn, {{"person", name}, {"number", number}}));
  const bool done = !HasMoreToDo(draft) && (!draft.ticket || !desk::IsOpen(draft.ticket->state));
  if (done && draft.conversation.lease.speaker != desk::Speaker::kAgent) CloseWhenDone(draft);
}

}  // namespace

std::string StatusLine(const Draft& draft, const desk::Ticket& ticket) {
  const Conversation& conversation = draft.conversation;
  const bool waits = conversation.lease.speaker == desk::Speaker::kQueue && conversation.ticket == ticket.number;
  return draft.Words(Text::kStatusOpen, {{"number", NumberOf(ticket)},
                                         {"title", TitleFor(draft, ticket)},
                                         {"state", draft.Words(StateWords(ticket.state))}}) +
         (waits ? WaitWords(draft) : std::string());
}

void TellStatus(Draft& draft) {
  const std::vector<desk::Ticket> all = AllOpen(draft);
  if (all.empty()) return draft.Say(draft.Words(Text::kStatusNone));
  SayStatus(draft, all);
}

void TellStatusOf(Draft& draft, std::string_view number) {
  if (number.empty()) return TellStatus(draft);
  const std::optional<desk::Ticket> ticket = OwnAnywhere(draft, number);
  if (!ticket) return static_cast<void>(SayUnknown(draft, number));
  SayStatus(draft, {*ticket});
}

bool AddToTicket(Draft& draft, const flows::GlobalWord& word) {
  const std::int64_t of_talk = draft.ticket ? draft.ticket->number : 0;
  const std::int64_t number = word.argument.empty() ? of_talk : TicketNumberIn(word.argument);
  if (!IsTheirs(draft, number)) return SayUnknown(draft, word.argument);
  if (word.text.empty()) {
    draft.Say(draft.Words(Text::kAddHow, {{"number", std::to_string(number)}}));
    return true;
  }
  draft.conversation.adding = 0;
  AddWords(draft, number, base::CleanUtf8(word.text));
  return SayNotice(draft, Text::kAddedToTicket, number);
}

bool WithdrawTicket(Draft& draft, std::string_view number) {
  const std::optional<desk::Ticket> known = OwnAnywhere(draft, number);
  if (!known) return SayUnknown(draft, number);
  if (known->state > desk::TicketState::kResolved) return SayNotice(draft, Text::kTicketOver, known->number);
  if (desk::Ticket* here = OwnHere(draft, number)) {
    Withdraw(draft, *here, draft.conversation.person_name);
  } else {
    Relay relay;
    relay.conversation = known->conversation;
    relay.event.body = base::Relayed{TicketKind(known->number, kWithdrawn),
                                     base::DumpJson({{"name", draft.conversation.person_name}})};
    draft.Relay(relay);
  }
  return SayNotice(draft, Text::kTicketWithdrawn, known->number);
}

bool TakeWithdrawal(Draft& draft, const base::Relayed& news) {
  const auto matter = MatterOf(news.kind);
  if (!matter || matter->what != kWithdrawn) return false;
  const auto body = base::ParseJson(news.json);
  const bool there = draft.ticket && draft.ticket->number == matter->ticket;
  if (!there || draft.ticket->state > desk::TicketState::kResolved || !body || !body->is_object()) return true;
  Withdraw(draft, *draft.ticket, base::TextAt(*body, "name"));
  return true;
}

bool IsAboutOwnTicket(std::string_view value) {
  return value.starts_with("ticket:") || value.starts_with("repeat:add=");
}

void PressTicket(Draft& draft, std::string_view value) {
  constexpr std::string_view kStatus = "status=", kWithdraw = "withdraw=";
  if (value == "mine") return TellStatus(draft);
  if (value.starts_with(kStatus)) return TellStatusOf(draft, value.substr(kStatus.size()));
  if (value.starts_with(kWithdraw)) return static_cast<void>(WithdrawTicket(draft, value.substr(kWithdraw.size())));
  draft.Say(draft.Words(Text::kStaleButton));
}

void SayHelp(Draft& draft) {
  base::Message message = base::Say(draft.Words(Text::kHelp));
  message.buttons = {{draft.Words(Text::kMyTickets), std::string(base::kMyTicketsValue)}, PersonButton(draft)};
  draft.Say(std::move(message));
}

}  // namespace frontdesk::core
