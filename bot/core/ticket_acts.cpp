#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/repeats.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_alarms.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_merge.h"
#include "bot/core/ticket_moment.h"
#include "bot/core/ticket_news.h"

namespace frontdesk::core {

namespace {

using Act = base::AgentActed::Act;
using desk::TicketState;

constexpr std::string_view kSnoozeTimer = "snooze";
constexpr std::size_t kMaxLinks = 100;
constexpr std::size_t kMaxLinkBytes = 500;

base::Status Refuse(std::string why) { return base::Fail(base::ErrorCode::kInvalid, std::move(why)); }

base::Status MustBeOpen(const desk::Ticket& ticket) {
  if (desk::IsOpen(ticket.state)) return {};
  const std::string number = std::to_string(ticket.number);
  if (ticket.state == TicketState::kMerged) {
    return Refuse("Ticket " + number + " was joined with " + std::to_string(ticket.merged_into) + "; act on that one.");
  }
  return Refuse("Ticket " + number + " is " + std::string(ToString(ticket.state)) + "; reopen it first.");
}

void Enter(Draft& draft, TicketState state, const std::string& who, const std::string& why) {
  desk::Ticket& ticket = *draft.ticket;
  ticket.state = state;
  ticket.state_reason = why;
  ticket.review.reset();
  ticket.snoozed_until.reset();
  draft.AddTicketChange(who, std::string(ToString(state)), why);
  draft.AddFact("ticket_state", std::to_string(ticket.number), ToString(state));
}

// Waiting on a team, and planned: with a reason, and a day on which somebody looks again.
base::Status Put(Draft& draft, TicketState state, News news, const base::AgentActed& act) {
  const std::string what = state == TicketState::kPlanned ? "Planning" : "Waiting on a team";
  if (base::Trim(act.text).empty()) return Refuse(what + " needs a reason; the user reads it.");
  TRY(const base::TimePoint review, MomentIn(act.value, draft.policy().zone, draft.now()));
  Enter(draft, state, act.agent, act.text);
  draft.ticket->review = review;
  draft.AddTicketChange(act.agent, "review on " + DayOf(review, draft.policy().zone));
  TellTicketNews(draft, {.news = news, .reason = act.text, .day = review});
  return {};
}

base::Status Wait(Draft& draft, const base::AgentActed& act) {
  if (act.what == "team") return Put(draft, TicketState::kWaitingOnTeam, News::kWaitsOnTeam, act);
  if (act.what != "customer") return Refuse("A ticket waits for 'customer' or 'team'.");
  Enter(draft, TicketState::kWaitingForCustomer, act.agent, act.text);
  TellTicketNews(draft, {.news = News::kWaitsForYou, .reason = act.text});
  return {};
}

base::Status Decline(Draft& draft, const base::AgentActed& act) {
  if (base::Trim(act.text).empty()) return Refuse("Declining needs a reason; the user reads it.");
  Enter(draft, TicketState::kDeclined, act.agent, act.text);
  TellTicketNews(draft, {.news = News::kDeclined, .reason = act.text});
  CloseWhenDone(draft);
  return {};
}

base::Status ReopenTicket(Draft& draft, const base::AgentActed& act) {
  desk::Ticket& ticket = *draft.ticket;
  if (desk::IsOpen(ticket.state)) return {};
  Reopen(draft, act.agent, act.text);
  ticket.state_reason.clear();
  draft.conversation.desk = store::DeskState::kOpen;
  TalkAboutTicket(draft);
  TellTicketNews(draft, {.news = News::kReopened});
  return {};
}

// Out of sight of the desk until then; the user hears nothing of it.
base::Status Snooze(Draft& draft, const base::AgentActed& act) {
  TRY(const base::TimePoint until, MomentIn(act.value, draft.policy().zone, draft.now()));
  draft.ticket->snoozed_until = until;
  store::Id timer = 0;
  draft.AddTimer(TicketKind(draft.ticket->number, kSnoozeTimer), until, timer);
  draft.AddTicketChange(act.agent, "snoozed until " + base::FormatUtc(until), act.text);
  return {};
}

base::Status Link(Draft& draft, const base::AgentActed& act) {
  desk::Ticket& ticket = *draft.ticket;
  const std::string how = act.what.empty() ? "relates to" : base::CleanUtf8(act.what);
  desk::Link link{how, base::CleanUtf8(act.value), 0};
  if (const auto number = TicketNamed(draft.event); number != 0) {
    const auto& named = draft.context.named;
    if (!named) return Refuse("There is no ticket " + std::to_string(number) + " to link to.");
    if (number == ticket.number) return Refuse("A ticket cannot be linked to itself.");
    link.target = "#" + std::to_string(number);
    link.conversation = named->conversation;
  } else if (!link.target.starts_with("https://") && !link.target.starts_with("http://")) {
    return Refuse("Link to a ticket by its number, such as 1002, or to an address that begins with https://.");
  }
  if (link.target.size() > kMaxLinkBytes || how.size() > kMaxLinkBytes) return Refuse("That link is too long.");
  if (ticket.links.size() >= kMaxLinks) return Refuse("This ticket has 100 links already.");
  for (const desk::Link& known : ticket.links)
    if (known.how == link.how && known.target == link.target) return {};
  draft.AddTicketChange(act.agent, how + " " + link.target, act.text);
  draft.AddFact("ticket_linked", std::to_string(ticket.number), link.target);
  ticket.links.push_back(std::move(link));
  return {};
}

bool SpeaksToUser(Act act) { return act != Act::kSnooze && act != Act::kLink; }

}  // namespace

base::Status ActOnTicket(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  if (!draft.ticket) return Refuse("This conversation has no ticket yet.");
  if (SpeaksToUser(act.act)) TRY_STATUS(desk::MayAct(draft.conversation.lease, agent));
  if (act.act != Act::kReopen && act.act != Act::kLink && act.act != Act::kSplit) TRY_STATUS(MustBeOpen(*draft.ticket));
  switch (act.act) {
    case Act::kSnooze: return Snooze(draft, act);
    case Act::kWait: return Wait(draft, act);
    case Act::kPlan: return Put(draft, TicketState::kPlanned, News::kPlanned, act);
    case Act::kDecline: return Decline(draft, act);
    case Act::kReopen: return ReopenTicket(draft, act);
    case Act::kLink: return Link(draft, act);
    case Act::kMerge: return JoinTickets(draft, agent, act);
    case Act::kSplit: return SplitTicket(draft, agent, act);
    default: return Refuse("This is nothing to do with a ticket.");
  }
}

bool HasMoreToDo(const Draft& draft) {
  return std::any_of(draft.others.begin(), draft.others.end(),
                     [](const desk::Ticket& other) { return desk::IsOpen(other.state); });
}

void CloseWhenDone(Draft& draft) {
  Conversation& conversation = draft.conversation;
  if (HasMoreToDo(draft)) return;
  const std::string holder = conversation.lease.holder;
  conversation.lease = desk::ToBot(conversation.lease);
  conversation.waiting_since.reset();
  conversation.unanswered_since.reset();
  conversation.desk = store::DeskState::kClosed;
  conversation.handoff_reason.clear();
  conversation.angry = false;
  CallNext(draft, holder);
}

void AddFiles(Draft& draft, const std::vector<base::FileRef>& files, std::string_view who, std::string_view why) {
  std::vector<base::FileRef>& all = draft.ticket->files;
  std::string names;
  for (const base::FileRef& file : files) {
    if (all.size() < kMaxTicketFiles) all.push_back(file);
    names += (names.empty() ? "" : ", ") + file.name;
  }
  draft.AddTicketChange(who, "files added", why.empty() ? names : std::string(why));
}

void TakeTicketTimer(Draft& draft, const base::TimerDue& timer, std::string_view what) {
  if (what == kSensitiveTimer) return RemoveSensitive(draft);
  if (what == kClockTimer) return HearClock(draft, timer);
  desk::Ticket& ticket = *draft.ticket;
  if (what != kSnoozeTimer || !ticket.snoozed_until || draft.now() < *ticket.snoozed_until) return;
  ticket.snoozed_until.reset();
  draft.AddTicketChange("clock", "no longer snoozed");
}

void WakeTicket(Draft& draft) {
  if (!draft.ticket) return;
  desk::Ticket& ticket = *draft.ticket;
  const std::string& who = draft.conversation.person_name;
  if (ticket.snoozed_until) {
    ticket.snoozed_until.reset();
    draft.AddTicketChange(who, "no longer snoozed", "the user wrote");
  }
  if (ticket.state != TicketState::kWaitingForCustomer) return;
  ticket.state = TicketState::kOpen;
  ticket.state_reason.clear();
  draft.AddTicketChange(who, "open", "the user answered");
  draft.AddFact("ticket_state", std::to_string(ticket.number), "open");
}

}  // namespace frontdesk::core
