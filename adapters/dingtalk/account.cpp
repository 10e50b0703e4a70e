#include "adapters/dingtalk/account.h"

#include <algorithm>

#include "adapters/common/path_secret.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kAesKey = 43;
constexpr std::string_view kConversation = "cid";  // how the ids of groups begin

constexpr SettingField kFields[] = {
    {.name = "client_id",
     .required = true,
     .identity = true,
     .hint = "write client_id: the Client ID (AppKey) of the app in the developer console"},
    {.name = "client_secret",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write client_secret: env:NAME, the Client Secret (AppSecret) of the same app"},
    {.name = "robot_code", .hint = "write robot_code: the RobotCode, when it is another than the Client ID"},
    {.name = "bot_name", .hint = "write bot_name: the name that users mention in groups"},
    {.name = "transport",
     .kind = Kind::kChoice,
     .fallback = "stream",
     .choices = "stream|http",
     .hint = "write transport: stream, or http when the console pushes to your address"},
    {.name = "path_secret",
     .kind = Kind::kSecret,
     .hint = "write path_secret: env:NAME, 16 or more random letters and digits that end the callback address"},
    {.name = "event_token", .kind = Kind::kSecret, .hint = "write event_token: env:NAME, of the event subscription"},
    {.name = "event_aes_key",
     .kind = Kind::kSecret,
     .hint = "write event_aes_key: env:NAME, the 43 characters of the event subscription"},
    {.name = "event_owner", .hint = "write event_owner: the CorpId, for callbacks that were registered by API"},
    {.name = "help_channels",
     .kind = Kind::kList,
     .hint = "write help_channels: [\"cidAsX...==\"], groups where the bot hears what is not said to it"},
    {.name = "card_template_id", .hint = "write card_template_id: the id of the card template, which ends in .schema"},
    {.name = "card_route", .hint = "write card_route: the callbackRouteKey that was registered for card clicks"},
    {.name = "card_secret",
     .kind = Kind::kSecret,
     .hint = "write card_secret: env:NAME, the apiSecret that card_route was registered with"},
    {.name = "real_names", .kind = Kind::kFlag, .hint = "write real_names: true, when the app may read the contacts"},
    {.name = "api_base",
     .kind = Kind::kUrl,
     .identity = true,
     .fallback = "https://api.dingtalk.com",
     .hint = "write api_base: https://api.dingtalk.com, or your proxy to it"},
    {.name = "old_api_base",
     .kind = Kind::kUrl,
     .fallback = "https://oapi.dingtalk.com",
     .hint = "write old_api_base: https://oapi.dingtalk.com, or your proxy to it"},
    {.name = "media_hosts", .kind = Kind::kList, .hint = "write media_hosts: [\"files.example.com\"]"},
};

bool IsId(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool IsAlnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

base::Status CheckEvents(const Settings& settings) {
  const base::Secret& token = settings.SecretOf("event_token");
  const std::string& key = settings.SecretOf("event_aes_key").Reveal();
  if (token.empty() != key.empty()) {
    return Fail(ErrorCode::kInvalid, "event_token and event_aes_key belong together",
                "write both, as the console shows them under the event subscription, or neither");
  }
  const auto is_base64 = [](char c) { return IsAlnum(c) || c == '+' || c == '/'; };
  if (!key.empty() && (key.size() != kAesKey || !std::all_of(key.begin(), key.end(), is_base64))) {
    return Fail(ErrorCode::kInvalid, "event_aes_key must have 43 letters and digits",
                "copy the aes_key of the event subscription from the console");
  }
  return {};
}

base::Status CheckCards(const Settings& settings) {
  if (settings.Text("card_template_id").empty() || UsesStream(settings)) return {};
  if (settings.Text("card_route").empty() || settings.SecretOf("card_secret").empty()) {
    return Fail(ErrorCode::kInvalid, "card clicks over HTTP need card_route and card_secret",
                "register a callbackRouteKey with an apiSecret and write both, or write transport: stream");
  }
  return {};
}

// "https://host:443" of an address, in lower case; "" when somebody tries to hide where it leads.
std::string OriginOf(std::string_view url) {
  const auto slashes = url.find("://");
  if (slashes == std::string_view::npos) return {};
  const std::string_view origin = url.substr(0, url.find_first_of("/?#", slashes + 3));
  const bool odd = std::any_of(origin.begin(), origin.end(), [](char c) {
    return !IsAlnum(c) && std::string_view("-.:/[]").find(c) == std::string_view::npos;
  });
  return odd ? std::string() : base::AsciiLower(origin);
}

// "host" of "https://host" and "https://host:443"; "" for other schemes and ports.
std::string HostOf(const std::string& origin) {
  constexpr std::string_view kScheme = "https://";
  if (!origin.starts_with(kScheme)) return {};
  std::string host = origin.substr(kScheme.size());
  if (host.ends_with(":443")) host.resize(host.size() - 4);
  return host.find(':') == std::string::npos ? host : std::string();
}

bool IsUnder(const std::string& host, std::string_view domain) {
  return host.ends_with(domain) && host.size() > domain.size() + 1 && host[host.size() - domain.size() - 1] == '.';
}

bool IsNamedByAccount(const std::string& origin, const Settings& settings) {
  return !origin.empty() &&
         (origin == OriginOf(settings.Text("api_base")) || origin == OriginOf(settings.Text("old_api_base")));
}

}  // namespace

std::span<const SettingField> AccountFields() { return kFields; }

base::Status CheckAccount(const Settings& settings) {
  if (!IsId(settings.Text("client_id"))) {
    return Fail(ErrorCode::kInvalid, "client_id is no Client ID", "copy it from the developer console");
  }
  const base::Secret& path_secret = settings.SecretOf("path_secret");
  if (!UsesStream(settings) || !path_secret.empty()) {
    TRY_STATUS(common::CheckPathSecret(path_secret, "path_secret"));
  }
  TRY_STATUS(CheckEvents(settings));
  return CheckCards(settings);
}

std::string ChannelOf(std::string_view id) {
  return std::string(id.starts_with(kConversation) ? kGroupPrefix : std::string_view()).append(id);
}

bool IsGroup(std::string_view channel) { return channel.starts_with(kGroupPrefix); }

std::string_view ConversationOf(std::string_view channel) { return channel.substr(kGroupPrefix.size()); }

bool IsOutsider(std::string_view channel) { return channel.starts_with("$:"); }

std::string RobotCode(const Settings& settings) {
  const std::string& code = settings.Text("robot_code");
  return code.empty() ? settings.Text("client_id") : code;
}

bool UsesStream(const Settings& settings) { return settings.Text("transport") != "http"; }

std::string ApiUrl(const Settings& settings, std::string_view path) {
  return std::string(settings.Text("api_base")).append(path);
}

std::string OldApiUrl(const Settings& settings, std::string_view path, std::string_view token) {
  std::string url = settings.Text("old_api_base");
  url.append(path).append("?access_token=").append(base::PercentEncode(token));
  return url;
}

bool IsOwnAddress(std::string_view url, const Settings& settings) {
  const std::string origin = OriginOf(url);
  return IsUnder(HostOf(origin), "dingtalk.com") || IsNamedByAccount(origin, settings);
}

bool IsMediaAddress(std::string_view url, const Settings& settings) {
  const std::string origin = OriginOf(url), host = HostOf(origin);
  if (IsUnder(host, "dingtalk.com") || IsUnder(host, "aliyuncs.com") || IsNamedByAccount(origin, settings)) return true;
  const auto& hosts = settings.List("media_hosts");
  return !host.empty() && std::any_of(hosts.begin(), hosts.end(),
                                      [&](const std::string& named) { return base::AsciiLower(named) == host; });
}

}  // namespace frontdesk::adapters::dingtalk
