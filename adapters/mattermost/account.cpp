#include "adapters/mattermost/account.h"

#include <algorithm>

#include "adapters/common/path_secret.h"
#include "adapters/common/rooms.h"
#include "adapters/mattermost/wire.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kMaxUserText = 65'535;
constexpr std::size_t kLeastToken = 16;
// Servers that limit rates allow ten calls a second, and a message may take more than one.
constexpr double kSendsPerSecond = 5;
constexpr double kBurst = 20;

constexpr SettingField kFields[] = {
    {.name = "api_base",
     .kind = Kind::kUrl,
     .required = true,
     .hint = "write api_base: https://chat.example.com, the address of the Mattermost server"},
    {.name = "bot_token",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write bot_token: env:NAME, the access token of the bot account"},
    {.name = "path_secret",
     .kind = Kind::kSecret,
     .hint = "write path_secret: env:NAME, 16 or more random letters and digits that end the address for clicks"},
    {.name = "callback_base",
     .kind = Kind::kUrl,
     .hint = "write callback_base: https://frontdesk.internal, where the Mattermost server reaches us when that is "
             "not public_url"},
    {.name = "command_token",
     .kind = Kind::kSecret,
     .hint = "write command_token: env:NAME, the token of the slash command"},
    {.name = "webhook_token",
     .kind = Kind::kSecret,
     .hint = "write webhook_token: env:NAME, the token of the outgoing webhook"},
    {.name = "help_channels",
     .kind = Kind::kList,
     .hint = "write help_channels: [ID], the ids of channels where every message is a question"},
    {.name = "desk_channels",
     .kind = Kind::kList,
     .hint = "write desk_channels: [ID], the ids of the channels of this account under desk.channels"},
};

bool IsIn(const std::vector<std::string>& list, std::string_view channel) {
  return std::find(list.begin(), list.end(), channel) != list.end();
}

base::Status CheckChannels(const Settings& settings, std::string_view key) {
  for (const std::string& channel : settings.List(key))
    if (!IsId(channel))
      return Fail(ErrorCode::kInvalid, std::string(key) + " takes ids, and '" + channel + "' is none",
                  "open the channel's details in Mattermost (View Info): the id stands at the end");
  return {};
}

base::Status CheckHooks(const Settings& settings) {
  const base::Secret& path = settings.SecretOf("path_secret");
  for (const char* key : {"command_token", "webhook_token"}) {
    const base::Secret& token = settings.SecretOf(key);
    if (token.empty()) continue;
    if (path.empty())
      return Fail(ErrorCode::kInvalid, std::string(key) + " needs path_secret",
                  "write path_secret: env:NAME, too: it ends the address that the integration calls");
    if (token.Reveal().size() < kLeastToken)
      return Fail(ErrorCode::kInvalid, std::string(key) + " is too short",
                  "copy the token that Mattermost shows for the integration: it has 26 letters and digits");
  }
  if (path.empty()) return {};
  return common::CheckPathSecret(path, "path_secret");
}

}  // namespace

std::span<const SettingField> Fields() { return kFields; }

base::Status CheckAccount(const Settings& settings) {
  if (settings.SecretOf("bot_token").Reveal().size() < kLeastToken)
    return Fail(ErrorCode::kInvalid, "bot_token is too short",
                "copy the access token of the bot account: it has 26 letters and digits");
  TRY_STATUS(CheckHooks(settings));
  TRY_STATUS(CheckChannels(settings, "help_channels"));
  TRY_STATUS(CheckChannels(settings, "desk_channels"));
  return common::CheckRoomsApart(settings);
}

Capabilities AccountCapabilities() {
  Capabilities can;
  can.signs_body = false;
  can.max_request = kMaxRequest;
  can.answer_deadline = std::chrono::seconds(3);
  can.answer_wait = std::chrono::seconds(2);
  can.max_text = kMaxUserText;
  can.knows_users = true;
  can.deduplicates_sends = true;
  can.message_limit = kMaxMessage;
  can.unit = Capabilities::Unit::kCodePoints;
  can.buttons = kMaxOptions;
  can.button_label = kMaxLabel;
  can.cards = true;
  can.forms = true;
  can.threads = true;
  can.edits = true;
  can.files = true;
  can.typing = true;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

bool HearsAll(const Settings& settings, std::string_view channel) {
  return IsIn(settings.List("help_channels"), channel) || IsDeskChannel(settings, channel);
}

bool IsDeskChannel(const Settings& settings, std::string_view channel) {
  return IsIn(settings.List("desk_channels"), channel);
}

std::string HookUrl(const Settings& settings) {
  const std::string& internal = settings.Text("callback_base");
  const std::string& base = internal.empty() ? settings.public_url : internal;
  const base::Secret& secret = settings.SecretOf("path_secret");
  if (base.empty() || secret.empty()) return {};
  return base + "/hooks/" + settings.account + "/" + secret.Reveal();
}

}  // namespace frontdesk::adapters::mattermost
