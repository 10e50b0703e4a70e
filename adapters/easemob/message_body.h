// What a user sent, one body of the platform, in our words.
//
// Texts are Said; files of every kind are SentFiles, to be fetched later; a place is Said with its name and its
// coordinates; a click on a button of ours is Pressed. A card of the app's own (custom) is Said with its fields, one a
// line, because an order that a customer sends is worth reading. What is of a kind that nobody knows is Said with the
// text that the app sent for old clients, else with the kind in brackets, such as "(sticker)".
//
// Thread safety: pure functions. Sources: Easemob and Agora Chat, the bodies of post-delivery callbacks.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/event.h"

namespace frontdesk::adapters::easemob {

inline constexpr std::size_t kMaxContext = 16 << 10;
inline constexpr std::size_t kMaxChoice = 1 << 10;

// The object under `key`; an empty one when there is none.
const nlohmann::json& ObjectAt(const nlohmann::json& value, std::string_view key);

// The first of payload.bodies; an empty object when there is none.
const nlohmann::json& BodyOf(const nlohmann::json& payload);

// Nothing for what is not for us: empty texts, receipts and other commands.
std::optional<base::EventBody> EventBodyOf(const nlohmann::json& payload);

// ext.frontdesk as JSON text; empty when it is absent or over 16 KiB.
std::string ContextOf(const nlohmann::json& ext);

// The button that was clicked: ext.bot.choice, or the id of a kefu menu's item. Empty when it was none.
std::string ChoiceOf(const nlohmann::json& ext);

}  // namespace frontdesk::adapters::easemob
