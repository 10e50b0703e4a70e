// Proves that a request comes from the platform: its signature, the key that its body is encrypted with, and the token
// inside.
//
// The signature covers the whole body, its time and a nonce. A time may lie an hour off, because nothing says that an
// event which is offered again is signed anew; deduplication by the message's id does the rest. The challenge that is
// sent when the address is saved may come without a signature: the token inside proves it.
//
// Thread safety: pure functions. Secrets are compared in constant time.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

inline constexpr std::size_t kMaxCallback = 512 << 10;
inline constexpr base::Millis kWindow = std::chrono::hours(1);

// kUnauthenticated for every reason; kForbidden when the account listens over a connection of its own.
base::Result<Verified> VerifyCallback(const RawRequest& request, Env env);

}  // namespace frontdesk::adapters::feishu
