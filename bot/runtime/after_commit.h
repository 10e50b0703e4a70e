// What a platform wants done once its events are committed, beside the reply: an interaction confirmed, an invitation
// accepted.
//
// Threads: any that may block. Failure: logged; the platform asks again or does without.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/runtime/platform_calls.h"
#include "bot/runtime/work_queue.h"

namespace frontdesk::runtime {

void DoAfterCommit(PlatformCalls& calls, const ServedAccount& account, const std::vector<std::string>& after);
// The same later, on the queue's thread, for those that must not block. `account` is one of `served`.
void DoAfterCommitLater(WorkQueue& queue, PlatformCalls& calls, std::shared_ptr<const Served> served,
                        const ServedAccount& account, std::vector<std::string> after);

}  // namespace frontdesk::runtime
