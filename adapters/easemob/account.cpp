#include "adapters/easemob/account.h"

#include <algorithm>

#include "adapters/common/path_secret.h"
#include "adapters/easemob/access_token.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kMaxUserId = 64;

constexpr SettingField kOrg = {.name = "org", .required = true, .hint = "write org: the part of the AppKey before '#'"};
constexpr SettingField kApp = {.name = "app", .required = true, .hint = "write app: the part of the AppKey after '#'"};
constexpr SettingField kBot = {
    .name = "bot", .fallback = "support_bot", .hint = "write bot: the user id that the bot speaks as"};
constexpr SettingField kBotName = {.name = "bot_name", .hint = "write bot_name: the name that users mention in groups"};
constexpr SettingField kCallbackSecret = {.name = "callback_secret",
                                          .kind = Kind::kSecret,
                                          .required = true,
                                          .hint = "write callback_secret: env:NAME, the secret of the callback rule"};
constexpr SettingField kSecondSecret = {.name = "callback_secret_2",
                                        .kind = Kind::kSecret,
                                        .hint = "write callback_secret_2: env:NAME, the secret of a second rule"};
constexpr SettingField kPathSecret = {
    .name = "path_secret",
    .kind = Kind::kSecret,
    .required = true,
    .hint = "write path_secret: env:NAME, 16 or more random letters and digits that end the callback address"};
constexpr SettingField kMediaHosts = {
    .name = "media_hosts", .kind = Kind::kList, .hint = "write media_hosts: [\"a1-hsb.easemob.com\"]"};
constexpr SettingField kStoredCallbacks = {
    .name = "stored_callbacks", .kind = Kind::kFlag, .hint = "write stored_callbacks: true or false"};

constexpr std::string_view kSizes = "3kb|5kb";

constexpr SettingField kEasemobFields[] = {
    kOrg,
    kApp,
    {.name = "api_base",
     .kind = Kind::kUrl,
     .fallback = "https://a1.easemob.com",
     .hint = "write api_base: https:// and the REST host that the console shows"},
    {.name = "client_id", .kind = Kind::kSecret, .required = true, .hint = "write client_id: env:NAME"},
    {.name = "client_secret", .kind = Kind::kSecret, .required = true, .hint = "write client_secret: env:NAME"},
    kBot,
    kBotName,
    kCallbackSecret,
    kSecondSecret,
    kPathSecret,
    kMediaHosts,
    {.name = "message_size",
     .kind = Kind::kChoice,
     .fallback = "3kb",
     .choices = kSizes,
     .hint = "write message_size: 5kb when your plan has the newer limit"},
    kStoredCallbacks,
    {.name = "kefu", .hint = "write kefu: the IM service number of your kefu desk"},
    {.name = "kefu_handoff", .kind = Kind::kFlag, .hint = "write kefu_handoff: true or false"},
    {.name = "kefu_queue", .hint = "write kefu_queue: the name of a skill group"},
    {.name = "menus",
     .kind = Kind::kChoice,
     .fallback = "text",
     .choices = "text|kefu",
     .hint = "write menus: kefu when all users come through a kefu widget"},
};

constexpr SettingField kAgoraFields[] = {
    kOrg,
    kApp,
    {.name = "api_base",
     .kind = Kind::kUrl,
     .required = true,
     .hint = "write api_base: https:// and the REST host that Agora Console shows"},
    {.name = "app_id", .required = true, .hint = "write app_id: the 32 digits of the App ID in Agora Console"},
    {.name = "app_certificate", .kind = Kind::kSecret, .required = true, .hint = "write app_certificate: env:NAME"},
    kBot,
    kBotName,
    kCallbackSecret,
    kSecondSecret,
    kPathSecret,
    kMediaHosts,
    {.name = "message_size",
     .kind = Kind::kChoice,
     .fallback = "5kb",
     .choices = kSizes,
     .hint = "write message_size: 3kb or 5kb"},
    kStoredCallbacks,
};

bool IsAlnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

template <typename Allowed>
bool HasOnly(std::string_view text, std::size_t most, Allowed allowed) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), allowed);
}

bool IsAddressPart(std::string_view text) {
  return HasOnly(text, kMaxUserId, [](char c) { return IsAlnum(c) || c == '-' || c == '_'; });
}

base::Status CheckAgora(const Settings& settings) {
  if (!IsHexId(settings.Text("app_id"))) {
    return Fail(ErrorCode::kInvalid, "app_id must have 32 hexadecimal digits", "copy the App ID from Agora Console");
  }
  if (!IsHexId(settings.SecretOf("app_certificate").Reveal())) {
    return Fail(ErrorCode::kInvalid, "app_certificate must have 32 hexadecimal digits",
                "copy the primary certificate of the project from Agora Console");
  }
  return {};
}

base::Status CheckKefu(const Settings& settings) {
  const std::string& kefu = settings.Text("kefu");
  if (!kefu.empty() && !IsUserId(kefu)) {
    return Fail(ErrorCode::kInvalid, "kefu is not a user id", "write the IM service number, such as kefuchannelimid_1");
  }
  if (kefu.empty() && settings.Flag("kefu_handoff")) {
    return Fail(ErrorCode::kInvalid, "kefu_handoff needs kefu", "write kefu: the IM service number of your kefu desk");
  }
  return {};
}

}  // namespace

std::span<const SettingField> FieldsOf(Profile profile) {
  if (profile == Profile::kAgora) return kAgoraFields;
  return kEasemobFields;
}

base::Status CheckAccount(Profile profile, const Settings& settings) {
  if (!IsAddressPart(settings.Text("org")) || !IsAddressPart(settings.Text("app"))) {
    return Fail(ErrorCode::kInvalid, "org and app must be the two parts of the AppKey, org#app",
                "write org: acme and app: support for the AppKey acme#support");
  }
  if (!IsUserId(settings.Text("bot"))) {
    return Fail(ErrorCode::kInvalid, "bot is not a user id", "write the id under which the bot is registered");
  }
  TRY_STATUS(common::CheckPathSecret(settings.SecretOf("path_secret"), "path_secret"));
  return profile == Profile::kAgora ? CheckAgora(settings) : CheckKefu(settings);
}

std::string ApiUrl(const Settings& settings, std::string_view path) {
  std::string url = settings.Text("api_base");
  url.append("/").append(settings.Text("org")).append("/").append(settings.Text("app")).append("/").append(path);
  return url;
}

std::size_t RequestLimit(const Settings& settings) { return settings.Text("message_size") == "5kb" ? 5'000 : 3'000; }

std::size_t TextLimit(const Settings& settings) { return settings.Text("message_size") == "5kb" ? kMostText : 2'500; }

bool IsUserId(std::string_view id) {
  return HasOnly(id, kMaxUserId, [](char c) { return IsAlnum(c) || c == '_' || c == '-' || c == '.' || c == '@'; });
}

}  // namespace frontdesk::adapters::easemob
