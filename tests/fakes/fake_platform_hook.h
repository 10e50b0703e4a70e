// The platform as a sender of events: brings requests to our hooks as platforms do, once or many times, in parallel,
// in disorder, in one packet, late, and again by its retry rule.
//
// Threads: any; the functions block, and never longer than kHookPatience for an answer.
// Failure: status 0 means that the connection broke or nobody answered in time.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::fakes {

inline constexpr std::chrono::milliseconds kHookPatience{15'000};

struct HookRequest {
  std::string method = "POST";
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  std::string_view Header(std::string_view name) const;  // any case; "" when absent
  void SetHeader(std::string_view name, std::string value);
};

struct HookAnswer {
  int status = 0;
  std::string head;
  std::string body;
};

// A captured request: request line, headers, blank line, body. Lines of the head end in LF or CRLF; one final LF of
// the body is left out.
base::Result<HookRequest> ReadHookRequest(std::string_view raw);

HookAnswer Send(unsigned short port, const HookRequest& request);
// Each on a connection of its own, `threads` at once; answers in the order of the requests.
std::vector<HookAnswer> SendInParallel(unsigned short port, const std::vector<HookRequest>& requests, int threads);
// All in one packet on one connection.
std::vector<HookAnswer> SendTogether(unsigned short port, const std::vector<HookRequest>& requests);
std::vector<HookRequest> Shuffled(std::vector<HookRequest> requests, unsigned seed);

// When a platform tries again. "Late" is a first pause; skewed clocks are the business of whoever makes the request.
struct RetryRule {
  std::vector<std::chrono::milliseconds> pauses = {};  // before each further attempt
  std::chrono::milliseconds patience{3'000};
  bool retries_refusals = false;  // also 4xx, as some do
};
// `make` makes the request of an attempt, counted from 0: platforms sign anew. Gives all answers; the last one counts.
std::vector<HookAnswer> SendByRule(unsigned short port, const std::function<HookRequest(int attempt)>& make,
                                   const RetryRule& rule);

}  // namespace frontdesk::fakes
