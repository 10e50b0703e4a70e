// What agents do, by the names that the console, transcripts, chats and commands use: "take", "give-back", "plan" ...
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "bot/base/event.h"

namespace frontdesk::core {

using NamedAct = std::pair<std::string_view, base::AgentActed::Act>;
std::span<const NamedAct> NamedActs();
std::optional<base::AgentActed::Act> ActFrom(std::string_view name);

}  // namespace frontdesk::core
