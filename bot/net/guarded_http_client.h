// The HTTP client for addresses that admins or users set: it assumes a hostile peer and a hostile name server. It
// decides on the URL and on every address found, connects to the address it decided on, keeps the original name for
// Host, SNI and verification, follows no redirect, keeps no connection, and bounds time and size.
//
// Ownership, threads and failure as said in http_client.h. A refused address is kForbidden and certainly not sent.
#pragma once

#include <memory>
#include <string>

#include "bot/net/dns_lookup.h"
#include "bot/net/http_client.h"
#include "bot/net/url_guard.h"

namespace frontdesk::net {

struct GuardedHttpOptions {
  UrlPolicy policy = {};
  std::string ca_file = {};  // PEM; trusted besides the system's
  DnsLookup look_up = LookUpHost;
};

// An error names the file that cannot be used.
base::Result<std::unique_ptr<HttpClient>> NewGuardedHttpClient(GuardedHttpOptions options = {});

}  // namespace frontdesk::net
