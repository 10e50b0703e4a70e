#include "adapters/common/wx_answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SendResult::Kind;

constexpr std::size_t kMaxReason = 200;
constexpr base::Millis kConcurrencyPause = std::chrono::seconds(2);
constexpr std::chrono::seconds kLongestToken = std::chrono::hours(24);
constexpr std::size_t kMaxToken = 512;  // the platforms promise no more

SendResult Lost(const Call& call, bool certainly_not_sent) {
  return WxFailed(call.delivers && !certainly_not_sent ? Kind::kUnknown : Kind::kRetry, "no answer");
}

// An answer of another status than 2xx comes from something before the API.
SendResult OfStatus(const Call& call, const HttpAnswer& answer) {
  const std::string reason = "status " + std::to_string(answer.status);
  if (answer.status == 401) return WxFailed(Kind::kTokenRefused, reason);
  if (answer.status == 408) return WxFailed(Kind::kRetry, reason);
  if (answer.status == 429 || answer.status == 503) {
    SendResult result = WxFailed(Kind::kRetry, reason);
    if (answer.status == 429 || !answer.Header("Retry-After").empty())
      result.retry_after = RetryAfter(answer, kConcurrencyPause);
    result.whole_account = answer.status == 429;
    return result;
  }
  if (answer.status >= 500) return WxFailed(call.delivers ? Kind::kUnknown : Kind::kRetry, reason);
  return WxFailed(Kind::kRejected, reason);
}

SendResult OfCode(std::span<const WxReaction> table, long long code, std::string words) {
  const WxReaction* known = FindWxReaction(table, code);
  if (known == nullptr) return WxFailed(Kind::kRejected, std::move(words));
  if (!known->advice.empty()) words += " (" + std::string(known->advice) + ")";
  SendResult result = WxFailed(known->kind, std::move(words));
  if (known->wait.count() > 0) result.retry_after = known->wait;
  result.whole_account = known->whole_account;
  return result;
}

}  // namespace

WxAnswer ReadWxAnswer(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object()) return {};
  const auto code = body->find("errcode");
  if (code == body->end() || !code->is_number_integer()) return {};
  const std::string words = std::to_string(code->get<long long>()) + " " + base::TextAt(*body, "errmsg");
  return {code->get<long long>(), base::Shorten(base::CleanUtf8(words), kMaxReason)};
}

const WxReaction* FindWxReaction(std::span<const WxReaction> table, long long code) {
  const auto it = std::find_if(table.begin(), table.end(), [&](const WxReaction& one) { return one.code == code; });
  return it == table.end() ? nullptr : &*it;
}

SendResult WxFailed(Kind kind, std::string reason) {
  SendResult result;
  result.kind = kind;
  result.reason = std::move(reason);
  return result;
}

SendResult WxOutcome(std::span<const WxReaction> table, const Call& call, const CallResult& result) {
  if (!result.answer) return Lost(call, result.certainly_not_sent);
  const HttpAnswer& answer = *result.answer;
  if (answer.status < 200 || answer.status > 299) return OfStatus(call, answer);
  const WxAnswer said = ReadWxAnswer(answer);
  if (!said.code) return WxFailed(call.delivers ? Kind::kUnknown : Kind::kRetry, "the answer cannot be read");
  if (*said.code != 0) return OfCode(table, *said.code, said.words);
  return WxFailed(Kind::kSent, {});
}

base::Status WxProblem(std::span<const WxReaction> table, const HttpAnswer& answer) {
  const WxAnswer said = ReadWxAnswer(answer);
  if (!said.code) return Fail(ErrorCode::kUnavailable, "The platform's answer cannot be read.");
  if (*said.code == 0) return {};
  const SendResult result = OfCode(table, *said.code, said.words);
  base::Error error{ErrorCode::kForbidden, result.reason, {}, result.retry_after};
  if (result.kind == Kind::kTokenRefused) error.code = ErrorCode::kUnauthenticated;
  if (result.kind == Kind::kRetry) error.code = ErrorCode::kUnavailable;
  return tl::unexpected(std::move(error));
}

base::Result<Token> ReadWxToken(const HttpAnswer& answer, std::string_view call, std::span<const long long> wrong,
                                Env env) {
  const std::string name(call);
  const auto body = base::ParseJson(answer.body);
  if (answer.status != 200 || !body || !body->is_object())
    return Fail(ErrorCode::kUnavailable, name + ": status " + std::to_string(answer.status));
  if (const WxAnswer said = ReadWxAnswer(answer); said.code.value_or(0) != 0) {
    const bool ours = std::find(wrong.begin(), wrong.end(), *said.code) != wrong.end();
    return Fail(ours ? ErrorCode::kUnauthenticated : ErrorCode::kUnavailable, name + ": " + said.words);
  }
  std::string value = base::TextAt(*body, "access_token");
  const std::chrono::seconds life(base::IntAt(*body, "expires_in"));
  if (value.empty() || value.size() > kMaxToken || life.count() <= 0)
    return Fail(ErrorCode::kUnavailable, name + ": there is no token in the answer");
  const auto good_for = std::min(life, kLongestToken);
  return Token{base::Secret(std::move(value)), env.now + good_for * 9 / 10, env.now + good_for};
}

}  // namespace frontdesk::adapters::common
