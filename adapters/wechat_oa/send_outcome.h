// What WeChat says about a call, and what becomes of the message.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wechat_oa {

// SendResult::avoid: the account may not send menus, numbered text may do.
inline constexpr std::string_view kWithoutMenu = "menu";

SendResult OutcomeOf(const Call& call, const CallResult& result);

// As common::WxProblem.
base::Status ProblemOf(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::wechat_oa
