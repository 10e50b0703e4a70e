// Outbound HTTP: a blocking call for sender threads, and two ways to make it.
//   NewPlatformHttpClient   for the platforms' own API hosts, which are configured and trusted; keeps connections
//   (cpprestsdk) NewGuardedHttpClient    for addresses that admins or users set; see guarded_http_client.h
//
// Ownership: one client for the whole process, used by many threads at once; it outlives their calls.
// Threads: Send() blocks and may be called from any thread but one that runs RunPlatformIo().
// Failure: a SendError, within the request's timeout. A request is put on the wire at most once. Every HTTP status is
// an answer, not an error; redirects are not followed, so that a token never travels to another host.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "bot/base/result.h"
#include "bot/net/http_server.h"

namespace frontdesk::net {

struct HttpClientRequest {
  std::string method = "GET";
  std::string url;
  HttpHeaders headers = {};
  std::string body = {};
  std::chrono::milliseconds timeout{15'000};  // for all of it; at most kMaxHttpTimeout
  std::size_t max_response = 4 << 20;         // a longer body is an error
  // Asked to stop, a call of the platforms' client ends at once, as one without an answer; for long polls.
  std::stop_token stop = {};
};

inline constexpr std::chrono::milliseconds kMaxHttpTimeout{120'000};

struct HttpClientResponse {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  // The first header of that name, case-insensitive; "" when absent.
  std::string_view Header(std::string_view name) const;
};

struct SendError : base::Error {
  // The peer cannot have acted on the request: trying again cannot do a thing twice.
  bool certainly_not_sent = false;
};

using SendResult = tl::expected<HttpClientResponse, SendError>;

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual SendResult Send(const HttpClientRequest& request) = 0;
};

struct PlatformHttpOptions {
  std::string ca_file = {};  // PEM; trusted besides the system's
  std::string proxy = {};    // "http://proxy:3128"; environment variables are not read
  int calls_per_host = 8;    // at once; more wait
};

std::unique_ptr<HttpClient> NewPlatformHttpClient(PlatformHttpOptions options = {});

// cpprestsdk's input and output, on the calling thread, until StopPlatformIo(). The runtime gives it two threads before
// the first Send() or WebSocket; without any, calls end by their timeout. An exception that would end the process is
// logged.
void RunPlatformIo();
// Ends all RunPlatformIo(); join their threads before the process exits, or before others run it again.
void StopPlatformIo();

}  // namespace frontdesk::net
