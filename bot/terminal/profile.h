// How a platform shows a message, as far as a terminal can: by what its adapter says that it can do.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/message.h"

namespace frontdesk::terminal {

// Every account type of this version, and "plain": without buttons, cards and limits.
std::vector<std::string> ProfileNames();

adapters::Capabilities ProfileOf(std::string_view name);

// One text for each message that the user gets, buttons that can be pressed as [1 Yes] [2 No] under the last.
std::vector<std::string> ShownAs(const adapters::Capabilities& can, const base::Message& message,
                                 std::string_view public_url);

}  // namespace frontdesk::terminal
