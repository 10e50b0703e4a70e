// What became of a call: the homeserver says so by status and errcode.
//
// Thread safety: pure functions.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

// SendResult::avoid: the thread is refused, the room may do.
inline constexpr std::string_view kThread = "thread";

SendResult OutcomeOf(const Call& call, const CallResult& result);

// The same for what is no sending: kRateLimited with retry_after, kUnauthenticated, kForbidden, kNotFound,
// kUnavailable.
base::Error ErrorOf(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::matrix
