// Files and voice of a message, as our words.
//
// Thread safety: pure functions. Bounds: kMaxFiles.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bot/base/event.h"

namespace frontdesk::adapters::slack {

inline constexpr std::size_t kMaxFiles = 20;

// What a message with this text and these files says; nothing when it says nothing. Files that lie with somebody else
// are links in the words, an audio clip that Slack has written down is words, one that it has not is a voice.
std::optional<base::EventBody> SaidWith(const nlohmann::json& message, std::string text);

}  // namespace frontdesk::adapters::slack
