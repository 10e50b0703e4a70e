#include "adapters/teams/send_outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/teams/account.h"
#include "adapters/teams/outgoing.h"
#include "adapters/teams/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::TextAt;
using nlohmann::json;
using Kind = SendResult::Kind;

constexpr base::Millis kRateWait = std::chrono::seconds(2);
constexpr base::Millis kAdminWait = std::chrono::minutes(5);
constexpr std::size_t kMaxReason = 200;

enum class Means { kBroken, kGone, kNever, kNoCard, kNoThread, kWait };

struct Code {
  std::string_view name;
  Means means;
  std::string_view advice = {};
};

constexpr auto kCodes = std::to_array<Code>({
    {"BotNotRegistered", Means::kBroken, "app_id is no bot of Azure: look at the Azure bot's Configuration"},
    {"BotDisabledByAdmin", Means::kGone, "an admin has switched the app off in the Teams admin center"},
    {"BotNotInConversationRoster", Means::kGone, "install the app for the user, or in the team"},
    {"ConversationBlockedByUser", Means::kGone, "the user has blocked the bot"},
    {"ForbiddenOperationException", Means::kGone, "install the app for the user, or in the team"},
    {"NotEnoughPermissions", Means::kGone, "the bot may not write there"},
    {"InvalidBotApiHost", Means::kGone, "the conversation lives in another cloud: look at cloud"},
    {"MessageWritesBlocked", Means::kGone, "the user has removed or blocked the bot"},
    {"ConversationNotFound", Means::kGone, "the chat or the channel is gone"},
    {"BotNotInConversation", Means::kGone, "install the app there"},
    {"ActivityNotFoundInConversation", Means::kNoThread, "the message is gone"},
    {"MessageSizeTooBig", Means::kNoCard},
    {"BadSyntax", Means::kNoCard},
    {"BadArgument", Means::kNoCard},
    {"Bad Argument", Means::kNoCard},
    {"Throttled", Means::kWait},
    {"TooManyRequests", Means::kWait},
    {"ServiceError", Means::kWait},
});

const Code* FindCode(std::string_view name) {
  const auto it = std::find_if(kCodes.begin(), kCodes.end(), [&](const Code& code) { return code.name == name; });
  return it == kCodes.end() ? nullptr : &*it;
}

json BodyOf(const HttpAnswer& answer) {
  auto parsed = base::ParseJson(answer.body, kMaxBody);
  return parsed && parsed->is_object() ? std::move(*parsed) : json::object();
}

std::string ReasonOf(const HttpAnswer& answer, const json& error, const Code* code) {
  std::string reason = std::to_string(answer.status);
  for (const char* key : {"code", "message"})
    if (const std::string text = TextAt(error, key); !text.empty()) reason += (key[0] == 'c' ? " " : ": ") + text;
  if (code != nullptr && !code->advice.empty()) reason += " (" + std::string(code->advice) + ")";
  return base::Shorten(base::CleanUtf8(reason), kMaxReason);
}

SendResult Failed(Kind kind, std::string reason) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  return result;
}

bool HasCard(const Call& call) { return call.method == "POST" && call.body.find(kCardType) != std::string::npos; }
bool IsInThread(const Call& call) {
  return call.method == "POST" && call.url.find("%3Bmessageid%3D") != std::string::npos;
}

SendResult ByCode(const Call& call, const HttpAnswer& answer, const Code& code, std::string reason) {
  SendResult result = Failed(Kind::kRejected, std::move(reason));
  switch (code.means) {
    case Means::kBroken:
      result.kind = Kind::kRetry;
      result.whole_account = true;
      result.retry_after = kAdminWait;
      break;
    case Means::kWait:
      result.kind = Kind::kRetry;
      result.retry_after = common::RetryAfter(answer, kRateWait);
      break;
    case Means::kGone: result.kind = Kind::kGone; break;
    case Means::kNoCard:
      if (HasCard(call)) result.avoid = kAvoidCard;
      break;
    case Means::kNoThread:
      if (IsInThread(call)) result.avoid = kAvoidThread;
      break;
    case Means::kNever: break;
  }
  return result;
}

SendResult ByStatus(const Call& call, const HttpAnswer& answer, std::string reason) {
  const int status = answer.status;
  if (status == 401) return Failed(Kind::kTokenRefused, std::move(reason));
  if (status == 403) return Failed(Kind::kGone, std::move(reason));
  if (status == 429 || status == 408 || status == 412 || status == 502 || status == 503 || status == 504) {
    SendResult result = Failed(Kind::kRetry, std::move(reason));
    if (status == 429 || !answer.Header("Retry-After").empty()) result.retry_after = common::RetryAfter(answer, kRateWait);
    return result;
  }
  if (status >= 500) return Failed(call.delivers ? Kind::kUnknown : Kind::kRetry, std::move(reason));
  SendResult result = Failed(Kind::kRejected, std::move(reason));
  if (status == 413 && HasCard(call)) result.avoid = kAvoidCard;
  return result;
}

// A new thread's message is "activityId"; "id" is the conversation that it makes.
SendResult Sent(const json& body) {
  SendResult result;
  result.kind = Kind::kSent;
  const std::string id = TextAt(body, "activityId", TextAt(body, "id"));
  if (IsId(id)) result.platform_id = id;
  return result;
}

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  if (!result.answer)
    return Failed(call.delivers && !result.certainly_not_sent ? Kind::kUnknown : Kind::kRetry, "no answer");
  const HttpAnswer& answer = *result.answer;
  const json body = BodyOf(answer);
  if (answer.status >= 200 && answer.status < 300) return Sent(body);
  const json& error = body.contains("error") ? ObjectAt(body, "error") : body;
  const Code* code = FindCode(TextAt(error, "code"));
  std::string reason = ReasonOf(answer, error, code);
  SendResult refused = code != nullptr && answer.status >= 400 ? ByCode(call, answer, *code, std::move(reason))
                                                               : ByStatus(call, answer, std::move(reason));
  if (call.method == "PUT" && (refused.kind == Kind::kRejected || refused.kind == Kind::kGone))
    refused.avoid = kAvoidChange;
  return refused;
}

}  // namespace frontdesk::adapters::teams
