// A proven callback as events of ours, or the answer to a pre-delivery callback.
//
// Channel of an address: the user's id for direct talk, "group:ID" for a group, "room:ID" for a chat room; a user id
// never holds a ':'. In groups and rooms the bot acts only on what is addressed to it. What it said itself comes back
// as a callback, too, and is dropped by its sender and by the mark in ext.bot.
//
// Thread safety: pure functions. Failure: kInvalid for a body that no version of the platform sends.
#pragma once

#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

inline constexpr std::string_view kGroupPrefix = "group:";
inline constexpr std::string_view kRoomPrefix = "room:";

base::Result<Parsed> ParseCallback(std::string_view body, Env env);

}  // namespace frontdesk::adapters::easemob
