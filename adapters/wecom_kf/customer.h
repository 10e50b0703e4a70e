// What WeChat tells of a customer: the nickname.
// https://developer.work.weixin.qq.com/document/path/95159
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom::kf {

class Customers final : public ProfileSource {
 public:
  base::Result<std::variant<Call, Profile>> Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                 Env env) const override;
};

}  // namespace frontdesk::adapters::wecom::kf
