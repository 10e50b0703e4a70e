// Bringing a message to Slack: its words part by part, then its files; a message that changed; the App Home; and the
// answer to a form that is still open.
//
// Thread safety: a pure function. Failure: kTooLarge for a file that Slack does not take, kInvalid for an address that
// is none; kUnavailable: an upload's answer cannot be read.
#pragma once

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

base::Result<Step> NextStep(const Sending& sending, Env env);

}  // namespace frontdesk::adapters::slack
