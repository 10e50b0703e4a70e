// Urgency: orders the board. Computed from the tier, the first-response clock, the user's tone and words and the
// customer's tier, each with its reason; never from how many people share the problem (that is weight, another figure).
//
// Thread safety: pure function.
#pragma once

#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/desk/figures.h"
#include "bot/desk/ticket.h"

namespace frontdesk::desk {

struct UrgencyFactors {
  bool angry = false;              // the last words of the user were
  bool waits_for_person = false;   // the user asked for one
  std::string customer_tier = {};  // empty: unknown
};

// Without a ticket only the factors count.
Figure ComputeUrgency(const Ticket* ticket, const UrgencyFactors& factors, base::TimePoint now,
                      const UrgencyPoints& points = {});
// Of the factors that say something: those that are known and not nothing.
std::vector<std::string> Reasons(const Figure& figure);

}  // namespace frontdesk::desk
