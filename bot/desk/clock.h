// The clocks of a ticket, computed anew from its changes whenever they are asked for: nothing is counted along, so
// nothing can drift, and each minute can be explained.
//
//   first response   from the opening until a person spoke to the user, or the user confirmed that an answer helped; a
//                    receipt, or the word that somebody took it, stops nothing
//   first useful     the same until the user took the person's word up, or confirmed; a figure without a promise
//   next response    from the user's first word that waits for another answer until that answer
//   resolution       from the opening until it is resolved, closed, declined or merged
//
// They run in the hours of the queue that the ticket is in, and stand in the states that its service level names and
// while a desk that is no part of us has the word: we do not hear what it says. The level of now decides about all of
// the time. A ticket that is opened again begins anew, never late. Clocks that jump back stand still meanwhile.
//
// Thread safety: plain values, pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/desk/calendar.h"
#include "bot/desk/change.h"
#include "bot/desk/service_level.h"
#include "bot/desk/ticket.h"

namespace frontdesk::desk {

enum class ClockKind { kFirstResponse, kFirstUseful, kNextResponse, kResolution };
std::string_view ToString(ClockKind kind);  // "first response" ...

// What the workspace says of clocks.
struct ClockRules {
  const ServiceLevels& levels;
  const std::map<std::string, Hours>& hours;  // by queue; none: around the clock
};

const Hours& HoursOf(const ClockRules& rules, const std::string& queue);

// Time in which nothing changed.
struct Stretch {
  base::TimePoint from, to;
  std::string queue;
  TicketState state = TicketState::kNew;
  std::string elsewhere;  // the desk that has it
  bool stands = false;
};

struct Clock {
  ClockKind kind = ClockKind::kFirstResponse;
  bool started = false;  // of the next response: somebody waits or has waited
  bool runs = false;     // not ended, and not in a state in which it stands; it may be night
  base::TimePoint begun;
  std::optional<base::TimePoint> ended;
  base::Millis spent{};
  std::optional<base::Millis> target;   // nothing: nothing is promised
  std::optional<base::TimePoint> warn;  // when to warn, as far as that moment is known
  std::optional<base::TimePoint> due;   // likewise when it is late; nothing while it stands and was not late before
  std::vector<Stretch> stretches;       // from `begun` on
  std::string queue;                    // of now

  bool LateAt(base::TimePoint now) const { return due && (ended ? *due < *ended : *due <= now); }
};

Clock ReadClock(ClockKind kind, const std::vector<Change>& changes, const ClockRules& rules, base::TimePoint now);
// When so much of the clock's time has passed or will have, if nothing changes after `now`; nothing while it stands.
std::optional<base::TimePoint> WhenSpent(const Clock& clock, const ClockRules& rules, base::Millis time,
                                         base::TimePoint now);
// "met late in 5h", "due in 1h", "late by 5m", "stands", "by plan", "not started": in time that passes for everybody.
std::string InWords(const Clock& clock, base::TimePoint now);
// Whether a desk that is no part of us has the word now.
bool IsElsewhere(const std::vector<Change>& changes);
// Of a ticket from before changes were kept for machines what its fields tell.
std::vector<Change> ChangesOf(const Ticket& ticket);

// Each minute from the opening on, and why it counted or did not.
struct ClockSpan {
  base::TimePoint from, to;
  bool counts = false;
  std::string reason;
};
std::vector<ClockSpan> Explain(const Clock& clock, base::TimePoint opened, const ClockRules& rules);

// Writes what the clocks say now into the ticket's due times.
void RefreshDues(Ticket& ticket, const ClockRules& rules, base::TimePoint now);

}  // namespace frontdesk::desk
