#include "adapters/dingtalk/send_outcome.h"

#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/dingtalk/api_error.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::TextAt;
using nlohmann::json;
using Kind = SendResult::Kind;

constexpr base::Millis kSecond = std::chrono::seconds(1);
constexpr base::Millis kMinute = std::chrono::minutes(1);
constexpr base::Millis kShutOutWait = std::chrono::minutes(5);
constexpr base::Millis kLongFloodWait = std::chrono::minutes(10);
constexpr base::Millis kAdminWait = std::chrono::minutes(10);

SendResult Failed(Kind kind, std::string reason) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  return result;
}

SendResult Later(const HttpAnswer& answer, std::optional<base::Millis> wait, bool whole_account) {
  SendResult result = Failed(Kind::kRetry, ReasonOf(answer));
  result.retry_after = answer.Header("Retry-After").empty() ? wait : common::RetryAfter(answer, wait.value_or(kSecond));
  result.whole_account = whole_account;
  return result;
}

bool HasNames(const json& body, std::string_view key) {
  const auto it = body.find(key);
  return it != body.end() && it->is_array() && !it->empty();
}

// {"success": true, "result": {"outTrackId": "...", "deliverResults": [{"success": true, "errorMsg": "..."}]}}
SendResult CardDelivered(const json& body, const Call& call) {
  const auto result = body.find("result");
  if (result != body.end() && result->is_object()) {
    const auto all = result->find("deliverResults");
    if (all != result->end() && all->is_array() && !all->empty() && all->front().is_object() &&
        !base::BoolAt(all->front(), "success", true)) {
      return Failed(Kind::kRejected, "the card was not delivered: " + TextAt(all->front(), "errorMsg", "no reason"));
    }
  }
  SendResult sent;
  sent.kind = Kind::kSent;
  if (const auto asked = base::ParseJson(call.body); asked && asked->is_object())
    sent.platform_id = TextAt(*asked, "outTrackId");
  return sent;
}

// 200 says that the request was right; who did not get the message stands in two lists.
SendResult Delivered(const Call& call, const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object()) return Failed(Kind::kUnknown, "an answer that cannot be read");
  if (HasNames(*body, "invalidStaffIdList"))
    return Failed(Kind::kGone, "the person is not in the organisation, or may not see the app");
  if (HasNames(*body, "flowControlledStaffIdList")) {
    SendResult slow = Failed(Kind::kRetry, "the person was sent too many messages");
    slow.retry_after = kMinute;
    return slow;
  }
  if (base::BoolAt(*body, "success")) return CardDelivered(*body, call);
  if (TextAt(*body, "processQueryKey").empty() && base::IntAt(*body, "errcode", -1) != 0)
    return Failed(Kind::kUnknown, "an answer that says nothing");
  return {Kind::kSent};
}

// A page or an unknown body: by the status alone.
SendResult ByStatus(const Call& call, const HttpAnswer& answer, bool readable) {
  switch (answer.status) {
    case 401: return Failed(Kind::kTokenRefused, ReasonOf(answer));
    case 408: return Failed(Kind::kRetry, ReasonOf(answer));
    case 429: return Later(answer, kSecond, true);
    case 502:
    case 504: return Failed(call.delivers ? Kind::kUnknown : Kind::kRetry, ReasonOf(answer));
    default: break;
  }
  if (answer.status >= 500) return Later(answer, std::nullopt, false);
  // The protection in front of the API answers with a page.
  if (answer.status == 403 && !readable) return Later(answer, kShutOutWait, true);
  return Failed(Kind::kRejected, ReasonOf(answer));
}

SendResult Refused(const Call& call, const HttpAnswer& answer, const ApiError& error) {
  switch (TroubleOf(error)) {
    case Trouble::kToken: return Failed(Kind::kTokenRefused, ReasonOf(answer));
    case Trouble::kRate: return Later(answer, kSecond, true);
    case Trouble::kRateMinute: return Later(answer, kMinute, true);
    case Trouble::kBusy: return Later(answer, std::nullopt, true);
    case Trouble::kFlood: return Later(answer, kMinute, false);
    case Trouble::kLongFlood: return Later(answer, kLongFloodWait, false);
    case Trouble::kShutOut: return Later(answer, kShutOutWait, true);
    case Trouble::kNotAllowed: return Later(answer, kAdminWait, true);
    case Trouble::kGone: return Failed(Kind::kGone, ReasonOf(answer));
    case Trouble::kAlreadyDone: return {Kind::kSent};
    case Trouble::kServer: return Later(answer, std::nullopt, false);
    case Trouble::kOther: break;
  }
  if (answer.status < 300) return Failed(Kind::kRejected, ReasonOf(answer));
  const auto body = base::ParseJson(answer.body);
  return ByStatus(call, answer, body && body->is_object());
}

// What else may do in place of this call.
std::string OtherWay(const Call& call) {
  if (!call.delivers || call.method != "POST") return {};
  if (call.url.ends_with("/createAndDeliver")) return kAvoidCard;
  return FindHeader(call.headers, "x-acs-dingtalk-access-token").empty() ? kAvoidSession : "";
}

SendResult Outcome(const Call& call, const CallResult& result) {
  const bool harmless = !call.delivers || call.method == "PUT";
  if (!result.answer) {
    return Failed(harmless || result.certainly_not_sent ? Kind::kRetry : Kind::kUnknown, "no answer");
  }
  if (const auto error = ErrorIn(*result.answer)) return Refused(call, *result.answer, *error);
  if (harmless) return {Kind::kSent};
  return Delivered(call, *result.answer);
}

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  SendResult outcome = Outcome(call, result);
  if (outcome.kind == Kind::kRejected) outcome.avoid = OtherWay(call);
  return outcome;
}

}  // namespace frontdesk::adapters::dingtalk
