// What both HTTP clients check and say alike.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "bot/net/http_client.h"
#include "bot/net/url_guard.h"

namespace frontdesk::net {

tl::unexpected<SendError> NotSent(base::ErrorCode code, std::string message);
tl::unexpected<SendError> MaybeSent(base::ErrorCode code, std::string message);

// The URL, once method and headers are such that they cannot break out of their place.
tl::expected<Url, SendError> CheckRequest(const HttpClientRequest& request);

}  // namespace frontdesk::net
