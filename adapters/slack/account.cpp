#include "adapters/slack/account.h"

#include <algorithm>

#include "adapters/common/rooms.h"
#include "adapters/slack/blocks.h"
#include "adapters/slack/wire.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kLeastSecret = 16;
constexpr std::size_t kMaxUserText = 160'000;  // 40,000 characters
constexpr double kSendsPerSecond = 10;         // Slack allows several hundred messages a minute in a workspace
constexpr double kBurst = 20;

constexpr SettingField kFields[] = {
    {.name = "bot_token",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write bot_token: env:NAME, the Bot User OAuth Token of the app, which begins with xoxb-"},
    {.name = "signing_secret",
     .kind = Kind::kSecret,
     .hint = "write signing_secret: env:NAME, from Basic Information, when Slack calls us over HTTP"},
    {.name = "app_token",
     .kind = Kind::kSecret,
     .hint = "write app_token: env:NAME, an App-Level Token with connections:write, for Socket Mode"},
    {.name = "team", .hint = "write team: T0123ABCD, the id of the workspace"},
    {.name = "help_channels",
     .kind = Kind::kList,
     .hint = "write help_channels: [C0123ABCD], the ids of channels where every message is a question"},
    {.name = "desk_channels",
     .kind = Kind::kList,
     .hint = "write desk_channels: [C0123ABCD], the ids of the channels of this account under desk.channels"},
    {.name = "api_base",
     .kind = Kind::kUrl,
     .fallback = "https://slack.com",
     .hint = "write api_base: https://slack.com, or https://slack-gov.com"},
};

bool IsChannelId(std::string_view id) {
  return id.size() >= 4 && (id.front() == 'C' || id.front() == 'G') && IsId(id) &&
         std::none_of(id.begin(), id.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

base::Status CheckChannels(const Settings& settings, std::string_view key) {
  for (const std::string& channel : settings.List(key))
    if (!IsChannelId(channel))
      return Fail(ErrorCode::kInvalid, std::string(key) + " takes ids, and '" + channel + "' is none",
                  "open the channel's details in Slack: the id, such as C0123ABCD, stands at the end");
  return {};
}

bool IsIn(const std::vector<std::string>& list, std::string_view channel) {
  return std::find(list.begin(), list.end(), channel) != list.end();
}

}  // namespace

std::span<const SettingField> Fields() { return kFields; }

base::Status CheckAccount(const Settings& settings) {
  const base::Secret& signing = settings.SecretOf("signing_secret");
  const base::Secret& app = settings.SecretOf("app_token");
  if (signing.empty() == app.empty()) {
    return Fail(
        ErrorCode::kInvalid,
        signing.empty() ? "signing_secret or app_token is missing" : "signing_secret and app_token exclude each other",
        "write signing_secret when Slack calls us over HTTP, or app_token for Socket Mode, which needs no "
        "public address");
  }
  if (!settings.SecretOf("bot_token").Reveal().starts_with("xoxb-"))
    return Fail(ErrorCode::kInvalid, "bot_token is no token of a bot",
                "copy the Bot User OAuth Token from OAuth & Permissions: it begins with xoxb-");
  if (!app.empty() && !app.Reveal().starts_with("xapp-"))
    return Fail(ErrorCode::kInvalid, "app_token is no token of an app",
                "make an App-Level Token with connections:write under Basic Information: it begins with xapp-");
  if (!signing.empty() && signing.Reveal().size() < kLeastSecret)
    return Fail(ErrorCode::kInvalid, "signing_secret is too short",
                "copy the Signing Secret from Basic Information: it has 32 digits");
  const std::string& team = settings.Text("team");
  if (!team.empty() && !((team.front() == 'T' || team.front() == 'E') && IsId(team)))
    return Fail(ErrorCode::kInvalid, "team is no id of a workspace", "write team: the id that begins with T");
  TRY_STATUS(CheckChannels(settings, "help_channels"));
  TRY_STATUS(CheckChannels(settings, "desk_channels"));
  return common::CheckRoomsApart(settings);
}

Capabilities AccountCapabilities() {
  Capabilities can;
  can.retries_events = true;
  can.max_request = kMaxRequest;
  can.answer_deadline = std::chrono::seconds(3);
  can.answer_wait = std::chrono::seconds(2);
  can.max_text = kMaxUserText;
  can.message_limit = kMaxSection;
  can.unit = Capabilities::Unit::kUtf16;
  can.buttons = kMaxOptions;
  can.button_label = kMaxLabel;
  can.cards = true;
  can.forms = true;
  can.threads = true;
  can.edits = true;
  can.files = true;
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

}  // namespace frontdesk::adapters::slack
