// What a Matrix account has in frontdesk.yaml: one user of a homeserver, as a client that syncs (type matrix) or as an
// application service that the homeserver pushes to (type matrix-appservice).
//
// Thread safety: pure functions and constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::matrix {

std::span<const SettingField> ClientFields();
std::span<const SettingField> ServiceFields();

// What the form of the fields does not tell: both ways to a token or none, names where ids belong.
base::Status CheckClient(const Settings& settings);
base::Status CheckService(const Settings& settings);

Capabilities ClientCapabilities();
Capabilities ServiceCapabilities();

// Whether the account is an application service's.
bool IsService(const Settings& settings);

// "@support:example.org"
const std::string& UserOf(const Settings& settings);
bool IsUserId(std::string_view id);
// "example.org"
std::string_view ServerOf(std::string_view user);

// Whether every message of the room is for the bot.
bool HearsAll(const Settings& settings, std::string_view room);
// Whether agents work there.
bool IsDeskRoom(const Settings& settings, std::string_view room);
// Whether the room was named as one of many people, where the bot listens to its name only.
bool IsNamedGroup(const Settings& settings, std::string_view room);
// Whether the bot puts a number key under its questions for each choice.
bool PutsKeys(const Settings& settings);
// Whether the bot goes where this user invites it.
bool MayInvite(const Settings& settings, std::string_view user);

}  // namespace frontdesk::adapters::matrix
