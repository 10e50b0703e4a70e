// Easemob's app token, asked for with the client id and secret.
//
// Whoever asks often is blocked, so a token is kept until 80 % of its life, yet for a day at most: some clusters tell
// its life in milliseconds, and 0 means for ever.
//
// Thread safety: no state. Source: Easemob, app token authentication.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

class ClientTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::easemob
