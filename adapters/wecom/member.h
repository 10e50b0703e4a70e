// What WeCom tells of a member: the name that colleagues see.
// https://developer.work.weixin.qq.com/document/path/90196
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom {

class Members final : public ProfileSource {
 public:
  base::Result<std::variant<Call, Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                 Env env) const override;
};

}  // namespace frontdesk::adapters::wecom
