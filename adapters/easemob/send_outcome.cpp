#include "adapters/easemob/send_outcome.h"

#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/easemob/message_body.h"
#include "adapters/easemob/rest_call.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

namespace {

using Kind = SendResult::Kind;

constexpr base::Millis kRateLimitWait = std::chrono::seconds(1);
constexpr base::Millis kQuotaWait = std::chrono::seconds(60);  // a plan's quota, a wrong AppKey: an admin has to act
constexpr std::size_t kMaxPlatformId = 64;

SendResult Failed(Kind kind, const HttpAnswer& answer) {
  SendResult result;
  result.kind = kind;
  result.reason = ReasonOf(answer);
  return result;
}

SendResult Later(const HttpAnswer& answer, base::Millis wait) {
  SendResult result = Failed(Kind::kRetry, answer);
  result.retry_after = common::RetryAfter(answer, wait);
  result.whole_account = true;
  return result;
}

// {"data": {"user1": "1029457500870543736"}}: one receiver, so one id.
SendResult Delivered(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object() || ObjectAt(*body, "data").empty()) return Failed(Kind::kUnknown, answer);
  const nlohmann::json& id = *ObjectAt(*body, "data").begin();
  SendResult result;
  result.kind = Kind::kSent;
  if (id.is_string()) result.platform_id = id.get<std::string>();
  if (id.is_number_unsigned()) result.platform_id = std::to_string(id.get<std::uint64_t>());
  if (result.platform_id.size() > kMaxPlatformId) result.platform_id.clear();
  return result;
}

// Over the messages a minute, or a group's messages a second, says 403 and not 429.
bool IsOverLimit(const ApiError& error) {
  return error.code.find("limit") != std::string::npos || error.description.find("reach limit") != std::string::npos ||
         error.description.find("reached api limit") != std::string::npos;
}

bool IsGone(const ApiError& error) {
  return error.code == "service_resource_not_found" || error.code == "resource_not_found" ||
         error.description.find("does not exist") != std::string::npos ||
         error.description.find("not exists") != std::string::npos;
}

SendResult ServerFailed(const Call& call, const HttpAnswer& answer) {
  const bool may_have_arrived = answer.status == 502 || answer.status == 504;  // a gateway lost the answer
  SendResult result = Failed(call.delivers && may_have_arrived ? Kind::kUnknown : Kind::kRetry, answer);
  if (result.kind == Kind::kRetry && !answer.Header("Retry-After").empty()) {
    result.retry_after = common::RetryAfter(answer, kRateLimitWait);
  }
  return result;
}

SendResult Refused(const HttpAnswer& answer) {
  const ApiError error = ErrorOf(answer);
  switch (answer.status) {
    case 401: return Failed(Kind::kTokenRefused, answer);
    case 403: return IsOverLimit(error) ? Later(answer, kRateLimitWait) : Failed(Kind::kRejected, answer);
    case 404: return IsGone(error) ? Failed(Kind::kGone, answer) : Later(answer, kQuotaWait);
    case 408: return Failed(Kind::kRetry, answer);
    case 429: return Later(answer, error.code == "resource_limited" ? kQuotaWait : kRateLimitWait);
    default: return Failed(Kind::kRejected, answer);
  }
}

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  if (!result.answer) {
    SendResult lost;
    lost.kind = call.delivers && !result.certainly_not_sent ? Kind::kUnknown : Kind::kRetry;
    lost.reason = "no answer";
    return lost;
  }
  const HttpAnswer& answer = *result.answer;
  if (answer.status >= 500) return ServerFailed(call, answer);
  if (answer.status >= 300) return Refused(answer);
  if (call.delivers) return Delivered(answer);
  SendResult done;
  done.kind = Kind::kSent;
  return done;
}

}  // namespace frontdesk::adapters::easemob
