// A secret at the end of the address that an admin gives to a platform, where the platform's signature leaves the body
// open or there is none.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>

#include "adapters/adapter.h"
#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::adapters::common {

inline constexpr std::size_t kLeastPathSecret = 16;  // characters

// Whether the last segment of the request's path is the secret; compared in constant time, never true for an empty one.
bool HasPathSecret(const RawRequest& request, const base::Secret& secret);

// kInvalid for a secret that could be guessed or that an address would change: at least 16 of [A-Za-z0-9._~-] (RFC 3986
// section 2.3). `key` names it for the admin.
base::Status CheckPathSecret(const base::Secret& secret, std::string_view key);

}  // namespace frontdesk::adapters::common
