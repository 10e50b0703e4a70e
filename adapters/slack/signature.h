// Whether a request comes from Slack: HMAC-SHA256 over "v0:time:body" with the app's signing secret.
//
// Thread safety: pure functions. Failure: kUnauthenticated; the reason is for the log.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::slack {

inline constexpr base::Millis kWindow = std::chrono::minutes(5);  // both ways

// "v0=" and lower-case hex.
std::string SignatureOf(const base::Secret& secret, std::string_view timestamp, std::string_view body);

base::Result<Verified> VerifyRequest(const RawRequest& request, Env env);

}  // namespace frontdesk::adapters::slack
