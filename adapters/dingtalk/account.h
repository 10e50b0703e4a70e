// What a DingTalk account has in frontdesk.yaml, its addresses, and whom an address may be trusted to.
//
// Channel of an Address: a person's id in their organisation (staffId), the DingTalk id "$:LWCP_v1:$..." of somebody
// outside of it, or "group:" and a group's conversation id. Neither of the first two begins with "group:".
//
// Thread safety: pure functions and constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::dingtalk {

inline constexpr std::string_view kGroupPrefix = "group:";

std::span<const SettingField> AccountFields();

// What the form of the fields does not tell. Error.where says how to mend it.
base::Status CheckAccount(const Settings& settings);

// "group:cidAsX...==" of "cidAsX...==", as a group's id is shown by the platform's own tools.
std::string ChannelOf(std::string_view id);

bool IsGroup(std::string_view channel);
// "cidAsX...==" of "group:cidAsX...==".
std::string_view ConversationOf(std::string_view channel);
// Nobody can write to them first: the platform's API takes the ids of an organisation's members only.
bool IsOutsider(std::string_view channel);

std::string RobotCode(const Settings& settings);

// Whether events come over a connection of ours.
bool UsesStream(const Settings& settings);

// "https://api.dingtalk.com" + `path`, which begins with '/'.
std::string ApiUrl(const Settings& settings, std::string_view path);
// The older API, on a host of its own, which takes its token in the address.
std::string OldApiUrl(const Settings& settings, std::string_view path, std::string_view token);

// Whether words may be sent there: https on a host of dingtalk.com, or a host that the account itself names.
bool IsOwnAddress(std::string_view url, const Settings& settings);
// Whether a file may be fetched from there: the same, a store of Alibaba Cloud, or one of media_hosts.
bool IsMediaAddress(std::string_view url, const Settings& settings);

}  // namespace frontdesk::adapters::dingtalk
