// The name under which a member stands in the organisation's contacts, where the app may read them (real_names). The
// platform tells neither language nor time zone, and nothing of outsiders.
//
// Thread safety: no state. Source: DingTalk, topapi/v2/user/get.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

class RealNames final : public ProfileSource {
 public:
  base::Result<std::variant<Call, Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                 Env env) const override;
};

}  // namespace frontdesk::adapters::dingtalk
