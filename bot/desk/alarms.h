// What of a ticket must be looked at, and when: warnings and breaches of its clocks with their path upwards, the
// silence towards the user, the day of review. One list, made anew at each look, from which one timer is set.
//
// Each alarm has a key that is the same however often the list is made: what was done once is not done again, also
// after a restart or when a clock jumps.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "bot/desk/clock.h"

namespace frontdesk::desk {

// After a solution without a word of the user: asked once more; so much later closed as if it worked, which is said.
inline constexpr base::Millis kFollowUpAfter = std::chrono::hours(72);
inline constexpr base::Millis kCloseAfter = std::chrono::hours(72);

struct Alarm {
  enum class Kind { kWarn, kLate, kSilence, kReview, kFollowUp, kAssume };
  Kind kind = Kind::kWarn;
  std::string key;
  base::TimePoint at;
  Escalation whom = Escalation::kAgent;
  std::string what;                      // of a clock its name
  std::optional<base::TimePoint> due{};  // of a warning: when it will be late
};

std::vector<Alarm> AlarmsOf(const Ticket& ticket, const ClockRules& rules, base::TimePoint now);

// Those that are due and were not told, the furthest step of each clock only: who was away for long hears each thing
// once. They are noted on the ticket; what no longer counts is forgotten there.
std::vector<Alarm> TakeDueAlarms(Ticket& ticket, const ClockRules& rules, base::TimePoint now);

// When the next of the others is due; nothing while none is.
std::optional<base::TimePoint> NextLook(const Ticket& ticket, const ClockRules& rules, base::TimePoint now);

}  // namespace frontdesk::desk
