// A message on its way to a customer, as far as WeChat still takes messages; and the handover to WeCom's own servicers.
//
// Thread safety: pure functions. Failure: kForbidden with the reason for what may not be sent (any more), kTooLarge for
// a file.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom::kf {

base::Result<Step> NextOfKf(const Sending& sending, Env env);

// As OutcomeOf; where the session is not in the state that we thought, SendResult::avoid makes the next step ask.
SendResult OutcomeOfKf(const Call& call, const CallResult& result);

}  // namespace frontdesk::adapters::wecom::kf
