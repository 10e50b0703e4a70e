// The token that calls carry: given, or had by signing in with the password and always the same device; an application
// service has its own, once its user is registered.
//
// Thread safety: no state. Failure: kUnauthenticated when the homeserver does not let us in, with what it said.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

class Login final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::matrix
