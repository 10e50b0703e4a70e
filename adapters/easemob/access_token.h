// Agora's AccessToken2, version "007", for the chat service: made here, of the App ID and the App Certificate.
//
// Numbers are little-endian; a text is its length in 16 bits and its bytes.
//   key       = HMAC-SHA256(u32 salt, HMAC-SHA256(u32 issued, certificate))
//   content   = app id, u32 issued, u32 lifetime, u32 salt, u16 services, service...
//   service   = u16 5, u16 privileges, (u16 privilege, u32 seconds)..., user id
//   token     = "007" + base64(zlib(HMAC-SHA256(key, content) as a text, content))
// Two right tokens may differ in their compressed bytes; compare what is inside. Source: Agora, AccessToken2.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

struct ChatService {
  std::string user;                                   // empty for an app token
  std::map<std::uint16_t, std::uint32_t> privileges;  // 1 user, 2 app -> seconds from `issued`
};

struct AccessToken {
  std::string app_id;          // 32 hex digits
  std::string certificate;     // 32 hex digits
  std::uint32_t issued = 0;    // seconds since 1970
  std::uint32_t lifetime = 0;  // seconds
  std::uint32_t salt = 0;
  std::vector<ChatService> services;
};

// "" when an id is not 32 hex digits or there is no service, as the vendor's builders do.
std::string ToText(const AccessToken& token);

bool IsHexId(std::string_view text);

// The app token as what API calls carry: good for a day, made anew after 80 % of it.
class AgoraTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::easemob
