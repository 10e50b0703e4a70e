// What a Slack account has in frontdesk.yaml: one workspace, and one of two ways in, HTTP or Socket Mode.
//
// Thread safety: pure functions and constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

std::span<const SettingField> Fields();

// What the form of the fields does not tell: both ways in or none, a token of another kind, names where ids belong.
base::Status CheckAccount(const Settings& settings);

// What Slack shows and takes; the limits beneath it are in blocks.h.
Capabilities AccountCapabilities();

// Whether every message of the channel is for the bot.
bool HearsAll(const Settings& settings, std::string_view channel);
// Whether agents work there.
bool IsDeskChannel(const Settings& settings, std::string_view channel);

// The App Home of a user as a conversation: Address{the user's id, kHome}. Each message replaces the one before it.
inline constexpr std::string_view kHome = "home";

}  // namespace frontdesk::adapters::slack
