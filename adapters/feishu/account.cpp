#include "adapters/feishu/account.h"

#include <algorithm>

namespace frontdesk::adapters::feishu {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kMaxId = 128;

constexpr SettingField kFields[] = {
    {.name = "region",
     .kind = Kind::kChoice,
     .identity = true,
     .fallback = "feishu",
     .choices = "feishu|lark",
     .hint = "write region: feishu for open.feishu.cn, region: lark for open.larksuite.com"},
    {.name = "app_id", .required = true, .identity = true, .hint = "write app_id: the App ID, such as cli_a1b2c3"},
    {.name = "app_secret", .kind = Kind::kSecret, .required = true, .hint = "write app_secret: env:NAME"},
    {.name = "transport",
     .kind = Kind::kChoice,
     .fallback = "webhook",
     .choices = "webhook|websocket",
     .hint = "write transport: websocket when this server has no public address"},
    {.name = "encrypt_key",
     .kind = Kind::kSecret,
     .hint = "write encrypt_key: env:NAME, the Encrypt Key under Events and Callbacks"},
    {.name = "verification_token",
     .kind = Kind::kSecret,
     .hint = "write verification_token: env:NAME, the Verification Token under Events and Callbacks"},
    {.name = "bot", .hint = "write bot: the bot's open_id, such as ou_a1b2c3"},
    {.name = "help_channels",
     .kind = Kind::kList,
     .hint = "write help_channels: [oc_a1b2c3], the groups in which every message is for the bot"},
    {.name = "api_base",
     .kind = Kind::kUrl,
     .identity = true,
     .hint = "write api_base: https:// and the host of your own deployment"},
};

base::Status CheckIds(const Settings& settings) {
  if (!settings.Text("app_id").starts_with("cli_") || !IsId(settings.Text("app_id"))) {
    return Fail(ErrorCode::kInvalid, "app_id is no App ID: it begins with cli_",
                "copy the App ID from Credentials & Basic Info");
  }
  const std::string& bot = settings.Text("bot");
  if (!bot.empty() && (!bot.starts_with("ou_") || !IsId(bot))) {
    return Fail(ErrorCode::kInvalid, "bot is no open_id: it begins with ou_",
                "copy bot.open_id from the answer of GET /open-apis/bot/v3/info");
  }
  for (const std::string& channel : settings.List("help_channels")) {
    if (channel.starts_with("oc_") && IsId(channel)) continue;
    return Fail(ErrorCode::kInvalid, "help_channels holds '" + channel + "', which is no id of a group",
                "write the group's chat_id, which begins with oc_; its settings show it");
  }
  return {};
}

}  // namespace

std::span<const SettingField> Fields() { return kFields; }

base::Status CheckAccount(const Settings& settings) {
  TRY_STATUS(CheckIds(settings));
  if (IsLongConnection(settings)) return {};
  if (settings.SecretOf("encrypt_key").empty()) {
    return Fail(ErrorCode::kInvalid,
                "a webhook without encrypt_key would take events from anybody, as nothing is signed",
                "set an Encrypt Key under Events and Callbacks and write encrypt_key: env:NAME");
  }
  if (settings.SecretOf("verification_token").empty()) {
    return Fail(ErrorCode::kInvalid, "a webhook needs verification_token",
                "copy it from Events and Callbacks and write verification_token: env:NAME");
  }
  return {};
}

std::string ApiUrl(const Settings& settings, std::string_view path) {
  std::string url = settings.Text("api_base");
  if (url.empty()) url = settings.Text("region") == "lark" ? "https://open.larksuite.com" : "https://open.feishu.cn";
  return url.append(path);
}

bool IsLongConnection(const Settings& settings) { return settings.Text("transport") == "websocket"; }

bool IsChinese(const Settings& settings) { return settings.Text("region") != "lark"; }

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
}

}  // namespace frontdesk::adapters::feishu
