#include "adapters/feishu/send_outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/feishu/account.h"
#include "adapters/feishu/api_call.h"
#include "adapters/feishu/feishu_event.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

namespace {

using Kind = SendResult::Kind;

constexpr base::Millis kRateWait = std::chrono::seconds(1);
constexpr base::Millis kAdminWait = std::chrono::minutes(5);  // somebody has to act

enum class Verdict {
  kToken,      // once more with a fresh one
  kAccount,    // every message waits until an admin has acted
  kScope,      // the same; a step before a message is given up
  kAllSlower,  // the app's limit
  kSlower,     // this chat's limit
  kLater,      // this message
  kRejected,   // this message never
  kGone,       // nobody reads there
  kNoThread,   // what was replied to is gone
  kNoCard,     // the card is refused
};

struct Code {
  std::int64_t code;
  Verdict verdict;
};

constexpr auto kCodes = std::to_array<Code>({
    {99991661, Verdict::kToken},      // token missing
    {99991663, Verdict::kToken},      // token invalid
    {99991664, Verdict::kToken},      // app access token invalid
    {99991671, Verdict::kToken},      // not of the form of a token
    {99991668, Verdict::kAccount},    // a user's token where ours is due
    {99991677, Verdict::kAccount},    // a user's token that has expired
    {99991543, Verdict::kAccount},    // wrong app id or secret
    {99991662, Verdict::kAccount},    // the app is disabled
    {99991673, Verdict::kAccount},    // the app is not installed
    {230006, Verdict::kAccount},      // the bot capability is off
    {99991672, Verdict::kScope},      // scopes missing
    {99991676, Verdict::kScope},      //
    {99991679, Verdict::kScope},      //
    {230027, Verdict::kScope},        //
    {99991400, Verdict::kAllSlower},  // calls of the app
    {230020, Verdict::kSlower},       // messages to this chat or user
    {230049, Verdict::kLater},        // is being sent
    {230001, Verdict::kRejected},     // a bad parameter: ours
    {230018, Verdict::kRejected},     // no right to post
    {230035, Verdict::kRejected},     //
    {230022, Verdict::kRejected},     // the content is refused: sensitive
    {230028, Verdict::kRejected},     // by the tenant's rules against leaks
    {230025, Verdict::kRejected},     // too long
    {230031, Verdict::kRejected},     // changed too late
    {230054, Verdict::kRejected},     // not for this kind of message
    {230055, Verdict::kRejected},     // the file is of another type
    {230002, Verdict::kGone},         // the bot is not in the group
    {230013, Verdict::kGone},         // the user has left or may not use the app
    {230038, Verdict::kGone},         // of another tenant
    {232009, Verdict::kGone},         // the group is dissolved
    {230011, Verdict::kNoThread},     // taken back
    {230110, Verdict::kNoThread},     // deleted
    {231003, Verdict::kNoThread},     //
    {230019, Verdict::kNoThread},     // the topic is gone
    {230099, Verdict::kNoCard},       // the card cannot be made
});

Verdict VerdictOf(std::int64_t code, int status) {
  const auto* const known =
      std::find_if(kCodes.begin(), kCodes.end(), [&](const Code& one) { return one.code == code; });
  if (known != kCodes.end()) return known->verdict;
  if (status == 401) return Verdict::kToken;
  if (status == 429) return Verdict::kAllSlower;
  if (status == 408 || status >= 500) return Verdict::kLater;
  return Verdict::kRejected;
}

SendResult Failed(Kind kind, const HttpAnswer& answer) {
  SendResult result;
  result.kind = kind;
  result.reason = ReasonOf(answer);
  return result;
}

SendResult Later(const HttpAnswer& answer, base::Millis wait, bool whole_account) {
  SendResult result = Failed(Kind::kRetry, answer);
  result.retry_after = common::RetryAfter(answer, wait, kRetryHeaders);
  result.whole_account = whole_account;
  return result;
}

SendResult Refused(const Call& call, const HttpAnswer& answer, Verdict verdict) {
  SendResult rejected = Failed(Kind::kRejected, answer);
  switch (verdict) {
    case Verdict::kToken: return Failed(Kind::kTokenRefused, answer);
    case Verdict::kAccount: return Later(answer, kAdminWait, true);
    case Verdict::kScope: return call.delivers ? Later(answer, kAdminWait, true) : rejected;
    case Verdict::kAllSlower: return Later(answer, kRateWait, true);
    case Verdict::kSlower: return Later(answer, kRateWait, false);
    case Verdict::kLater: {
      SendResult later = Failed(Kind::kRetry, answer);
      if (!answer.Header("Retry-After").empty())
        later.retry_after = common::RetryAfter(answer, kRateWait, kRetryHeaders);
      return later;
    }
    case Verdict::kGone: return Failed(Kind::kGone, answer);
    case Verdict::kNoThread:
      if (call.url.ends_with("/reply")) rejected.avoid = kAvoidThread;
      return rejected;
    case Verdict::kNoCard:
      if (call.method == "POST") rejected.avoid = kAvoidCard;
      return rejected;
    case Verdict::kRejected: break;
  }
  return rejected;
}

SendResult Sent(const HttpAnswer& answer) {
  SendResult result;
  result.kind = Kind::kSent;
  const auto body = base::ParseJson(answer.body);
  const std::string id = body ? base::TextAt(MemberOf(*body, "data"), "message_id") : std::string();
  if (IsId(id)) result.platform_id = id;
  return result;
}

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  if (!result.answer) {
    SendResult lost;
    lost.kind = Kind::kRetry;
    lost.reason = "no answer";
    return lost;
  }
  const HttpAnswer& answer = *result.answer;
  const auto code = CodeOf(answer);
  const bool success = answer.status >= 200 && answer.status < 300;
  if (success && code == 0) return Sent(answer);
  // A success that cannot be read is asked for again, which shows nothing twice.
  if (success && !code) return Failed(Kind::kRetry, answer);
  return Refused(call, answer, VerdictOf(code.value_or(0), answer.status));
}

}  // namespace frontdesk::adapters::feishu
