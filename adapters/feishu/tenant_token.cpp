#include "adapters/feishu/tenant_token.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/feishu/api_call.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::chrono::seconds kMaxLife = std::chrono::hours(2);
constexpr std::chrono::seconds kEarly = std::chrono::minutes(15);
constexpr std::size_t kMaxToken = 4'000;
constexpr base::Millis kRateWait = std::chrono::seconds(5);
constexpr std::int64_t kTooFast = 99991400;

// The token goes into a header line.
bool IsToken(const std::string& text) {
  return !text.empty() && text.size() <= kMaxToken &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

base::Error NoToken(const HttpAnswer& answer) {
  base::Error error{ErrorCode::kUnavailable, "No tenant_access_token: " + ReasonOf(answer), {}};
  const auto code = CodeOf(answer);
  if (answer.status == 429 || code == kTooFast) {
    error.code = ErrorCode::kRateLimited;
    error.retry_after = common::RetryAfter(answer, kRateWait, kRetryHeaders);
  } else if (answer.status < 500 && answer.status != 408 && code.value_or(0) != 0) {
    error.code = ErrorCode::kUnauthenticated;
  }
  return error;
}

}  // namespace

base::Result<std::variant<Token, Call>> TenantTokens::Make(Env env) const {
  const std::string body = base::DumpJson(
      {{"app_id", env.settings.Text("app_id")}, {"app_secret", env.settings.SecretOf("app_secret").Reveal()}});
  Call call = JsonCall("POST", "/open-apis/auth/v3/tenant_access_token/internal", body, env);
  std::erase_if(call.headers, [](const auto& header) { return header.first == "Authorization"; });
  call.delivers = false;
  return call;
}

base::Result<Token> TenantTokens::Read(const HttpAnswer& answer, Env env) const {
  if (answer.status < 200 || answer.status >= 300 || CodeOf(answer) != 0) return tl::unexpected(NoToken(answer));
  const auto body = base::ParseJson(answer.body);
  std::string text = base::TextAt(*body, "tenant_access_token");
  if (!IsToken(text)) return Fail(ErrorCode::kUnavailable, "The answer to the request for a token has none.");
  const std::chrono::seconds told(base::IntAt(*body, "expire"));
  const std::chrono::seconds life = told.count() <= 0 ? kMaxLife : std::min(told, kMaxLife);
  return Token{base::Secret(std::move(text)), env.now + std::max(life / 2, life - kEarly), env.now + life};
}

}  // namespace frontdesk::adapters::feishu
