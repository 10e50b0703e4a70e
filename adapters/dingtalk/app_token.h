// The app's access token, asked for with its id and secret; both APIs take it. Kept until 80 % of its life.
//
// Thread safety: no state. Source: DingTalk, 获取企业内部应用的accessToken.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

class AppTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::dingtalk
