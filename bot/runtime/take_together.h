// Takes in the events of one request, or of one answer of a platform, as a whole.
//
// Threads: any; `done` comes as Intake::Done does. Failure: the first of the events' failures.
#pragma once

#include <vector>

#include "bot/core/intake.h"

namespace frontdesk::runtime {

// `done` hears once, when the last of the events has ended; at least one event.
void TakeTogether(core::Intake& intake, std::vector<base::Event> events, bool retried, core::Intake::Done done);

}  // namespace frontdesk::runtime
