#include "adapters/wechat_oa/stable_token.h"

#include <nlohmann/json.hpp>

#include "adapters/common/wx_answer.h"
#include "adapters/wechat_oa/account.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

// The credentials are at fault, or the account is: asking again does not help.
constexpr long long kWrong[] = {40001, 40013, 40125, 40164, 40243, 41002, 41004, 50004, 50007};

}  // namespace

base::Result<std::variant<Token, Call>> StableTokens::Make(Env env) const {
  const nlohmann::json body = {{"grant_type", "client_credential"},
                               {"appid", env.settings.Text("app_id")},
                               {"secret", env.settings.SecretOf("secret").Reveal()},
                               {"force_refresh", false}};
  Call call = PostJson(env.settings.Text("api_base") + "/cgi-bin/stable_token", base::DumpJson(body));
  call.delivers = false;
  return call;
}

base::Result<Token> StableTokens::Read(const HttpAnswer& answer, Env env) const {
  return common::ReadWxToken(answer, "stable_token", kWrong, env);
}

}  // namespace frontdesk::adapters::wechat_oa
