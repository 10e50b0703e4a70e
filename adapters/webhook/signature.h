// Signatures of Standard Webhooks (https://www.standardwebhooks.com, specification 1.0): v1 is HMAC-SHA256, v1a is
// Ed25519, both over "id.timestamp.content".
//
// Thread safety: pure functions. Which keys and versions count comes from the settings alone, never from the request.
// Failure: kUnauthenticated with a reason for the log; codes are compared in constant time.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::webhook {

inline constexpr std::chrono::seconds kTolerance{300};  // of the timestamp, both ways
inline constexpr std::size_t kMaxIdBytes = 256;
inline constexpr std::size_t kMaxSignatures = 16;  // in one header; later ones are not looked at
inline constexpr std::size_t kMinKeyBytes = 24, kMaxKeyBytes = 64;
inline constexpr std::size_t kPublicKeyBytes = 32;

// How a sender writes the three headers.
struct HeaderNames {
  std::string_view id, timestamp, signature;
};
// `headers: standard` or `headers: svix`.
HeaderNames NamesOf(const Settings& settings);

// "whsec_" + base64 of 24 to 64 bytes -> the bytes; the prefix may be missing. kInvalid says what to write.
base::Result<base::Secret> SigningKey(const base::Secret& text);
// "whpk_" + base64 of 32 bytes -> the bytes.
base::Result<std::string> PublicKey(const base::Secret& text);

// The request's headers against `content`, as it came: the raw body of a POST, "GET path?query" of a request without
// one. Gives the id, which stays the same when the sender tries again.
base::Result<std::string> CheckSignature(const RawRequest& request, std::string_view content, Env env);

// The three headers for a request of ours: signed with callback_secret, or with secret and secret_old.
Headers SignedHeaders(std::string_view id, std::string_view content, Env env);

}  // namespace frontdesk::adapters::webhook
