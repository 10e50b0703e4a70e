// The keys that the Bot Framework signs its requests to us with: the metadata names the set, the set is kept as text of
// our own (Env::keys).
//
// Thread safety: no state. Failure: kUnavailable; what was kept stays good.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/clock.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

// A request with an unknown key fetches the set anew when this has passed since it was fetched.
inline constexpr base::Millis kKeysStay = std::chrono::hours(1);

struct SigningKey {
  std::string id;
  std::string modulus, exponent;          // bytes
  std::vector<std::string> endorsements;  // channels that it speaks for; none: any
};
struct KeySet {
  base::TimePoint fetched;
  std::vector<SigningKey> keys;
};

// Of Env::keys; nothing in it for a text that is none.
KeySet ReadKeys(std::string_view text);
// The keys of a JWKS that are for us, as that text; all that is no RSA key is left out.
base::Result<std::string> KeysOf(std::string_view jwks, base::TimePoint now);

class SigningKeys final : public KeyRecipe {
 public:
  base::Millis every() const override { return std::chrono::hours(24); }
  base::Result<std::variant<Call, std::string>> Next(std::span<const HttpAnswer> answers, Env env) const override;
};

}  // namespace frontdesk::adapters::teams
