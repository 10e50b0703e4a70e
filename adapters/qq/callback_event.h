// What people say and do on QQ, as events of a callback.
// https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/event-emit.html
//
// Thread safety: pure functions. Failure: kInvalid for what is no callback; what is not for us gives no event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

// The check of an address is answered at once. Of a press, Taken::after confirms it, or the client goes on waiting.
base::Result<Parsed> ParseCallback(std::string_view body, Env env);

// "fd-42-0": the button's id, which names the row of its message.
std::string ButtonId(std::int64_t row, std::size_t index);

// The call that confirms a press, by the words of Taken::after.
base::Result<Call> ConfirmCall(std::string_view words, Env env);

}  // namespace frontdesk::adapters::qq
