// Who a request is from: the secret in its path, a token that the Bot Framework has signed for our bot, and the
// activity that the token is for.
//
// Thread safety: pure functions. Failure: kUnauthenticated or kForbidden, without a hint for a stranger; kNotFound for
// a key that may be newer than the set that we have.
#pragma once

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

// Both ways.
inline constexpr std::chrono::seconds kTokenSkew = std::chrono::minutes(5);

base::Result<Verified> VerifyRequest(const RawRequest& request, Env env);

}  // namespace frontdesk::adapters::teams
