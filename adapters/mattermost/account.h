// What a Mattermost account has in frontdesk.yaml: one server, one bot account.
//
// Thread safety: pure functions and constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::mattermost {

inline constexpr std::size_t kMaxMessage = 16'383;  // characters of a post
inline constexpr std::size_t kMaxButtons = 10;      // beyond it a menu reads better
inline constexpr std::size_t kMaxOptions = 100;
inline constexpr std::size_t kMaxLabel = 60;  // graphemes
inline constexpr std::size_t kFilesInPost = 10;

std::span<const SettingField> Fields();

// What the form of the fields does not tell: keys that belong together, names where ids belong.
base::Status CheckAccount(const Settings& settings);

Capabilities AccountCapabilities();

// Whether every message of the channel is for the bot.
bool HearsAll(const Settings& settings, std::string_view channel);
// Whether agents work there.
bool IsDeskChannel(const Settings& settings, std::string_view channel);

// Where Mattermost sends clicks, dialogs and commands, secret and all; "" when it cannot reach us.
std::string HookUrl(const Settings& settings);

}  // namespace frontdesk::adapters::mattermost
