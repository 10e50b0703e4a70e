// The account's access_token by /cgi-bin/stable_token: good for two hours, shared, renewed early. Unlike /cgi-bin/token
// it does not end the token that another program has.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::wechat_oa {

class StableTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::wechat_oa
