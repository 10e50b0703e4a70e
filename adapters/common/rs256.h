// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3), for tokens that platforms sign.
//
// Thread safety: a pure function.
#pragma once

#include <string_view>

namespace frontdesk::adapters::common {

// `modulus`, `exponent`: unsigned, most significant byte first, as a JSON Web Key has them once decoded. False also for
// a key of less than 2,048 or more than 8,192 bits.
bool VerifyRs256(std::string_view modulus, std::string_view exponent, std::string_view message,
                 std::string_view signature);

}  // namespace frontdesk::adapters::common
