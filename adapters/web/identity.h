// Who the customer's own server says a visitor is. It signs a token for its page with the account's identity_secret,
// and the page hands it to the widget:
//
//   token = base64url({"id":"u-17","name":"Ada","attributes":{"plan":"pro"},"exp":1772445600}) "."
//   base64url(HMAC-SHA256)
//
// The code is over the text before the point, keyed with the secret's bytes. Whoever has no token, or a wrong or an old
// one, is anonymous; a token is never mixed with what an anonymous visitor said before.
//
// Thread safety: pure functions. A wrong code is told from a right one in constant time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/event.h"
#include "bot/base/secret.h"

namespace frontdesk::adapters::web {

inline constexpr std::string_view kIdentitySecret = "identity_secret";
inline constexpr std::size_t kMaxIdentityToken = 3 << 10;
inline constexpr std::size_t kMaxUserId = 200;
// A token that is good for longer is refused: one that leaks must not be good for ever.
inline constexpr std::chrono::hours kLongestIdentity{24};

struct SignedUser {
  std::string id;
  std::string name;
  std::vector<base::Fact> attributes;
};

std::optional<SignedUser> ReadIdentity(std::string_view token, const base::Secret& secret, base::TimePoint now);

// The visitor that a user is, in every browser; no random visitor has an id like it.
std::string VisitorOfUser(std::string_view user, std::string_view account, const base::Secret& visitor_key);
bool IsVisitorOfUser(std::string_view visitor);

// What tells the desk who the visitor is.
base::Event IdentityEvent(const SignedUser& user, std::string_view account, const std::string& visitor,
                          std::string_view token, base::TimePoint now);

}  // namespace frontdesk::adapters::web
