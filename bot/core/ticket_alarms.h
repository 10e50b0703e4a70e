// The timer of a ticket, "ticket:1001:clock": one for each, set to the next moment at which its clocks, the silence
// towards the user, its review or its closing must be looked at. At rest a ticket costs one row.
//
// Thread safety: as the Draft.
#pragma once

#include "bot/core/draft.h"

namespace frontdesk::core {

inline constexpr std::string_view kClockTimer = "clock";

// A timer fired: does what is due and was not done. Others than the ticket's own clock are not touched.
void HearClock(Draft& draft, const base::TimerDue& timer);

// Of each ticket that the turn changed: sets the timer anew where something is due earlier than it would look. Before
// the turn ends.
void KeepClock(Draft& draft);

}  // namespace frontdesk::core
