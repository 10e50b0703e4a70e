// The bot's access token: good for two hours. QQ gives the same one until its last minute, in which a new one comes and
// both are good; so it is asked for anew in that minute, and no call is ever without one.
// https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/api-use.html
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

class AccessTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::qq
