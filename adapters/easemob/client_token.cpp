#include "adapters/easemob/client_token.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/retry_after.h"
#include "adapters/easemob/account.h"
#include "adapters/easemob/rest_call.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::chrono::seconds kMaxLife = std::chrono::hours(24);
constexpr std::size_t kMaxToken = 4'000;
constexpr base::Millis kRateLimitWait = std::chrono::seconds(5);

std::chrono::seconds LifeOf(const nlohmann::json& body) {
  const long long seconds = base::IntAt(body, "expires_in");
  return seconds <= 0 ? kMaxLife : std::chrono::seconds(std::min<long long>(seconds, kMaxLife.count()));
}

// The token goes into a header line.
bool IsToken(const std::string& text) {
  return !text.empty() && text.size() <= kMaxToken &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

base::Error ErrorOfToken(const HttpAnswer& answer) {
  base::Error error{ErrorCode::kUnavailable, "No app token: " + ReasonOf(answer), {}};
  if (answer.status == 429) {
    error.code = ErrorCode::kRateLimited;
    error.retry_after = common::RetryAfter(answer, kRateLimitWait);
  } else if (answer.status >= 400 && answer.status < 500 && answer.status != 408) {
    error.code = ErrorCode::kUnauthenticated;
  }
  return error;
}

}  // namespace

base::Result<std::variant<Token, Call>> ClientTokens::Make(Env env) const {
  Call call;
  call.url = ApiUrl(env.settings, "token");
  call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  call.body = base::DumpJson({{"grant_type", "client_credentials"},
                              {"client_id", env.settings.SecretOf("client_id").Reveal()},
                              {"client_secret", env.settings.SecretOf("client_secret").Reveal()}});
  call.delivers = false;
  return call;
}

base::Result<Token> ClientTokens::Read(const HttpAnswer& answer, Env env) const {
  if (answer.status < 200 || answer.status >= 300) return tl::unexpected(ErrorOfToken(answer));
  const auto body = base::ParseJson(answer.body);
  std::string text = body && body->is_object() ? base::TextAt(*body, "access_token") : std::string();
  if (!IsToken(text)) return Fail(ErrorCode::kUnavailable, "The answer to the request for a token has none.");
  const std::chrono::seconds life = LifeOf(*body);
  return Token{base::Secret(std::move(text)), env.now + life * 8 / 10, env.now + life};
}

}  // namespace frontdesk::adapters::easemob
