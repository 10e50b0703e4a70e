#include "adapters/wecom/access_token.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/wecom/account.h"
#include "adapters/wecom/error_code.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::chrono::seconds kLongest = std::chrono::hours(24);
constexpr std::size_t kMaxToken = 512;  // the platform promises no more

// Whether the credentials are at fault: asking again does not help.
bool IsWrongSecret(long long code) { return code == 40001 || code == 40013 || code == 41002 || code == 41004; }

}  // namespace

base::Result<std::variant<Token, Call>> AccessTokens::Make(Env env) const {
  Call call;
  call.method = "GET";
  call.url = ApiUrl(env.settings, "gettoken?corpid=") + base::PercentEncode(env.settings.Text("corp_id")) +
             "&corpsecret=" + base::PercentEncode(env.settings.SecretOf("secret").Reveal());
  call.headers = {{"Accept", "application/json"}};
  call.delivers = false;
  return call;
}

base::Result<Token> AccessTokens::Read(const HttpAnswer& answer, Env env) const {
  const ApiAnswer said = ReadAnswer(answer);
  if (answer.status != 200 || !said.code) {
    return Fail(ErrorCode::kUnavailable, "gettoken: status " + std::to_string(answer.status));
  }
  if (*said.code != 0) {
    const ErrorCode code = IsWrongSecret(*said.code) ? ErrorCode::kUnauthenticated : ErrorCode::kUnavailable;
    return Fail(code, "gettoken: " + said.words);
  }
  TRY(const nlohmann::json body, base::ParseJson(answer.body));
  std::string value = base::TextAt(body, "access_token");
  const std::chrono::seconds life(base::IntAt(body, "expires_in"));
  if (value.empty() || value.size() > kMaxToken || life.count() <= 0)
    return Fail(ErrorCode::kUnavailable, "gettoken: there is no token in the answer");
  const auto good_for = std::min(life, kLongest);
  return Token{base::Secret(std::move(value)), env.now + good_for * 9 / 10, env.now + good_for};
}

}  // namespace frontdesk::adapters::wecom
