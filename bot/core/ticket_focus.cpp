#include "bot/core/ticket_focus.h"

#include <algorithm>
#include <charconv>

namespace frontdesk::core {

namespace {

constexpr std::string_view kPrefix = "ticket:";

std::vector<desk::Ticket*> All(Draft& draft) {
  std::vector<desk::Ticket*> all;
  for (desk::Ticket& other : draft.others) all.push_back(&other);
  if (draft.ticket) all.push_back(&*draft.ticket);
  return all;
}

// A list that is full loses what is solved before what is open.
void DropOne(Draft& draft) {
  std::vector<store::Id>& more = draft.conversation.more_tickets;
  const auto solved = std::find_if(more.begin(), more.end(), [&](store::Id number) {
    const desk::Ticket* ticket = FindTicket(draft, number);
    return ticket == nullptr || !desk::IsOpen(ticket->state);
  });
  more.erase(solved == more.end() ? more.begin() : solved);
}

}  // namespace

std::string TicketKind(std::int64_t ticket, std::string_view what) {
  return std::string(kPrefix) + std::to_string(ticket) + ":" + std::string(what);
}

std::optional<TicketMatter> MatterOf(std::string_view kind) {
  if (!kind.starts_with(kPrefix)) return std::nullopt;
  kind.remove_prefix(kPrefix.size());
  const std::size_t colon = kind.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::int64_t number = TicketNumberIn(kind.substr(0, colon));
  if (number == 0) return std::nullopt;
  return TicketMatter{number, kind.substr(colon + 1)};
}

std::int64_t TicketNumberIn(std::string_view text) {
  if (text.starts_with("#")) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number > 0 ? number : 0;
}

std::int64_t TicketInFocus(const base::Event& event, const Conversation& conversation) {
  const auto* act = std::get_if<base::AgentActed>(&event.body);
  const auto* timer = std::get_if<base::TimerDue>(&event.body);
  const auto* news = std::get_if<base::Relayed>(&event.body);
  std::optional<TicketMatter> matter;
  if (timer) matter = MatterOf(timer->kind);
  if (news) matter = MatterOf(news->kind);
  if (act && act->ticket != 0) return act->ticket;
  if (matter) return matter->ticket;
  const bool by_user = !act && !timer && !news;
  const bool afterword = conversation.afterword != 0 && (by_user || conversation.ticket == 0);
  return afterword ? conversation.afterword : conversation.ticket;
}

std::int64_t TicketNamed(const base::Event& event) {
  const auto* act = std::get_if<base::AgentActed>(&event.body);
  using Act = base::AgentActed::Act;
  return act != nullptr && (act->act == Act::kMerge || act->act == Act::kLink) ? TicketNumberIn(act->value) : 0;
}

desk::Ticket* FindTicket(Draft& draft, std::int64_t number) {
  for (desk::Ticket* ticket : All(draft))
    if (ticket->number == number) return ticket;
  return nullptr;
}

desk::Ticket* TicketOfTalk(Draft& draft) {
  return draft.conversation.ticket == 0 ? nullptr : FindTicket(draft, draft.conversation.ticket);
}

void PutInFocus(Draft& draft, desk::Ticket ticket) {
  if (draft.ticket) draft.others.push_back(std::move(*draft.ticket));
  draft.ticket = std::move(ticket);
}

void TalkAboutTicket(Draft& draft) { TalkAbout(draft, draft.ticket->number); }

void TalkAbout(Draft& draft, std::int64_t now) {
  Conversation& conversation = draft.conversation;
  const store::Id before = conversation.ticket;
  if (before == now) return;
  std::erase(conversation.more_tickets, now);
  if (before != 0) conversation.more_tickets.push_back(before);
  conversation.ticket = now;
}

void SettleTickets(Draft& draft) {
  Conversation& conversation = draft.conversation;
  std::vector<store::Id>& more = conversation.more_tickets;
  for (const desk::Ticket* ticket : All(draft)) {
    const store::Id number = ticket->number;
    const bool over = desk::IsOver(ticket->state);
    if (over) std::erase(more, number);
    if (over && conversation.ticket == number) conversation.ticket = 0;
    const bool listed = conversation.ticket == number || std::find(more.begin(), more.end(), number) != more.end();
    if (!over && !listed) more.push_back(number);
  }
  while (more.size() > kMaxMoreTickets) DropOne(draft);
  if (conversation.ticket != 0 || more.empty()) return;
  conversation.ticket = more.back();
  more.pop_back();
}

}  // namespace frontdesk::core
