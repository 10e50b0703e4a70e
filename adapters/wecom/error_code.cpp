#include "adapters/wecom/error_code.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SendResult::Kind;

constexpr std::size_t kMaxReason = 200;
constexpr std::int64_t kMaxRetryAfterSeconds = 3'600;
constexpr base::Millis kMoment = std::chrono::seconds(5);
constexpr base::Millis kConcurrencyPause = std::chrono::seconds(2);
constexpr base::Millis kRatePause = std::chrono::seconds(65);  // the platform shuts an API for 60
constexpr base::Millis kAdminPause = std::chrono::minutes(5);  // an admin has to act

// Why, and what becomes of the message.
struct Reaction {
  long long code;
  Kind kind;
  base::Millis wait;
  bool whole_account;
  std::string_view advice;  // for the admin, beside the platform's own words
};

constexpr Reaction kReactions[] = {
    {-1, Kind::kRetry, kMoment, false, ""},
    {40014, Kind::kTokenRefused, {}, false, ""},
    {42001, Kind::kTokenRefused, {}, false, ""},
    {41001, Kind::kTokenRefused, {}, false, ""},
    {40001, Kind::kRetry, kAdminPause, true, "compare secret with the application's Secret"},
    {40013, Kind::kRetry, kAdminPause, true, "compare corp_id with the company's id"},
    {45009, Kind::kRetry, kRatePause, true, ""},
    {45033, Kind::kRetry, kConcurrencyPause, true, ""},
    {60020, Kind::kRetry, kAdminPause, true, "add this server's address to the application's trusted IPs"},
    {48002, Kind::kRejected, {}, false, "the application may not use this API"},
    {60011, Kind::kRejected, {}, false, "the member is outside the application's visible range"},
    {50002, Kind::kRejected, {}, false, "the member is outside the application's visible range"},
    {81013, Kind::kGone, {}, false, ""},
    {40003, Kind::kGone, {}, false, ""},
    {60111, Kind::kGone, {}, false, ""},
    {40007, Kind::kRetry, kMoment, false, ""},  // the media id: the next try uploads anew
    {40004, Kind::kRejected, {}, false, ""},
    {40006, Kind::kRejected, {}, false, ""},
    {40009, Kind::kRejected, {}, false, ""},
    {44004, Kind::kRejected, {}, false, ""},
    {45002, Kind::kRejected, {}, false, ""},
    {40058, Kind::kRejected, {}, false, ""},
    // Of group webhooks.
    {93000, Kind::kRetry, kAdminPause, true, "the webhook is gone: put it into the group anew and change key"},
    // Of customer service.
    {95000, Kind::kRetry, kAdminPause, true, "the customer service account is wrong"},
    {95004, Kind::kRetry, kAdminPause, true, "the customer service account is wrong"},
    {95001, Kind::kRejected, {}, false, "five messages have gone: the customer has to speak first"},
    {95013, Kind::kRejected, {}, false, "the session has ended"},
    {95014, Kind::kRejected, {}, false, "nobody is on duty"},
    {95016, Kind::kRejected, {}, false, "the session is elsewhere"},
    {95017, Kind::kRetry, kAdminPause, true, "the API of customer service is switched off"},
    {95018, Kind::kRejected, {}, false, "the session is elsewhere"},
    // Of robots.
    {846605, Kind::kRejected, {}, false, "the way back has closed"},
    {846608, Kind::kRejected, {}, false, "the way back has closed"},
};

const Reaction* Find(long long code) {
  const auto it =
      std::find_if(std::begin(kReactions), std::end(kReactions), [&](const Reaction& one) { return one.code == code; });
  return it == std::end(kReactions) ? nullptr : it;
}

std::string Shortened(const std::string& text) { return base::Shorten(base::CleanUtf8(text), kMaxReason); }

SendResult Ended(Kind kind, std::string reason) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  return result;
}

SendResult Lost(const Call& call, bool certainly_not_sent) {
  return Ended(call.delivers && !certainly_not_sent ? Kind::kUnknown : Kind::kRetry, "no answer");
}

base::Millis RetryAfter(const HttpAnswer& answer, base::Millis fallback) {
  const std::string_view text = base::Trim(answer.Header("Retry-After"));
  std::int64_t seconds = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || end.ec != std::errc{} || end.ptr != text.data() + text.size() || seconds < 0) return fallback;
  return std::chrono::seconds(std::min(seconds, kMaxRetryAfterSeconds));
}

// An answer of another status than 2xx comes from something before the API.
SendResult OfStatus(const Call& call, const HttpAnswer& answer) {
  const std::string reason = "status " + std::to_string(answer.status);
  if (answer.status == 401) return Ended(Kind::kTokenRefused, reason);
  if (answer.status == 408) return Ended(Kind::kRetry, reason);
  if (answer.status == 429 || answer.status == 503) {
    SendResult result = Ended(Kind::kRetry, reason);
    if (answer.status == 429 || !answer.Header("Retry-After").empty())
      result.retry_after = RetryAfter(answer, kConcurrencyPause);
    result.whole_account = answer.status == 429;
    return result;
  }
  if (answer.status >= 500) return Ended(call.delivers ? Kind::kUnknown : Kind::kRetry, reason);
  return Ended(Kind::kRejected, reason);
}

SendResult OfCode(long long code, std::string words) {
  const Reaction* known = Find(code);
  if (known == nullptr) return Ended(Kind::kRejected, std::move(words));
  if (!known->advice.empty()) words += " (" + std::string(known->advice) + ")";
  SendResult result = Ended(known->kind, std::move(words));
  if (known->wait.count() > 0) result.retry_after = known->wait;
  result.whole_account = known->whole_account;
  return result;
}

// "ok", but not for the one it was meant for: a message has one receiver, so that is all of them.
std::optional<SendResult> NotForThem(const nlohmann::json& body) {
  if (const std::string who = base::TextAt(body, "invaliduser"); !who.empty())
    return Ended(Kind::kGone, Shortened("invaliduser: " + who));
  if (const std::string who = base::TextAt(body, "unlicenseduser"); !who.empty())
    return Ended(Kind::kRejected, Shortened("unlicenseduser: " + who + " (buy or assign an interface licence)"));
  return std::nullopt;
}

// What an update will need: the message's id, and the code that a card may be changed with once.
SendResult Taken(const nlohmann::json& body) {
  SendResult result;
  result.kind = Kind::kSent;
  result.platform_id = base::TextAt(body, "msgid");
  if (const std::string code = base::TextAt(body, "response_code"); !code.empty()) result.platform_id += " " + code;
  return result;
}

}  // namespace

ApiAnswer ReadAnswer(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object()) return {};
  const auto code = body->find("errcode");
  if (code == body->end() || !code->is_number_integer()) return {};
  return {code->get<long long>(),
          Shortened(std::to_string(code->get<long long>()) + " " + base::TextAt(*body, "errmsg"))};
}

bool IsTokenRefused(long long code) {
  const Reaction* known = Find(code);
  return known != nullptr && known->kind == Kind::kTokenRefused;
}

SendResult OutcomeOf(const Call& call, const CallResult& result) {
  if (!result.answer) return Lost(call, result.certainly_not_sent);
  const HttpAnswer& answer = *result.answer;
  if (answer.status < 200 || answer.status > 299) return OfStatus(call, answer);
  const ApiAnswer said = ReadAnswer(answer);
  if (!said.code) return Ended(call.delivers ? Kind::kUnknown : Kind::kRetry, "the answer cannot be read");
  if (*said.code != 0) return OfCode(*said.code, said.words);
  const auto body = base::ParseJson(answer.body);
  if (!body) return Ended(Kind::kUnknown, "the answer cannot be read");
  if (auto failed = NotForThem(*body)) return *failed;
  return Taken(*body);
}

base::Status ProblemOf(const HttpAnswer& answer) {
  const ApiAnswer said = ReadAnswer(answer);
  if (!said.code) return Fail(ErrorCode::kUnavailable, "WeCom's answer cannot be read.");
  if (*said.code == 0) return {};
  const SendResult result = OfCode(*said.code, said.words);
  if (result.kind == Kind::kTokenRefused) return Fail(ErrorCode::kUnauthenticated, result.reason);
  if (result.kind == Kind::kRetry) return Fail(ErrorCode::kUnavailable, result.reason);
  return Fail(ErrorCode::kForbidden, result.reason);
}

}  // namespace frontdesk::adapters::wecom
