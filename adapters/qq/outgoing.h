// A message on its way to QQ: always a reply to what somebody said or did, with a number that makes it once; words,
// pictures, buttons where the bot may send them.
//
// Thread safety: pure functions. Failure: kForbidden when the user has to speak first, kInvalid and kTooLarge for
// files.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

inline constexpr std::size_t kMostText = 4000;  // bytes; QQ names no bound, and shows this much

base::Result<Step> NextStep(const Sending& sending, Env env);

}  // namespace frontdesk::adapters::qq
