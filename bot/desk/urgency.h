// Urgency: orders the board. Computed from the tier, the first-response clock and the user's tone, each with its
// reason; never from rank or from how many people share the problem (that is weight, another figure).
//
// Thread safety: pure function.
#pragma once

#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/desk/ticket.h"

namespace frontdesk::desk {

struct Urgency {
  int score = 0;  // 0..100
  std::vector<std::string> reasons;
};

struct UrgencyFactors {
  bool angry = false;             // the last words of the user were
  bool waits_for_person = false;  // the user asked for one
};

// Without a ticket only the factors count.
Urgency ComputeUrgency(const Ticket* ticket, const UrgencyFactors& factors, base::TimePoint now);

}  // namespace frontdesk::desk
