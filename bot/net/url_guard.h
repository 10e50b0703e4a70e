// Which addresses an admin or a user may have the server call. Two decisions: on the URL before anything is looked up,
// and on each address that its host resolves to; the caller must connect to that very address, not resolve again.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/net/ip_address.h"

namespace frontdesk::net {

struct Url {
  bool tls = true;   // https, wss
  std::string host;  // lower case, without brackets and final dot
  unsigned short port = 443;
  std::string target = "/";  // path and query
  bool host_is_address = false;

  // "host", "host:8443", "[2001:db8::1]": for the Host header; the default port is left out.
  std::string Authority() const;
  // "https://host": for logs; it names neither path nor query, where some platforms put tokens.
  std::string Origin() const;
};

// Strict http(s) or ws(s): refuses userinfo, fragments, backslashes, whitespace, bytes beyond ASCII, and hosts in any
// of the odd spellings of an IPv4 address (decimal, octal, hexadecimal, short).
base::Result<Url> ParseUrl(std::string_view text);

struct UrlPolicy {
  // "host" or "host:port": may be private and may be plain http.
  std::vector<std::string> allow_hosts;
};

base::Status CheckUrl(const Url& url, const UrlPolicy& policy);
base::Status CheckAddress(const Url& url, const IpAddress& address, const UrlPolicy& policy);

// False for everything that is private, local, reserved, a tunnel into IPv4, or a cloud's metadata service.
bool IsPublicAddress(const IpAddress& address);

}  // namespace frontdesk::net
