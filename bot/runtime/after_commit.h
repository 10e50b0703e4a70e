// What a platform wants done once its events are committed, beside the reply: an interaction confirmed, an invitation
// accepted.
//
// Threads: any that may block. Failure: logged; the platform asks again or does without.
#pragma once

#include <string>
#include <vector>

#include "bot/runtime/platform_calls.h"

namespace frontdesk::runtime {

void DoAfterCommit(PlatformCalls& calls, const ServedAccount& account, const std::vector<std::string>& after);

}  // namespace frontdesk::runtime
