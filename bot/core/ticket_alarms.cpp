#include "bot/core/ticket_alarms.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/closed_loop.h"
#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/desk/alarms.h"
#include "bot/desk/clock.h"

namespace frontdesk::core {

namespace {

using desk::Alarm;

constexpr std::size_t kTitleShown = 80;  // graphemes

std::string Whom(const Draft& draft, desk::Escalation step) {
  const desk::Ticket& ticket = *draft.ticket;
  switch (step) {
    case desk::Escalation::kAgent:
      return ticket.owner.empty() ? DeskPhrase(draft, Text::kWhomQueue, {{"queue", ticket.queue}}) : ticket.owner;
    case desk::Escalation::kLead: break;
    case desk::Escalation::kOnCall: return DeskPhrase(draft, Text::kWhomOnCall);
  }
  return DeskPhrase(draft, Text::kWhomLead);
}

// Of a moment that may be over: "in 5m", "20m ago".
std::string Away(const Draft& draft, base::TimePoint at) {
  if (at > draft.now()) return DeskPhrase(draft, Text::kAwayIn, {{"span", base::FormatDuration(at - draft.now())}});
  return DeskPhrase(draft, Text::kAwayAgo, {{"span", base::FormatDuration(draft.now() - at)}});
}

std::string ClockName(const Draft& draft, std::string_view what) {
  for (const auto& [kind, name] : {std::pair(desk::ClockKind::kFirstResponse, Text::kClockFirst),
                                   std::pair(desk::ClockKind::kNextResponse, Text::kClockNext)})
    if (what == desk::ToString(kind)) return DeskPhrase(draft, name);
  return DeskPhrase(draft, Text::kClockResolution);
}

std::string DueWords(const Draft& draft, const Alarm& alarm, Text words) {
  const base::TimePoint due = alarm.due.value_or(alarm.at);
  return DeskPhrase(draft, words,
                    {{"clock", ClockName(draft, alarm.what)},
                     {"time", base::FormatLocal(due, draft.policy().zone)},
                     {"away", Away(draft, due)}});
}

std::string ReviewWords(const Draft& draft) {
  const desk::Ticket& ticket = *draft.ticket;
  return DeskPhrase(draft, Text::kNoticeReview,
                    {{"state", DeskPhrase(draft, StateWords(ticket.state))}, {"reason", ticket.state_reason}});
}

std::string AlarmWords(const Draft& draft, const Alarm& alarm) {
  const desk::Ticket& ticket = *draft.ticket;
  const std::string level = LevelName(draft.policy(), ticket.level.tier, draft.policy().locales.front());
  const std::string about = DeskPhrase(draft, Text::kNoticeFor, {{"whom", Whom(draft, alarm.whom)}}) +
                            DeskPhrase(draft, Text::kNoticeAbout,
                                       {{"number", std::to_string(ticket.number)},
                                        {"level", level},
                                        {"title", base::Shorten(ticket.title, kTitleShown)}});
  switch (alarm.kind) {
    case Alarm::Kind::kWarn: return about + DueWords(draft, alarm, Text::kNoticeDue);
    case Alarm::Kind::kLate: return about + DueWords(draft, alarm, Text::kNoticeLate);
    case Alarm::Kind::kSilence:
      return about + DeskPhrase(draft, Text::kNoticeSilence,
                                {{"time", base::FormatLocal(alarm.due.value_or(alarm.at), draft.policy().zone)}});
    case Alarm::Kind::kReview: return about + ReviewWords(draft);
    default: return {};
  }
}

void Act(Draft& draft, const Alarm& alarm) {
  switch (alarm.kind) {
    case Alarm::Kind::kFollowUp: return FollowUp(draft);
    case Alarm::Kind::kAssume: return CloseAsAssumed(draft);
    case Alarm::Kind::kLate:
      draft.AddFact("breached", std::to_string(draft.ticket->number), alarm.what);
      if (alarm.whom == desk::Escalation::kOnCall) NotifyOnCall(draft, AlarmWords(draft, alarm));
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
