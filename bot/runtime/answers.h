// The answers of our own APIs: JSON, errors in one shape, and the headers that every answer carries.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/result.h"
#include "bot/net/http_server.h"

namespace frontdesk::runtime {

// What no answer goes without: browsers shall not guess types, tell where they came from, or run or frame an answer.
void AddSecurityHeaders(net::HttpResponse& response,
                        std::string_view policy = "default-src 'none'; frame-ancestors 'none'");

net::HttpResponse ToResponse(adapters::HttpAnswer answer);
net::HttpResponse JsonResponse(std::string json);
net::HttpResponse ErrorResponse(const base::Error& error);
net::HttpResponse ErrorResponse(int status, std::string_view code, std::string_view message);

// A user's file, for saving: what a stranger sent must not run as a page of ours.
net::HttpResponse FileResponse(const base::FileRef& file, std::string bytes);

// "Please try again in a moment", for a queue that is full.
net::HttpResponse BusyResponse();
// 413, with the limit in bytes.
net::HttpResponse TooLargeResponse(std::string_view message, std::int64_t limit);

}  // namespace frontdesk::runtime
