// Proves that a callback comes from the platform: the secret at the end of our address, and
// security = md5(callId + secret + timestamp) in lower-case hex.
//
// The signature leaves from, to, msg_id and payload open. That is why the path secret is required, and why the address
// must be https. Source: Easemob and Agora Chat, post-delivery callbacks.
//
// Thread safety: pure functions. A wrong secret is told from a right one in constant time.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

inline constexpr std::size_t kMaxCallback = 64 << 10;
// How far a callback's time may lie from ours. The platform delivers within 30 s, nearly always.
inline constexpr base::Millis kWindow = std::chrono::minutes(15);
// With redelivery of stored callbacks, which keep their first time.
inline constexpr base::Millis kStoredWindow = std::chrono::hours(72);

// Lower-case hex; empty when the library has no MD5.
std::string CallbackSecurity(std::string_view call_id, const base::Secret& secret, std::string_view timestamp);

// kUnauthenticated for every reason, in the same words.
base::Result<Verified> VerifyCallback(const RawRequest& request, Env env);

// A 64-bit id or time that came as a number or as text, digit by digit; "" when it is neither.
std::string DigitsAt(const nlohmann::json& value, std::string_view key);

}  // namespace frontdesk::adapters::easemob
