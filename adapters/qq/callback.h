// A callback of QQ: the signature in its headers, over the time and the whole body; the check of a new address (op 13),
// which QQ's documents show unsigned; the acknowledgement (op 12).
//
// Thread safety: pure functions. Failure: kUnauthenticated with a reason for the log; the one who asks hears nothing.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

inline constexpr std::size_t kMaxCallback = 1 << 20;

base::Result<Verified> VerifyCallback(const RawRequest& request, Env env);

// {"plain_token": ..., "signature": ...}. What is signed is digits and letters only, so that nobody can have a callback
// of theirs signed by asking.
base::Result<HttpAnswer> AddressAnswer(std::string_view plain_token, std::string_view event_ts, Env env);

// {"op":12,"d":0}, or d 1 for what is worth another try.
HttpAnswer Acknowledgement(const base::Status& outcome);

}  // namespace frontdesk::adapters::qq
