// The application's access_token: good for two hours, one for all calls, renewed early. The runtime keeps it and asks
// for another one when WeCom refuses it before its time.
// https://developer.work.weixin.qq.com/document/path/91039
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom {

class AccessTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::wecom
