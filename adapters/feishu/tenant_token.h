// The tenant_access_token of a custom app, asked for with its id and secret. It lives for two hours; the same one comes
// back while more than half an hour is left, so that it is renewed a quarter of an hour before its end.
//
// Thread safety: no state. Source: Feishu, tenant_access_token of custom apps.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

class TenantTokens final : public TokenRecipe {
 public:
  base::Result<std::variant<Token, Call>> Make(Env env) const override;
  base::Result<Token> Read(const HttpAnswer& answer, Env env) const override;
};

}  // namespace frontdesk::adapters::feishu
