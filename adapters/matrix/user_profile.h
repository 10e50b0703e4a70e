// What a homeserver tells of a user: the display name.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

class UserProfiles final : public ProfileSource {
 public:
  base::Result<std::variant<Call, Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                 Env env) const override;
};

}  // namespace frontdesk::adapters::matrix
