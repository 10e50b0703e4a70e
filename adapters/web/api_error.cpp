#include "adapters/web/api_error.h"

#include <algorithm>

#include "bot/base/json.h"

namespace frontdesk::adapters::web {

namespace {

using base::ErrorCode;

// For those who were not told how long to wait.
constexpr base::Millis kRetryAfter{1000};

std::string RetrySeconds(const base::Error& error) {
  const auto wait = std::max(error.retry_after.value_or(kRetryAfter), kRetryAfter);
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count());
}

}  // namespace

int StatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid: return 400;
    case ErrorCode::kUnauthenticated: return 401;
    case ErrorCode::kForbidden: return 403;
    case ErrorCode::kNotFound: return 404;
    case ErrorCode::kConflict: return 409;
    case ErrorCode::kTooLarge: return 413;
    case ErrorCode::kRateLimited: return 429;
    case ErrorCode::kUnavailable: return 503;
    case ErrorCode::kInternal: return 500;
  }
  return 500;
}

std::string ErrorJson(std::string_view code, std::string_view message, std::int64_t limit) {
  const std::string more = limit == 0 ? "" : ",\"limit\":" + std::to_string(limit);
  return "{\"error\":{\"code\":" + base::JsonQuote(code) + ",\"message\":" + base::JsonQuote(message) + more + "}}";
}

HttpAnswer JsonAnswer(std::string json) {
  return {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(json)};
}

HttpAnswer ErrorAnswer(const base::Error& error) {
  HttpAnswer answer = JsonAnswer(ErrorJson(ToString(error.code), error.message));
  answer.status = StatusOf(error.code);
  const bool again = error.code == ErrorCode::kRateLimited || error.code == ErrorCode::kUnavailable;
  if (again) answer.headers.emplace_back("Retry-After", RetrySeconds(error));
  return answer;
}

}  // namespace frontdesk::adapters::web
