// Who a user is: the name that colleagues see, language and time zone.
//
// Thread safety: no state. Failure: as ProfileSource.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::mattermost {

class UserProfiles final : public ProfileSource {
 public:
  base::Result<std::variant<Call, Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                 Env env) const override;
};

}  // namespace frontdesk::adapters::mattermost
