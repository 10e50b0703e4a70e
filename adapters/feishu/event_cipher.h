// The envelope of events that are posted to us.
//
//   key       = SHA-256(Encrypt Key)
//   encrypt   = base64(iv of 16 bytes, AES-256-CBC(key, iv, the event's JSON, PKCS #7 padding))
//   signature = hex(SHA-256(timestamp + nonce + Encrypt Key + the request's body, byte by byte))
//
// Thread safety: pure functions. Failure: kUnauthenticated, in the same words for every reason. Source: Feishu,
// event subscription, Encrypt Key.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::adapters::feishu {

// The JSON. Whole padding is asked for: the platform's own libraries are lax there.
base::Result<std::string> DecryptEvent(std::string_view encrypt, const base::Secret& key);

// Lower-case hex.
std::string EventSignature(std::string_view timestamp, std::string_view nonce, const base::Secret& key,
                           std::string_view body);

}  // namespace frontdesk::adapters::feishu
