#include "adapters/slack/send_outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/slack/lost_answer.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::TextAt;
using nlohmann::json;
using Kind = SendResult::Kind;

constexpr base::Millis kRateLimitWait = std::chrono::seconds(1);
constexpr base::Millis kBrokenWait = std::chrono::minutes(5);  // until an admin has acted
constexpr std::size_t kMaxReason = 200;

// What an error code asks for.
enum class Means { kWait, kBroken, kSettings, kGone, kNever, kNoThread, kNoBlocks, kLater };

struct Code {
  std::string_view name;
  Means means;
  std::string_view advice = {};  // for whoever reads the reason
};

constexpr auto kCodes = std::to_array<Code>({
    {"ratelimited", Means::kWait},
    {"rate_limited", Means::kWait},
    {"message_limit_exceeded", Means::kWait, "the workspace's limit of messages is reached"},
    // The installation is broken: everything waits for an admin.
    {"invalid_auth", Means::kBroken, "bot_token is wrong: copy it anew from OAuth & Permissions"},
    {"not_authed", Means::kBroken, "bot_token is empty: look at where it comes from"},
    {"token_revoked", Means::kBroken, "the app was removed: install it again and copy the new bot_token"},
    {"account_inactive", Means::kBroken, "the app or its workspace was switched off"},
    {"token_expired", Means::kBroken, "token rotation is on: switch it off, install again, copy the new bot_token"},
    {"missing_scope", Means::kBroken, "add the scope under OAuth & Permissions and install the app again"},
    {"not_allowed_token_type", Means::kBroken, "bot_token must be the Bot User OAuth Token, xoxb-..."},
    {"access_denied", Means::kBroken, "the workspace does not allow this"},
    {"org_login_required", Means::kBroken, "the workspace is being moved to an organisation"},
    {"ekm_access_denied", Means::kBroken, "an admin of the workspace has withdrawn its keys"},
    {"team_access_not_granted", Means::kBroken, "install the app in this workspace"},
    {"messages_tab_disabled", Means::kSettings, "switch the Messages Tab on under App Home"},
    // The target is lost to us.
    {"channel_not_found", Means::kGone, "invite the app to the channel"},
    {"not_in_channel", Means::kGone, "invite the app to the channel"},
    {"is_archived", Means::kGone, "the channel is archived"},
    {"user_not_found", Means::kGone},
    {"user_disabled", Means::kGone},
    {"user_not_visible", Means::kGone},
    {"cannot_dm_bot", Means::kGone},
    // This message never arrives as it is.
    {"msg_too_long", Means::kNoBlocks},
    {"msg_blocks_too_long", Means::kNoBlocks},
    {"invalid_blocks", Means::kNoBlocks},
    {"invalid_blocks_format", Means::kNoBlocks},
    {"message_not_found", Means::kNever, "the message is gone"},
    {"edit_window_closed", Means::kNever},
    {"cant_update_message", Means::kNever},
    {"thread_not_found", Means::kNoThread, "the thread was deleted"},
    {"cannot_reply_to_message", Means::kNoThread, "nothing can be said below that message"},
    {"expired_trigger_id", Means::kNever, "more than three seconds after the click: it has to be pressed again"},
    {"exchanged_trigger_id", Means::kNever, "it has to be pressed again"},
    // Passing troubles of Slack.
    {"internal_error", Means::kLater},
    {"service_unavailable", Means::kLater},
    {"fatal_error", Means::kLater},
    {"request_timeout", Means::kLater},
});

const Code* FindCode(std::string_view name) {
  const auto it = std::find_if(kCodes.begin(), kCodes.end(), [&](const Code& code) { return code.name == name; });
  return it == kCodes.end() ? nullptr : &*it;
}

std::string ReasonOf(const json& body) {
  const std::string error = TextAt(body, "error", "no error code");
  std::string reason = error;
  if (const std::string needed = TextAt(body, "needed"); !needed.empty()) reason += " (" + needed + ")";
  if (const Code* code = FindCode(error); code && !code->advice.empty()) reason += ": " + std::string(code->advice);
  // Of blocks, Slack says which.
  for (const json& one : ListAt(ObjectAt(body, "response_metadata"), "messages"))
    if (one.is_string()) reason += "; " + one.get<std::string>();
  return base::Shorten(base::CleanUtf8(reason), kMaxReason);
}

SendResult Failed(Kind kind, std::string reason) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  return result;
}

// Whether the call had this in it, so that it can be made without.
bool Had(const Call& call, const char* member) {
  const auto body = base::ParseJson(call.body, kMaxRequest);
  return body && body->is_object() && body->contains(member);
}

SendResult Refused(const Call& call, const json& body, const HttpAnswer& answer) {
  const Code* code = FindCode(TextAt(body, "error"));
  SendResult result = Failed(Kind::kRejected, ReasonOf(body));
  switch (code ? code->means : Means::kNever) {
    case Means::kWait:
      result.kind = Kind::kRetry;
      result.retry_after = common::RetryAfter(answer, kRateLimitWait);
      break;
    case Means::kBroken:
      result.kind = Kind::kRetry;
      result.retry_after = kBrokenWait;
      result.whole_account = true;
      break;
    case Means::kSettings:
      result.kind = Kind::kRetry;
      result.retry_after = kBrokenWait;
      break;
    case Means::kGone: result.kind = Kind::kGone; break;
    case Means::kLater: result.kind = Kind::kRetry; break;
    case Means::kNoThread:
      if (Had(call, "thread_ts")) result.avoid = kAvoidThread;
      break;
    case Means::kNoBlocks:
      if (Had(call, "blocks")) result.avoid = kAvoidBlocks;
      break;
    case Means::kNever: break;
  }
  return result;
}

// Direct messages are named with their talk, since the address names the person.
SendResult Delivered(const json& body) {
  SendResult result;
  result.kind = Kind::kSent;
  const std::string channel = TextAt(body, "channel"), ts = TextAt(body, "ts");
  if (IsTs(ts)) result.platform_id = channel.starts_with('D') ? channel + ":" + ts : ts;
  return result;
}

SendResult OfStatus(const Call& call, const HttpAnswer& answer, const json& body) {
  const std::string status = std::to_string(answer.status);
  if (answer.status == 429) {
    SendResult result = Failed(Kind::kRetry, "429");
    result.retry_after = common::RetryAfter(answer, kRateLimitWait);
    return result;
  }
  if (FindCode(TextAt(body, "error")) != nullptr) return Refused(call, body, answer);
  if (answer.status == 503 || answer.status == 408) return Failed(Kind::kRetry, status);
  if (answer.status >= 500) return Failed(call.delivers ? Kind::kUnknown : Kind::kRetry, status);
  if (answer.status == 401 || answer.status == 403) {
    SendResult result = Failed(Kind::kRetry, status + ": look at bot_token and api_base");
    result.retry_after = kBrokenWait;
    result.whole_account = true;
    return result;
  }
  return Failed(Kind::kRejected, status);
}

// Bytes of a file go where no token goes, and are answered without JSON.
bool IsUpload(const Call& call) { return FindHeader(call.headers, "Authorization").empty(); }

SendResult EndOf(const Call& call, const CallResult& result) {
  if (!result.answer) {
    return Failed(call.delivers && !result.certainly_not_sent ? Kind::kUnknown : Kind::kRetry, "no answer");
  }
  const HttpAnswer& answer = *result.answer;
  if (IsUpload(call) && answer.status == 200) return Failed(Kind::kSent, {});
  auto parsed = base::ParseJson(answer.body, kMaxRequest);
  const json body = parsed && parsed->is_object() ? std::move(*parsed) : json::object();
  if (answer.status != 200) return OfStatus(call, answer, body);
  if (base::BoolAt(body, "ok")) return Delivered(body);
  if (!TextAt(body, "error").empty()) return Refused(call, body, answer);
  return Failed(call.delivers ? Kind::kUnknown : Kind::kRetry, "an answer that cannot be read");
}

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  if (IsSearch(call)) return OutcomeOfSearch(call, result);
  SendResult outcome = EndOf(call, result);
  if (outcome.kind == Kind::kUnknown) outcome.avoid = LostWord(call);
  return outcome;
}

base::Error ErrorOf(const json& body) {
  base::Error error{ErrorCode::kNotFound, "Slack says " + ReasonOf(body), {}};
  const Code* code = FindCode(TextAt(body, "error"));
  if (code == nullptr) return error;
  if (code->means == Means::kBroken) error.code = ErrorCode::kForbidden;
  if (code->means == Means::kWait || code->means == Means::kLater) error.code = ErrorCode::kUnavailable;
  return error;
}

}  // namespace frontdesk::adapters::slack
