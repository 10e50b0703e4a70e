#include "adapters/wecom/access_token.h"

#include "adapters/common/wx_answer.h"
#include "adapters/wecom/account.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::wecom {

namespace {

// The credentials are at fault: asking again does not help.
constexpr long long kWrong[] = {40001, 40013, 41002, 41004};

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
  return common::ReadWxToken(answer, "gettoken", kWrong, env);
}

}  // namespace frontdesk::adapters::wecom
