// Logging in to an XMPP server (SASL, RFC 6120 section 6): SCRAM-SHA-256, SCRAM-SHA-1 (RFC 5802, 7677), and PLAIN where
// the stream is encrypted. The server must prove that it knows the password too, or the login fails.
//
// Thread safety: plain values. Failure: kUnauthenticated when the server is not who it claims or speaks nonsense,
// kForbidden when it offers nothing that we may use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::net {

struct SaslUser {
  std::string name;  // the local part of the JID
  base::Secret password;
};

class Sasl {
 public:
  // The best of `offered`. `nonce`: fresh, random, printable, without a comma.
  static base::Result<Sasl> Choose(const std::vector<std::string>& offered, bool encrypted, SaslUser user,
                                   std::string nonce);

  const std::string& mechanism() const { return mechanism_; }
  // What goes along with <auth/>, before Base64.
  std::string First() const;
  // The answer to a challenge; both before Base64.
  base::Result<std::string> Answer(std::string_view challenge);
  // What came with <success/>; SCRAM's server signature may also have come as a last challenge.
  base::Status Finish(std::string_view additional);

 private:
  enum class Hash { kNone, kSha1, kSha256 };

  base::Result<std::string> Prove(std::string_view server_first);

  std::string mechanism_;
  Hash hash_ = Hash::kNone;
  SaslUser user_;
  std::string nonce_;
  std::string expected_;  // "v=...", once our proof is made
  bool server_proven_ = false;
};

// Lower-case hex of SHA-1 over the stream's id and the secret (XEP-0114 section 3).
std::string ComponentHandshake(std::string_view stream_id, const base::Secret& secret);

}  // namespace frontdesk::net
