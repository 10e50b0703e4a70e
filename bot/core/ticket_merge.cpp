#include "bot/core/ticket_merge.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/tagging.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_news.h"

namespace frontdesk::core {

namespace {

using desk::Ticket;
using desk::TicketState;

constexpr std::string_view kMergedInto = "merged into";
constexpr std::string_view kMergedFrom = "merged from";
constexpr std::size_t kMaxSplitTitle = 200;  // graphemes

base::Status Refuse(std::string why) { return base::Fail(base::ErrorCode::kInvalid, std::move(why)); }

std::string Name(std::int64_t number) { return "#" + std::to_string(number); }

std::size_t JoinedWith(const Ticket& ticket) {
  return static_cast<std::size_t>(std::count_if(ticket.links.begin(), ticket.links.end(),
                                                [](const desk::Link& link) { return link.how == kMergedFrom; }));
}

base::Status MayJoin(const Ticket& ticket, const Ticket& other) {
  const std::string number = std::to_string(other.number);
  if (other.number == ticket.number) return Refuse("A ticket cannot be joined with itself.");
  if (other.merged_into == ticket.number)
    return Refuse("Ticket " + number + " is joined with this one already; a circle would leave nobody to work on it.");
  if (other.state == TicketState::kMerged)
    return Refuse("Ticket " + number + " was itself joined with " + std::to_string(other.merged_into) +
                  "; join this one with " + std::to_string(other.merged_into) + " instead.");
  if (!desk::IsOpen(other.state))
    return Refuse("Ticket " + number + " is " + std::string(ToString(other.state)) + "; reopen it first.");
  if (JoinedWith(other) >= kMaxJoined)
    return Refuse("Ticket " + number + " has 500 others joined with it; declare an incident instead.");
  return {};
}

// The ticket that goes on takes the other one in.
void TakeIn(Draft& draft, Ticket& into, const desk::Link& from, int affected, const std::string& who) {
  if (std::find(into.links.begin(), into.links.end(), from) != into.links.end()) return;
  into.links.push_back(from);
  into.affected += affected;
  draft.AddTicketChange(into, who, "joined by " + from.target,
                        std::to_string(into.affected) + " people have this problem");
  draft.AddFact("ticket_joined", std::to_string(into.number), from.target);
}

void SendNews(Draft& draft, store::Id conversation, std::int64_t ticket, std::string_view what,
              const nlohmann::json& json) {
  Relay relay;
  relay.conversation = conversation;
  relay.event.body = base::Relayed{TicketKind(ticket, what), base::DumpJson(json)};
  draft.Relay(relay);
}

void HearJoined(Draft& draft, const nlohmann::json& json) {
  Ticket& ticket = *draft.ticket;
  // It was joined itself while the news were on their way: they go on to where it went.
  if (ticket.state == TicketState::kMerged) {
    for (const desk::Link& link : ticket.links)
      if (link.how == kMergedInto) return SendNews(draft, link.conversation, ticket.merged_into, "joined", json);
    return;
  }
  const std::int64_t other = base::IntAt(json, "ticket");
  TakeIn(draft, ticket, {std::string(kMergedFrom), Name(other), base::IntAt(json, "conversation")},
         std::max(1, static_cast<int>(base::IntAt(json, "affected", 1))), base::TextAt(json, "who"));
  TellTicketNews(draft, {.news = News::kJoinedByOther, .other = other});
}

void HearLeft(Draft& draft, const nlohmann::json& json) {
  Ticket& ticket = *draft.ticket;
  const std::string other = Name(base::IntAt(json, "ticket"));
  const auto gone = std::erase_if(
      ticket.links, [&](const desk::Link& link) { return link.how == kMergedFrom && link.target == other; });
  if (gone == 0) return;
  ticket.affected = std::max(1, ticket.affected - static_cast<int>(base::IntAt(json, "affected", 1)));
  draft.AddTicketChange(base::TextAt(json, "who"), other + " goes its own way again");
}

// What becomes of the one that this one was joined with becomes of this one.
void HearProgress(Draft& draft, const nlohmann::json& json) {
  Ticket& ticket = *draft.ticket;
  if (ticket.merged_into == 0) return;
  const TicketWord word = TicketWordFrom(json);
  const std::string with = "joined with " + Name(ticket.merged_into);
  const auto enter = [&](TicketState state) {
    ticket.state = state;
    ticket.state_reason = word.reason;
    draft.AddTicketChange("desk", std::string(ToString(state)), with);
  };
  if (word.news == News::kDeclined) enter(TicketState::kDeclined);
  if (word.news == News::kReopened) enter(TicketState::kMerged);
  if (word.news == News::kResolved) {
    enter(TicketState::kResolved);
    ticket.resolved = draft.now();
    TalkAboutTicket(draft);
  }
  TellTicketNews(draft, word);
  draft.AddTicketChange("desk", "the user was told", with);
}

}  // namespace

base::Status JoinTickets(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  Ticket& ticket = *draft.ticket;
  const std::int64_t number = TicketNamed(draft.event);
  if (number == 0) return Refuse("Name the ticket that goes on by its number, such as 1002.");
  Ticket* here = FindTicket(draft, number);
  if (here == nullptr && !draft.context.named) return Refuse("There is no ticket " + std::to_string(number) + ".");
  const Ticket& other = here != nullptr ? *here : *draft.context.named;
  TRY_STATUS(MayJoin(ticket, other));
  const desk::Link from{std::string(kMergedFrom), Name(ticket.number), draft.conversation.id};
  ticket.state = TicketState::kMerged;
  ticket.state_reason = act.text;
  ticket.merged_into = number;
  ticket.links.push_back({std::string(kMergedInto), Name(number), other.conversation});
  draft.AddTicketChange(act.agent, "merged into " + Name(number), act.text);
  draft.AddFact("ticket_state", std::to_string(ticket.number), "merged");
  TellTicketNews(draft, {.news = News::kJoined, .other = number});
  if (here != nullptr) {
    TakeIn(draft, *here, from, ticket.affected - 1, act.agent);  // the same person
    if (draft.conversation.ticket == ticket.number) TalkAbout(draft, number);
    return {};
  }
  draft.turn.reads.push_back({store::RowKind::kTicket, number, other.version});
  SendNews(draft, other.conversation, number, "joined",
           {{"ticket", ticket.number},
            {"conversation", draft.conversation.id},
            {"affected", ticket.affected},
            {"who", agent.login}});
  CloseWhenDone(draft);
  return {};
}

void LeaveJoined(Draft& draft, const std::string& who) {
  Ticket& ticket = *draft.ticket;
  const std::int64_t other = ticket.merged_into;
  if (other == 0) return;
  ticket.merged_into = 0;
  draft.AddTicketChange(who, "no longer joined with " + Name(other));
  for (desk::Link& link : ticket.links) {
    if (link.how != kMergedInto || link.target != Name(other)) continue;
    link.how = "was joined with";
    const nlohmann::json json = {{"ticket", ticket.number}, {"affected", ticket.affected}, {"who", who}};
    if (link.conversation != draft.conversation.id) SendNews(draft, link.conversation, other, "left", json);
  }
}

base::Status SplitTicket(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  const std::string title = base::Shorten(base::CleanUtf8(base::Trim(act.value)), kMaxSplitTitle);
  if (title.empty()) return Refuse("The second ticket needs a title.");
  if (draft.conversation.more_tickets.size() >= kMaxMoreTickets)
    return Refuse("This conversation has 20 more tickets already; close some first.");
  const std::int64_t first = draft.ticket->number;
  const std::string owner = draft.ticket->owner;
  const std::string words = title + "\n" + act.text;
  OpenPlainTicket(draft, title, ImpactByWords(draft, {}, words, draft.ticket->impact.category),
                  "split from " + Name(first) + " by " + agent.display, words);
  Ticket& second = *draft.ticket;
  second.words = act.text;
  second.owner = owner;
  if (!owner.empty()) second.state = TicketState::kOpen;
  second.links.push_back({"split from", Name(first), draft.conversation.id});
  if (Ticket* from = FindTicket(draft, first)) {
    from->links.push_back({"split into", Name(second.number), draft.conversation.id});
    draft.AddTicketChange(*from, agent.login, "split into " + Name(second.number), act.text);
  }
  draft.AddFact("ticket_split", std::to_string(first), std::to_string(second.number));
  TellTicketNews(draft, {.news = News::kSplit});
  return {};
}

void TakeTicketNews(Draft& draft, std::string_view what, const std::string& text) {
  const auto json = base::ParseJson(text);
  if (!json || !json->is_object()) return;
  if (what == "joined") HearJoined(draft, *json);
  if (what == "left") HearLeft(draft, *json);
  if (what == "progress") HearProgress(draft, *json);
}

}  // namespace frontdesk::core
