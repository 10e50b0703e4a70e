// What this adapter says itself.
//
// Thread safety: constants.
#pragma once

#include <string_view>

namespace frontdesk::adapters::matrix {

// Nobody's language is known before the first word that can be read.
inline constexpr std::string_view kCannotRead =
    "This room is encrypted, and I cannot read what is written here. Please open a chat with me without encryption, "
    "and "
    "I will answer there.\n"
    "这个聊天室已加密，我看不到这里的消息。请和我新建一个不加密的聊天，我会在那里回复你。";

}  // namespace frontdesk::adapters::matrix
