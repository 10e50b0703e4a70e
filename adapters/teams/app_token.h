// The token that our calls carry, for the app's id and secret.
//
// Thread safety: no state. Failure: kUnauthenticated when Microsoft does not know the app or its secret; kUnavailable.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::teams {

class AppTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::teams
