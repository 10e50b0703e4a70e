#include "adapters/dingtalk/app_token.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/api_error.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::dingtalk {

namespace {

constexpr std::chrono::seconds kUsualLife{7'200};
constexpr std::size_t kMaxToken = 4'000;

// The token goes into a header line.
bool IsToken(const std::string& text) {
  return !text.empty() && text.size() <= kMaxToken &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

base::Result<std::variant<Token, Call>> AppTokens::Make(Env env) const {
  Call call;
  call.url = ApiUrl(env.settings, "/v1.0/oauth2/accessToken");
  call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  call.body = base::DumpJson(
      {{"appKey", env.settings.Text("client_id")}, {"appSecret", env.settings.SecretOf("client_secret").Reveal()}});
  call.delivers = false;
  return call;
}

base::Result<Token> AppTokens::Read(const HttpAnswer& answer, Env env) const {
  if (answer.status < 200 || answer.status >= 300) return tl::unexpected(CredentialError(answer, "No access token: "));
  const auto body = base::ParseJson(answer.body);
  std::string text = body && body->is_object() ? base::TextAt(*body, "accessToken") : std::string();
  if (!IsToken(text))
    return base::Fail(base::ErrorCode::kUnavailable, "The answer to the request for a token has none.");
  const long long told = base::IntAt(*body, "expireIn");
  const std::chrono::seconds life = told > 0 ? std::min(std::chrono::seconds(told), kUsualLife) : kUsualLife;
  return Token{base::Secret(std::move(text)), env.now + life * 8 / 10, env.now + life};
}

}  // namespace frontdesk::adapters::dingtalk
