#include "adapters/matrix/send_outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/matrix/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::ErrorCode;
using base::TextAt;
using nlohmann::json;
using Kind = SendResult::Kind;

constexpr base::Millis kRateLimitWait = std::chrono::seconds(1);
constexpr base::Millis kBrokenWait = std::chrono::minutes(5);  // until an admin has acted
constexpr std::int64_t kMaxRetryAfterMs = 3'600'000;
constexpr std::size_t kMaxReason = 200;

enum class Means { kWait, kToken, kBroken, kGone, kNever, kLater };

struct Code {
  std::string_view name;
  Means means;
  std::string_view advice = {};  // for whoever reads the reason
};

constexpr auto kCodes = std::to_array<Code>({
    {"M_LIMIT_EXCEEDED", Means::kWait},
    {"M_UNKNOWN_TOKEN", Means::kToken, "the token was refused: look at access_token or password"},
    {"M_MISSING_TOKEN", Means::kToken, "the homeserver has seen no token"},
    // The account is broken: everything waits for an admin.
    {"M_USER_DEACTIVATED", Means::kBroken, "the bot's user was deactivated"},
    {"M_USER_LOCKED", Means::kBroken, "the bot's user is locked"},
    {"M_USER_SUSPENDED", Means::kBroken, "the bot's user is suspended"},
    {"M_CONSENT_NOT_GIVEN", Means::kBroken, "the bot's user must accept the homeserver's terms"},
    {"M_RESOURCE_LIMIT_EXCEEDED", Means::kBroken, "the homeserver is at its own limit"},
    {"M_UNRECOGNIZED", Means::kBroken, "the homeserver does not know this call: is api_base right, is it too old?"},
    {"M_EXCLUSIVE", Means::kBroken, "the user is not in the namespaces of the registration"},
    // The room is lost to us.
    {"M_FORBIDDEN", Means::kGone, "the bot is not in the room, or may not speak there"},
    {"M_NOT_FOUND", Means::kGone, "the homeserver does not know the room"},
    // This message never arrives as it is.
    {"M_TOO_LARGE", Means::kNever, "larger than the homeserver takes"},
    {"M_BAD_JSON", Means::kNever},
    {"M_NOT_JSON", Means::kNever},
    {"M_BAD_STATE", Means::kNever},
    {"M_INVALID_PARAM", Means::kNever},
    {"M_MISSING_PARAM", Means::kNever},
    {"M_DUPLICATE_ANNOTATION", Means::kNever},
});

const Code* FindCode(std::string_view name) {
  const auto it = std::find_if(kCodes.begin(), kCodes.end(), [&](const Code& code) { return code.name == name; });
  return it == kCodes.end() ? nullptr : &*it;
}

json BodyOf(const HttpAnswer& answer) {
  auto read = ReadObject(answer.body, kMaxAnswer);
  return read ? std::move(*read) : json::object();
}

Means MeaningOf(int status, const Code* code) {
  if (status == 429) return Means::kWait;
  if (status >= 500 || status == 408) return Means::kLater;
  if (status == 401) return code != nullptr && code->means == Means::kBroken ? Means::kBroken : Means::kToken;
  if (code != nullptr) return code->means;
  if (status == 403 || status == 404) return Means::kGone;
  return Means::kNever;
}

std::string ReasonOf(int status, const json& body, const Code* code) {
  const std::string errcode = TextAt(body, "errcode");
  std::string reason = errcode.empty() ? "status " + std::to_string(status) : errcode;
  if (code != nullptr && !code->advice.empty()) (reason += ": ") += code->advice;
  if (const std::string words = TextAt(body, "error"); !words.empty()) reason += " (" + words + ")";
  if (const std::string consent = TextAt(body, "consent_uri"); !consent.empty()) reason += " " + consent;
  return base::Shorten(base::CleanUtf8(reason), kMaxReason);
}

// The header in seconds, else the field in milliseconds.
base::Millis RetryAfter(const HttpAnswer& answer, const json& body) {
  const long long told = base::IntAt(body, "retry_after_ms", -1);
  return common::RetryAfter(
      answer, told < 0 ? kRateLimitWait : base::Millis(std::min<std::int64_t>(told, kMaxRetryAfterMs)));
}

SendResult Failed(Kind kind, std::string reason) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  return result;
}

SendResult Refused(const Call& call, const HttpAnswer& answer) {
  const json body = BodyOf(answer);
  const Code* code = FindCode(TextAt(body, "errcode"));
  SendResult result = Failed(Kind::kRejected, ReasonOf(answer.status, body, code));
  switch (MeaningOf(answer.status, code)) {
    case Means::kWait:
      result.kind = Kind::kRetry;
      result.retry_after = RetryAfter(answer, body);
      result.whole_account = true;  // the limit is the user's
      break;
    case Means::kToken: result.kind = Kind::kTokenRefused; break;
    case Means::kBroken:
      result.kind = Kind::kRetry;
      result.retry_after = kBrokenWait;
      result.whole_account = true;
      break;
    case Means::kGone: result.kind = Kind::kGone; break;
    case Means::kLater: result.kind = Kind::kRetry; break;
    case Means::kNever:
      // "Cannot start threads from an event with a relation"
      if (answer.status == 400 && call.body.find(R"("rel_type":"m.thread")") != std::string::npos)
        result.avoid = kThread;
      break;
  }
  return result;
}

// The keys under a question are a courtesy: who cannot have them types the number.
bool IsReaction(const Call& call) { return call.url.find("/send/m.reaction/") != std::string::npos; }

}  // namespace

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  if (!result.answer) return Failed(Kind::kRetry, "no answer");  // the same txnId shows nothing twice
  const HttpAnswer& answer = *result.answer;
  SendResult sent;
  sent.kind = Kind::kSent;
  if (answer.status != 200) {
    SendResult refused = Refused(call, answer);
    const bool final = refused.kind == Kind::kRejected || refused.kind == Kind::kGone;
    return final && IsReaction(call) ? sent : refused;
  }
  const bool shows = call.url.find("/send/") != std::string::npos && !IsReaction(call);
  if (shows) sent.platform_id = TextAt(BodyOf(answer), "event_id");
  if (shows && sent.platform_id.empty()) return Failed(Kind::kRetry, "an answer that cannot be read");
  return sent;
}

base::Error ErrorOf(const HttpAnswer& answer) {
  const json body = BodyOf(answer);
  const Code* code = FindCode(TextAt(body, "errcode"));
  base::Error error{ErrorCode::kNotFound, "the homeserver says " + ReasonOf(answer.status, body, code), {}};
  switch (MeaningOf(answer.status, code)) {
    case Means::kWait:
      error.code = ErrorCode::kRateLimited;
      error.retry_after = RetryAfter(answer, body);
      break;
    case Means::kToken: error.code = ErrorCode::kUnauthenticated; break;
    case Means::kBroken: error.code = ErrorCode::kUnauthenticated; break;
    case Means::kGone: error.code = answer.status == 403 ? ErrorCode::kForbidden : ErrorCode::kNotFound; break;
    case Means::kLater: error.code = ErrorCode::kUnavailable; break;
    case Means::kNever: break;
  }
  return error;
}

}  // namespace frontdesk::adapters::matrix
