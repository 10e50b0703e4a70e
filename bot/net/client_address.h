// Who is really calling when a reverse proxy stands between: X-Forwarded-For and X-Forwarded-Proto are believed only
// when the socket's peer is a trusted proxy, and only as far as the chain of trusted proxies reaches.
//
// Thread safety: immutable after Parse.
#pragma once

#include <string>
#include <vector>

#include "bot/base/result.h"
#include "bot/net/http_server.h"
#include "bot/net/ip_address.h"

namespace frontdesk::net {

class TrustedProxies {
 public:
  static base::Result<TrustedProxies> Parse(const std::vector<std::string>& entries);

  bool Trusts(const IpAddress& address) const;
  // The address nearest to the server that is no trusted proxy.
  IpAddress ClientOf(const IpAddress& peer, const HttpHeaders& headers) const;
  // Whether the client spoke TLS: to us, or to the trusted proxy that is our peer.
  bool SecureFor(const IpAddress& peer, bool tls_here, const HttpHeaders& headers) const;

 private:
  std::vector<IpNetwork> networks_;
};

// What connection limits count by: the address, for IPv6 its /64, which is what one customer gets.
IpAddress LimitKey(IpAddress address);

}  // namespace frontdesk::net
