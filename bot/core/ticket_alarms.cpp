#include "bot/core/ticket_alarms.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/closed_loop.h"
#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/desk/alarms.h"

namespace frontdesk::core {

namespace {

using desk::Alarm;

constexpr std::size_t kTitleShown = 80;  // graphemes
constexpr std::string_view kClockTimer = "clock";

std::string Whom(const desk::Ticket& ticket, desk::Escalation step) {
  switch (step) {
    case desk::Escalation::kAgent: return ticket.owner.empty() ? "the queue " + ticket.queue : ticket.owner;
    case desk::Escalation::kLead: return "the lead";
    case desk::Escalation::kOnCall: return "the people on call";
  }
  return "the lead";
}

// Of a moment that may be over: "in 5m", "20m ago".
std::string Away(base::TimePoint at, base::TimePoint now) {
  return at > now ? "in " + base::FormatDuration(at - now) : base::FormatDuration(now - at) + " ago";
}

std::string AlarmWords(const Draft& draft, const Alarm& alarm) {
  const desk::Ticket& ticket = *draft.ticket;
  const auto local = [&](base::TimePoint at) { return base::FormatLocal(at, draft.policy().zone); };
  const std::string about = "#" + std::to_string(ticket.number) + " (" + std::string(ToString(ticket.level.tier)) +
                            "): " + base::Shorten(ticket.title, kTitleShown) + ". ";
  const std::string to = "For " + Whom(ticket, alarm.whom) + ": ";
  switch (alarm.kind) {
    case Alarm::Kind::kWarn: {
      const std::string due = alarm.due ? local(*alarm.due) + ", " + Away(*alarm.due, draft.now()) : "soon";
      return to + about + "The " + alarm.what + " is due at " + due + ".";
    }
    case Alarm::Kind::kLate: {
      const std::string due = alarm.due ? local(*alarm.due) + ", " + Away(*alarm.due, draft.now()) : "earlier";
      return to + about + "The " + alarm.what + " was due at " + due + ".";
    }
    case Alarm::Kind::kSilence:
      return to + about + "The user has heard nothing since " + (alarm.due ? local(*alarm.due) : "long ago") +
             ". Please say how it stands.";
    case Alarm::Kind::kReview:
      return to + about + "Its review is due: " + std::string(ToString(ticket.state)) +
             (ticket.state_reason.empty() ? "" : ", " + ticket.state_reason) + ".";
    default: return {};
  }
}

void Act(Draft& draft, const Alarm& alarm) {
  switch (alarm.kind) {
    case Alarm::Kind::kFollowUp: return FollowUp(draft);
    case Alarm::Kind::kAssume: return CloseAsAssumed(draft);
    case Alarm::Kind::kLate:
      draft.AddFact("breached", std::to_string(draft.ticket->number), alarm.what);
      return NotifyDesk(draft, NoticeLevel::kBreach, AlarmWords(draft, alarm));
    case Alarm::Kind::kReview: return NotifyDesk(draft, NoticeLevel::kInfo, AlarmWords(draft, alarm));
    default: return NotifyDesk(draft, NoticeLevel::kWarn, AlarmWords(draft, alarm));
  }
}

desk::ClockRules RulesOf(const Draft& draft) { return {draft.policy().levels, draft.policy().hours}; }

void SetTimer(Draft& draft, desk::Ticket& ticket) {
  const auto next = desk::NextLook(ticket, RulesOf(draft), draft.now());
  const bool stands = ticket.clock_timer != 0;
  if (next && stands && ticket.clock_looks <= *next) return;  // it looks again when it fires
  if (stands) draft.turn.cancel_timers.push_back(ticket.clock_timer);
  ticket.clock_timer = 0;
  if (!next) return;
  // A moment that is over already is looked at at once, by its timer like any other.
  ticket.clock_looks = std::max(*next, draft.now());
  draft.AddTimer(TicketKind(ticket.number, kClockTimer), ticket.clock_looks, ticket.clock_timer);
}

}  // namespace

void HearClock(Draft& draft, const base::TimerDue& timer) {
  if (!draft.ticket || timer.timer != draft.ticket->clock_timer) return;
  draft.ticket->clock_timer = 0;
  draft.keeps_ticket = true;
  const std::vector<Alarm> due = desk::TakeDueAlarms(*draft.ticket, RulesOf(draft), draft.now());
  for (const Alarm& alarm : due) Act(draft, alarm);
}

void KeepClock(Draft& draft) {
  draft.TellFields();
  for (desk::Ticket& other : draft.others)
    if (draft.Changed(other.number)) SetTimer(draft, other);
  if (draft.ticket && (draft.keeps_ticket || draft.Changed(draft.ticket->number))) SetTimer(draft, *draft.ticket);
}

}  // namespace frontdesk::core
