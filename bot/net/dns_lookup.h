// Names to addresses with a deadline, which getaddrinfo() alone has not.
//
// Thread safety: any thread. Failure: an error that names the host.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "bot/base/result.h"
#include "bot/net/ip_address.h"

namespace frontdesk::net {

using DnsLookup =
    std::function<base::Result<std::vector<IpAddress>>(const std::string& host, std::chrono::milliseconds at_most)>;

// The system's resolver.
base::Result<std::vector<IpAddress>> LookUpHost(const std::string& host, std::chrono::milliseconds at_most);

}  // namespace frontdesk::net
