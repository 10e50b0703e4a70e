// What a Teams account has in frontdesk.yaml: one bot of Azure, in one of Microsoft's clouds.
//
// Thread safety: pure functions and constants.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

std::span<const SettingField> Fields();

// What the form of the fields does not tell: ids that are none, the emulator's mode with a real bot.
base::Status CheckAccount(const Settings& settings);

Capabilities AccountCapabilities();

// One of Microsoft's clouds: they trust nobody else's tokens.
struct Cloud {
  std::string_view name;
  std::string_view login;
  std::string_view metadata;  // of the keys that requests to us are signed with
  std::string_view issuer;
  std::string_view scope;
  std::string_view service;               // where Teams is reached before any request has named a serviceUrl
  std::array<std::string_view, 3> hosts;  // of serviceUrls; with a '.' before it and all below it
};
const Cloud& CloudOf(const Settings& settings);

// A playground on this machine in place of Teams: nobody proves anything, and no token is sent.
bool IsEmulated(const Settings& settings);
// "28:APP", as activities name the bot.
std::string BotId(const Settings& settings);

// Whether the account is for this organisation.
bool TakesTenant(const Settings& settings, std::string_view tenant);
// Whether every message of the channel is for the bot.
bool HearsAll(const Settings& settings, std::string_view channel);

// Whether our token may go there.
bool IsServiceUrl(const Settings& settings, std::string_view url);
// Where to call: what the conversation's last event named, else the cloud's own; without a final '/'.
std::string ServiceOf(const Settings& settings, const base::ReplyPath* path);
// The address as it is called: on `api_base`, where one stands in for Microsoft's hosts.
std::string Called(const Settings& settings, std::string_view url);

// Ids go into addresses; they are long, and may hold ':', '@', ';' and '='.
bool IsId(std::string_view id);
bool IsGuid(std::string_view text);

}  // namespace frontdesk::adapters::teams
