#include "bot/desk/alarms.h"

#include <algorithm>

namespace frontdesk::desk {

using base::Millis;
using base::TimePoint;

namespace {

bool WasTold(const Ticket& ticket, const std::string& key) {
  return std::find(ticket.noticed.begin(), ticket.noticed.end(), key) != ticket.noticed.end();
}

// "resolution@1700000000000": the clock and its round.
std::string RoundOf(std::string_view what, TimePoint begun) {
  return std::string(what) + "@" + std::to_string(base::ToMillis(begun));
}

void AddStep(std::vector<Alarm>& alarms, Alarm alarm, const std::string& round, std::size_t step) {
  alarm.key = round + "/" + std::to_string(step);
  alarms.push_back(std::move(alarm));
}

void AddClock(std::vector<Alarm>& alarms, const Clock& clock, const ClockRules& rules, const Targets& targets,
              TimePoint now) {
  if (!clock.runs || !clock.target) return;
  const std::string what(ToString(clock.kind));
  const std::string round = RoundOf(what, clock.begun);
  const std::vector<Escalation>& path = targets.escalation;
  const auto whom = [&](std::size_t step) { return path[std::min(step, path.size() - 1)]; };
  if (clock.warn) AddStep(alarms, {Alarm::Kind::kWarn, {}, *clock.warn, whom(0), what, clock.due}, round, 0);
  const std::size_t steps = std::max<std::size_t>(path.size(), 2);
  for (std::size_t step = 1; step < steps; ++step) {
    const Millis more = static_cast<int>(step - 1) * OpenTime(targets.escalate_every, HoursOf(rules, clock.queue));
    if (const auto at = WhenSpent(clock, rules, *clock.target + more, now))
      AddStep(alarms, {Alarm::Kind::kLate, {}, *at, whom(step), what, clock.due}, round, step);
  }
}

// No word to the user for long; while the first answer is missing its own clock says so.
void AddSilence(std::vector<Alarm>& alarms, const Ticket& ticket, const ClockRules& rules, const Targets& targets) {
  const bool works = ticket.state == TicketState::kNew || ticket.state == TicketState::kOpen ||
                     ticket.state == TicketState::kWaitingOnTeam;
  if (!works || !ticket.first_human_response) return;
  const Hours& hours = HoursOf(rules, ticket.queue);
  const TimePoint since = std::max(ticket.told.value_or(ticket.opened), *ticket.first_human_response);
  const Millis each = OpenTime(targets.update, hours);
  const std::string round = RoundOf("silence", since);
  for (int step = 0; step < 2; ++step) {
    const auto at = AfterOpenTime(hours, since, (step + 1) * each);
    const Escalation whom = step == 0 ? Escalation::kAgent : Escalation::kLead;
    if (at) AddStep(alarms, {Alarm::Kind::kSilence, {}, *at, whom, "silence", since}, round, step);
  }
}

void AddAfterwards(std::vector<Alarm>& alarms, const Ticket& ticket) {
  if (ticket.state != TicketState::kResolved || !ticket.resolved) return;
  const std::string round = RoundOf("resolved", *ticket.resolved);
  AddStep(alarms, {Alarm::Kind::kFollowUp, {}, *ticket.resolved + kFollowUpAfter, {}, "resolved", {}}, round, 0);
  // Nobody is closed who was not asked again, however long we were away.
  const bool asked = ticket.asked_again && *ticket.asked_again >= *ticket.resolved;
  if (asked)
    AddStep(alarms, {Alarm::Kind::kAssume, {}, *ticket.asked_again + kCloseAfter, {}, "resolved", {}}, round, 1);
}

std::string RoundOfKey(const std::string& key) { return key.substr(0, key.rfind('/')); }

}  // namespace

std::vector<Alarm> AlarmsOf(const Ticket& ticket, const ClockRules& rules, TimePoint now) {
  std::vector<Alarm> alarms;
  const Targets& targets = rules.levels.Of(ticket.level.tier);
  if (IsOpen(ticket.state)) {
    const std::vector<Change> changes = ChangesOf(ticket);
    for (const ClockKind kind : {ClockKind::kFirstResponse, ClockKind::kNextResponse, ClockKind::kResolution})
      AddClock(alarms, ReadClock(kind, changes, rules, now), rules, targets, now);
    if (!IsElsewhere(changes)) AddSilence(alarms, ticket, rules, targets);
    const bool reviewed = ticket.state == TicketState::kPlanned || ticket.state == TicketState::kWaitingOnTeam;
    if (reviewed && ticket.review)
      AddStep(alarms, {Alarm::Kind::kReview, {}, *ticket.review, {}, "review", {}}, RoundOf("review", *ticket.review),
              0);
  }
  AddAfterwards(alarms, ticket);
  return alarms;
}

std::vector<Alarm> TakeDueAlarms(Ticket& ticket, const ClockRules& rules, TimePoint now) {
  std::vector<Alarm> due;
  std::vector<std::string> noticed;
  for (Alarm& alarm : AlarmsOf(ticket, rules, now)) {
    const bool told = WasTold(ticket, alarm.key);
    if (told || alarm.at <= now) noticed.push_back(alarm.key);
    if (told || alarm.at > now) continue;
    const bool further = !due.empty() && RoundOfKey(due.back().key) == RoundOfKey(alarm.key);
    if (further)
      due.back() = std::move(alarm);
    else
      due.push_back(std::move(alarm));
  }
  ticket.noticed = std::move(noticed);
  for (const Alarm& alarm : due)
    if (alarm.kind == Alarm::Kind::kFollowUp) ticket.asked_again = now;
  return due;
}

std::optional<TimePoint> NextLook(const Ticket& ticket, const ClockRules& rules, TimePoint now) {
  std::optional<TimePoint> next;
  for (const Alarm& alarm : AlarmsOf(ticket, rules, now)) {
    if (WasTold(ticket, alarm.key)) continue;
    if (!next || alarm.at < *next) next = alarm.at;
  }
  return next;
}

}  // namespace frontdesk::desk
