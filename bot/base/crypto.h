// Hashes, codes and passwords: OpenSSL 3 (EVP) behind plain functions.
//
// Thread safety: pure functions; Random implementations say for themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace frontdesk::base {

class Random {
 public:
  virtual ~Random() = default;
  // `count` unpredictable bytes. Callable from any thread.
  virtual std::string Bytes(std::size_t count) = 0;
};

// The kernel's generator through OpenSSL; ends the process if it fails, which is the only safe answer.
class SystemRandom final : public Random {
 public:
  std::string Bytes(std::size_t count) override;
};

std::string Sha256(std::string_view bytes);                            // 32 bytes
std::string HmacSha256(std::string_view key, std::string_view bytes);  // 32 bytes
bool ConstantTimeEquals(std::string_view a, std::string_view b);

std::string HexEncode(std::string_view bytes);
std::string Base64UrlEncode(std::string_view bytes);  // RFC 4648 section 5, no padding
Result<std::string> Base64UrlDecode(std::string_view text);
std::string Base64Encode(std::string_view bytes);  // RFC 4648 section 4, padded
// Strict: no line breaks, whole padding, unused bits zero, so that bytes have one spelling.
Result<std::string> Base64Decode(std::string_view text);

// RFC 8032 section 5.1.7; false also for a key that is not 32 bytes or a signature that is not 64.
bool VerifyEd25519(std::string_view public_key, std::string_view message, std::string_view signature);

std::string RandomId(Random& random, std::size_t bytes = 16);  // hex
// Readable one-time password, e.g. "vepo-dika-3097": about 60 bits.
std::string RandomPassword(Random& random);

// scrypt (RFC 7914), N = 2^15, r = 8, p = 1: "scrypt$15$8$1$salt$hash".
std::string HashPassword(Random& random, std::string_view password);
// False for a wrong password and for a hash that cannot be read.
bool VerifyPassword(std::string_view password, std::string_view hash);

}  // namespace frontdesk::base
