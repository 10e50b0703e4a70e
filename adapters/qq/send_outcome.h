// What QQ says about a call, and what becomes of the message.
// https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/error-trace/openapi.html
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

// SendResult::avoid: addresses that nobody has registered; buttons that the bot may not send.
inline constexpr std::string_view kWithoutUrls = "urls";
inline constexpr std::string_view kWithoutKeyboard = "keyboard";

SendResult OutcomeOf(const Call& call, const CallResult& result);

}  // namespace frontdesk::adapters::qq
