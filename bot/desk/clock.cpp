#include "bot/desk/clock.h"

#include <algorithm>

namespace frontdesk::desk {

using base::Millis;
using base::TimePoint;

namespace {

// A queue that is not served within a year promises what it would if it were.
TimePoint DueAfter(const Hours& hours, TimePoint from, Millis time) {
  return AfterOpenTime(hours, from, time).value_or(from + time);
}

Tier LastTier(const std::vector<Change>& changes) {
  Tier tier = Tier::kHowTo;
  for (const Change& one : changes)
    if (one.kind == change::kTier) tier = TierFrom(one.value);
  return tier;
}

// Goes through the changes once and keeps the stretches of the clock's present round.
class Reading {
 public:
  Reading(ClockKind kind, const Targets& targets) : targets_(targets) { clock_.kind = kind; }

  void Take(const Change& one) {
    MoveTo(one.at);
    if (one.kind == change::kQueue) queue_ = one.value;
    if (one.kind == change::kElsewhere) elsewhere_ = one.value;
    if (one.kind == change::kState) TakeState(TicketStateFrom(one.value));
    if (one.kind == change::kAnswered) TakeAnswer();
    if (one.kind == change::kUseful || one.kind == change::kConfirmed) TakeUp();
    if (one.kind == change::kConfirmed) TakeAnswer();
    if (one.kind == change::kHeard && clock_.kind == ClockKind::kNextResponse && open_ && answered_ && !goes_) Begin();
  }

  Clock End(TimePoint now) && {
    MoveTo(now);
    clock_.runs = goes_ && !Stands();
    clock_.queue = queue_;
    return std::move(clock_);
  }

 private:
  bool Stands() const {
    return !elsewhere_.empty() ||
           std::find(targets_.pauses.begin(), targets_.pauses.end(), state_) != targets_.pauses.end();
  }

  void MoveTo(TimePoint at) {
    at = std::max(at, at_);
    if (goes_ && at > at_) {
      Stretch* last = clock_.stretches.empty() ? nullptr : &clock_.stretches.back();
      if (last && last->queue == queue_ && last->state == state_ && last->elsewhere == elsewhere_)
        last->to = at;
      else
        clock_.stretches.push_back({at_, at, queue_, state_, elsewhere_, Stands()});
    }
    at_ = at;
  }

  void Begin() {
    clock_.stretches.clear();
    clock_.started = goes_ = true;
    clock_.begun = at_;
    clock_.ended.reset();
  }

  void Stop() {
    if (!goes_) return;
    goes_ = false;
    clock_.ended = at_;
  }

  void TakeAnswer() {
    answered_ = true;
    if (clock_.kind == ClockKind::kFirstResponse || clock_.kind == ClockKind::kNextResponse) Stop();
    if (clock_.kind == ClockKind::kFirstUseful && goes_) {
      answer_ = clock_;
      answer_->ended = at_;
    }
  }

  // What a person said is useful from the moment it was said; what the bot said, when the user confirms it.
  void TakeUp() {
    if (clock_.kind != ClockKind::kFirstUseful || !goes_) return;
    Stop();
    if (answer_) clock_ = *answer_;
  }

  void TakeState(TicketState state) {
    const bool first = !known_;
    known_ = true;
    state_ = state;
    if (IsOpen(state) == open_) return;
    open_ = IsOpen(state);
    if (!open_) {
      if (clock_.kind != ClockKind::kFirstUseful) Stop();
      return;
    }
    answered_ = false;
    if (clock_.kind == ClockKind::kFirstResponse || clock_.kind == ClockKind::kResolution) Begin();
    if (clock_.kind == ClockKind::kFirstUseful && first) Begin();
  }

  const Targets& targets_;
  Clock clock_;
  std::optional<Clock> answer_;  // as it stood at the last answer
  TimePoint at_;
  TicketState state_ = TicketState::kNew;
  std::string queue_;
  std::string elsewhere_;
  bool known_ = false;  // there was a state
  bool open_ = false;
  bool answered_ = false;  // in this round
  bool goes_ = false;
};

struct Promise {
  std::optional<Allowance> target, warn;
};

Promise PromiseOf(ClockKind kind, const Targets& targets) {
  switch (kind) {
    case ClockKind::kFirstResponse: return {targets.first_response, std::nullopt};
    case ClockKind::kNextResponse: return {targets.next_response, std::nullopt};
    case ClockKind::kResolution: return {targets.resolution, targets.warn_resolution};
    case ClockKind::kFirstUseful: return {};
  }
  return {};
}

}  // namespace

const Hours& HoursOf(const ClockRules& rules, const std::string& queue) {
  static const Hours kAlways;
  const auto it = rules.hours.find(queue);
  return it == rules.hours.end() ? kAlways : it->second;
}

std::optional<TimePoint> WhenSpent(const Clock& clock, const ClockRules& rules, Millis time, TimePoint now) {
  Millis left = time;
  TimePoint end = std::max(now, clock.begun);
  for (const Stretch& stretch : clock.stretches) {
    end = std::max(end, stretch.to);
    if (stretch.stands) continue;
    const Hours& hours = HoursOf(rules, stretch.queue);
    const Millis open = OpenTimeBetween(hours, stretch.from, stretch.to);
    if (open >= left) return DueAfter(hours, stretch.from, left);
    left -= open;
  }
  if (!clock.runs) return std::nullopt;
  return DueAfter(HoursOf(rules, clock.queue), end, left);
}

std::string_view ToString(ClockKind kind) {
  switch (kind) {
    case ClockKind::kFirstResponse: return "first response";
    case ClockKind::kFirstUseful: return "first useful response";
    case ClockKind::kNextResponse: return "next response";
    case ClockKind::kResolution: return "resolution";
  }
  return "resolution";
}

Clock ReadClock(ClockKind kind, const std::vector<Change>& changes, const ClockRules& rules, TimePoint now) {
  const Targets& targets = rules.levels.Of(LastTier(changes));
  Reading reading(kind, targets);
  for (const Change& one : changes) reading.Take(one);
  Clock clock = std::move(reading).End(now);
  for (const Stretch& stretch : clock.stretches)
    if (!stretch.stands) clock.spent += OpenTimeBetween(HoursOf(rules, stretch.queue), stretch.from, stretch.to);
  const Promise promise = PromiseOf(kind, targets);
  if (!clock.started || !promise.target) return clock;
  const Hours& hours = HoursOf(rules, clock.queue);
  clock.target = OpenTime(*promise.target, hours);
  clock.due = WhenSpent(clock, rules, *clock.target, now);
  const Millis early = std::max(*clock.target / 2, *clock.target - OpenTime(targets.warn_before, hours));
  clock.warn = WhenSpent(clock, rules, promise.warn ? OpenTime(*promise.warn, hours) : early, now);
  return clock;
}

std::string InWords(const Clock& clock, TimePoint now) {
  if (!clock.started) return "not started";
  if (clock.ended) {
    return (clock.LateAt(now) ? "met late in " : "met in ") + base::FormatDuration(*clock.ended - clock.begun);
  }
  if (!clock.due) return clock.target ? "stands" : "by plan";
  return *clock.due >= now ? "due in " + base::FormatDuration(*clock.due - now)
                           : "late by " + base::FormatDuration(now - *clock.due);
}

bool IsElsewhere(const std::vector<Change>& changes) {
  const auto last =
      std::find_if(changes.rbegin(), changes.rend(), [](const Change& one) { return one.kind == change::kElsewhere; });
  return last != changes.rend() && !last->value.empty();
}

std::vector<Change> ChangesOf(const Ticket& ticket) {
  // Whose opening stands in the rows is told by them alone.
  const bool whole = !ticket.history.empty() && ticket.history.front().kind == change::kState &&
                     ticket.history.front().value == ToString(TicketState::kNew);
  if (whole) return ticket.history;
  std::vector<Change> changes = {{ticket.opened, std::string(change::kState), "new"},
                                 {ticket.opened, std::string(change::kQueue), ticket.queue},
                                 {ticket.opened, std::string(change::kTier), std::string(ToString(ticket.level.tier))}};
  if (ticket.first_human_response)
    changes.push_back({*ticket.first_human_response, std::string(change::kAnswered), {}});
  if (ticket.resolved) changes.push_back({*ticket.resolved, std::string(change::kState), "resolved"});
  if (!ticket.history.empty())
    changes.insert(changes.end(), ticket.history.begin(), ticket.history.end());
  else if (ticket.state != TicketState::kNew && !ticket.resolved)
    changes.push_back({ticket.opened, std::string(change::kState), std::string(ToString(ticket.state))});
  return changes;
}

std::vector<ClockSpan> Explain(const Clock& clock, TimePoint opened, const ClockRules& rules) {
  std::vector<ClockSpan> spans;
  const auto add = [&](TimePoint from, TimePoint to, bool counts, const std::string& reason) {
    if (from < to) spans.push_back({from, to, counts, reason});
  };
  if (!clock.started) return spans;
  const bool again = clock.kind != ClockKind::kNextResponse;
  add(opened, clock.begun, false, again ? "before it was opened again" : "before the user waited for an answer");
  for (const Stretch& stretch : clock.stretches) {
    if (stretch.stands) {
      const bool away = !stretch.elsewhere.empty();
      add(stretch.from, stretch.to, false, away ? "with " + stretch.elsewhere : std::string(ToString(stretch.state)));
      continue;
    }
    TimePoint at = stretch.from;
    const std::string closed = "outside the hours of " + stretch.queue;
    for (const OpenSpan& open : OpenSpansBetween(HoursOf(rules, stretch.queue), stretch.from, stretch.to)) {
      add(at, open.from, false, closed);
      add(open.from, open.to, true, std::string(ToString(stretch.state)) + " in " + stretch.queue);
      at = open.to;
    }
    add(at, stretch.to, false, closed);
  }
  return spans;
}

void RefreshDues(Ticket& ticket, const ClockRules& rules, TimePoint now) {
  const std::vector<Change> changes = ChangesOf(ticket);
  const Clock first = ReadClock(ClockKind::kFirstResponse, changes, rules, now);
  if (first.due) ticket.first_response_due = *first.due;
  const Clock next = ReadClock(ClockKind::kNextResponse, changes, rules, now);
  ticket.next_response_due = next.ended ? std::nullopt : next.due;
  ticket.resolution_due = ReadClock(ClockKind::kResolution, changes, rules, now).due;
}

}  // namespace frontdesk::desk
