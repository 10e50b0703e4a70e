// Who a user is: their name and time zone, asked of the company's contacts. Without the scope for it nothing is told,
// and they are shown by their open_id.
//
// Thread safety: no state. Source: Feishu, contact/v3/users.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

class UserProfiles final : public ProfileSource {
 public:
  base::Result<std::variant<Call, Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                 Env env) const override;
};

}  // namespace frontdesk::adapters::feishu
