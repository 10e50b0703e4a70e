#include "adapters/wecom/account.h"

#include <algorithm>

#include "adapters/common/wx_crypt.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kMaxToken = 32;
constexpr std::size_t kMaxId = 64;
constexpr std::size_t kMostServiceAccounts = 50;

constexpr SettingField kApiBase = {.name = "api_base",
                                   .kind = Kind::kUrl,
                                   .identity = true,
                                   .fallback = "https://qyapi.weixin.qq.com",
                                   .hint = "write api_base: https:// and the host of your private deployment"};
constexpr SettingField kToken = {.name = "token",
                                 .kind = Kind::kSecret,
                                 .required = true,
                                 .hint = "write token: env:NAME, the Token of the callback"};
constexpr SettingField kAesKey = {.name = "aes_key",
                                  .kind = Kind::kSecret,
                                  .required = true,
                                  .hint = "write aes_key: env:NAME, the EncodingAESKey of the callback"};
constexpr SettingField kClockWindow = {.name = "clock_window",
                                       .kind = Kind::kNumber,
                                       .fallback = "300",
                                       .hint = "write clock_window: seconds that a callback may be old; 0: any"};
constexpr SettingField kLocale = {
    .name = "locale", .fallback = "zh", .hint = "write locale: the language of members who have not written yet"};
constexpr SettingField kButtons = {.name = "buttons",
                                   .kind = Kind::kChoice,
                                   .fallback = "cards",
                                   .choices = "cards|text",
                                   .hint = "write buttons: text when members read in WeChat, which shows no cards"};

constexpr SettingField kCorpId = {
    .name = "corp_id", .required = true, .identity = true, .hint = "write corp_id: the company's id, ww..."};
constexpr SettingField kSecret = {
    .name = "secret", .kind = Kind::kSecret, .required = true, .hint = "write secret: env:NAME, of the application"};

constexpr SettingField kAppFields[] = {
    kCorpId,
    {.name = "agent_id",
     .kind = Kind::kNumber,
     .required = true,
     .identity = true,
     .hint = "write agent_id: the number of the application, such as 1000002"},
    kSecret,
    kToken,
    kAesKey,
    kApiBase,
    kClockWindow,
    kLocale,
    kButtons,
    {.name = "passive_replies",
     .kind = Kind::kFlag,
     .fallback = "true",
     .hint = "write passive_replies: false to send every message by a call"},
};

constexpr SettingField kRobotFields[] = {
    {.name = "robot_name", .hint = "write robot_name: the name that members mention in group chats, without @"},
    {.name = "robot_id", .identity = true, .hint = "write robot_id: the BotID, to refuse callbacks of other robots"},
    kToken,
    kAesKey,
    kApiBase,
    kClockWindow,
    kLocale,
    kButtons,
    {.name = "media_hosts", .kind = Kind::kList, .hint = "write media_hosts: [\"files.example.com\"]"},
};

constexpr SettingField kGroupFields[] = {
    {.name = "key",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write key: env:NAME, what stands behind key= in the webhook's address"},
    kApiBase,
};

constexpr SettingField kKfFields[] = {
    kCorpId,
    {.name = "open_kfid",
     .kind = Kind::kList,
     .required = true,
     .identity = true,
     .hint = "write open_kfid: [wk...], the service accounts that this application manages"},
    kSecret,
    kToken,
    kAesKey,
    kApiBase,
    kClockWindow,
    {.name = "locale", .fallback = "zh", .hint = "write locale: the language of customers who have not written yet"},
    {.name = "handoff",
     .kind = Kind::kChoice,
     .fallback = "desk",
     .choices = "desk|pool|servicer",
     .hint = "write handoff: desk for our own desk, pool for WeCom's waiting pool, servicer for one servicer"},
    {.name = "servicer", .hint = "write servicer: the member id of the servicer, with handoff: servicer"},
};

bool IsAlnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsWord(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsAlnum(c) || c == '_' || c == '-'; });
}

base::Status CheckCallback(const Settings& settings) {
  const std::string& token = settings.SecretOf("token").Reveal();
  if (token.size() > kMaxToken || !std::all_of(token.begin(), token.end(), IsAlnum)) {
    return Fail(ErrorCode::kInvalid, "token must have 1 to 32 letters and digits",
                "copy the Token of the callback from the admin console");
  }
  if (!common::WxKey(settings.SecretOf("aes_key").Reveal())) {
    return Fail(ErrorCode::kInvalid, "aes_key must have 43 letters and digits",
                "copy the EncodingAESKey of the callback from the admin console");
  }
  if (settings.Number("clock_window") < 0)
    return Fail(ErrorCode::kInvalid, "clock_window is negative", "write 300, or 0 for any time");
  return {};
}

base::Status CheckCorp(const Settings& settings) {
  if (IsWord(settings.Text("corp_id"), kMaxId)) return {};
  return Fail(ErrorCode::kInvalid, "corp_id is not the id of a company",
              "copy it from My Company in the admin console; it begins with ww");
}

}  // namespace

std::span<const SettingField> AppFields() { return kAppFields; }
std::span<const SettingField> RobotFields() { return kRobotFields; }
std::span<const SettingField> GroupFields() { return kGroupFields; }
std::span<const SettingField> KfFields() { return kKfFields; }

base::Status CheckApp(const Settings& settings) {
  TRY_STATUS(CheckCorp(settings));
  if (settings.Number("agent_id") <= 0) {
    return Fail(ErrorCode::kInvalid, "agent_id is not the number of an application",
                "copy the AgentId from the application's page");
  }
  return CheckCallback(settings);
}

base::Status CheckRobot(const Settings& settings) { return CheckCallback(settings); }

base::Status CheckGroup(const Settings& settings) {
  if (!IsWord(settings.SecretOf("key").Reveal(), kMaxId)) {
    return Fail(ErrorCode::kInvalid, "key is not the key of a webhook",
                "copy only what stands behind key= in the webhook's address");
  }
  return {};
}

base::Status CheckKf(const Settings& settings) {
  TRY_STATUS(CheckCorp(settings));
  const auto& accounts = settings.List("open_kfid");
  if (accounts.empty() || accounts.size() > kMostServiceAccounts)
    return Fail(ErrorCode::kInvalid, "open_kfid must name 1 to 50 service accounts", "write open_kfid: [wk...]");
  for (const std::string& one : accounts) {
    if (IsWord(one, kMaxId)) continue;
    return Fail(ErrorCode::kInvalid, "'" + one + "' is not the id of a service account",
                "copy it from the account's page under 微信客服; it begins with wk");
  }
  const bool to_one = settings.Text("handoff") == "servicer";
  if (to_one && !IsMemberId(settings.Text("servicer")))
    return Fail(ErrorCode::kInvalid, "handoff: servicer needs the member id of the servicer",
                "write servicer: zhangsan");
  if (!to_one && !settings.Text("servicer").empty())
    return Fail(ErrorCode::kInvalid, "servicer counts only with handoff: servicer", "remove servicer");
  return CheckCallback(settings);
}

std::string ApiUrl(const Settings& settings, std::string_view path) {
  return settings.Text("api_base") + "/cgi-bin/" + std::string(path);
}

std::string ApiUrlWithToken(Env env, std::string_view path) {
  const char joint = path.find('?') == std::string_view::npos ? '?' : '&';
  return ApiUrl(env.settings, path) + joint + "access_token=" + std::string(env.token);
}

Call PostJson(std::string url, std::string body) {
  Call call;
  call.url = std::move(url);
  call.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  call.body = std::move(body);
  return call;
}

std::string MemberId(std::string_view id) { return base::AsciiLower(id); }

bool IsMemberId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && IsAlnum(id.front()) && std::all_of(id.begin(), id.end(), [](char c) {
    return IsAlnum(c) || c == '_' || c == '-' || c == '.' || c == '@';
  });
}

}  // namespace frontdesk::adapters::wecom
