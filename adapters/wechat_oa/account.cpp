#include "adapters/wechat_oa/account.h"

#include <algorithm>

#include "adapters/common/path_secret.h"
#include "adapters/common/wx_crypt.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kFewestTokenLetters = 3;
constexpr std::size_t kMaxToken = 32;
constexpr std::size_t kMaxId = 64;

constexpr SettingField kFields[] = {
    {.name = "app_id", .required = true, .identity = true, .hint = "write app_id: the AppID of the account, wx..."},
    {.name = "secret",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write secret: env:NAME, the AppSecret of the account"},
    {.name = "token",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write token: env:NAME, the Token of the server configuration"},
    {.name = "mode",
     .kind = Kind::kChoice,
     .fallback = "safe",
     .choices = "safe|plain",
     .hint = "write mode: safe, and choose 安全模式 or 兼容模式 in the console; plain leaves messages readable"},
    {.name = "aes_key",
     .kind = Kind::kSecret,
     .hint = "write aes_key: env:NAME, the EncodingAESKey of the server configuration"},
    {.name = "path_secret",
     .kind = Kind::kSecret,
     .hint = "write path_secret: env:NAME, which stands at the end of the address; plain mode needs it"},
    {.name = "original_id", .hint = "write original_id: gh_..., to pass over what is for another account"},
    {.name = "api_base",
     .kind = Kind::kUrl,
     .identity = true,
     .fallback = "https://api.weixin.qq.com",
     .hint = "write api_base: https:// and the host of your proxy"},
    {.name = "clock_window",
     .kind = Kind::kNumber,
     .fallback = "300",
     .hint = "write clock_window: seconds that a callback may be old; 0: any"},
    {.name = "locale", .fallback = "zh", .hint = "write locale: the language of users who have not written yet"},
    {.name = "buttons",
     .kind = Kind::kChoice,
     .fallback = "menus",
     .choices = "menus|text",
     .hint = "write buttons: text when the account may not send menus (msgmenu)"},
    {.name = "passive_replies",
     .kind = Kind::kFlag,
     .fallback = "true",
     .hint = "write passive_replies: false to send every message by a call"},
    {.name = "typing", .kind = Kind::kFlag, .fallback = "true", .hint = "write typing: false to show no typing sign"},
    {.name = "transfer",
     .kind = Kind::kFlag,
     .fallback = "false",
     .hint = "write transfer: true to hand people over to the account's own agents (客服工作台)"},
    {.name = "kf_account", .hint = "write kf_account: name@account, the one agent who gets them"},
};

bool IsAlnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsWord(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsAlnum(c) || c == '_' || c == '-'; });
}

base::Status CheckMode(const Settings& settings) {
  const base::Secret& in_path = settings.SecretOf("path_secret");
  if (!in_path.empty()) TRY_STATUS(common::CheckPathSecret(in_path, "path_secret"));
  if (!IsSealed(settings)) {
    if (!in_path.empty()) return {};
    return Fail(ErrorCode::kInvalid, "mode: plain needs path_secret, as its signature leaves the message open",
                "write path_secret: env:NAME, and put it at the end of the address; better: mode: safe");
  }
  if (!common::WxKey(settings.SecretOf("aes_key").Reveal())) {
    return Fail(ErrorCode::kInvalid, "aes_key must have 43 letters and digits",
                "copy the EncodingAESKey of the server configuration from the console");
  }
  return {};
}

}  // namespace

std::span<const SettingField> Fields() { return kFields; }

base::Status CheckAccount(const Settings& settings) {
  if (!IsWord(settings.Text("app_id"), kMaxId)) {
    return Fail(ErrorCode::kInvalid, "app_id is not the id of an account",
                "copy the AppID from the console; it begins with wx");
  }
  const std::string& token = settings.SecretOf("token").Reveal();
  if (token.size() < kFewestTokenLetters || token.size() > kMaxToken ||
      !std::all_of(token.begin(), token.end(), IsAlnum)) {
    return Fail(ErrorCode::kInvalid, "token must have 3 to 32 letters and digits",
                "copy the Token of the server configuration from the console");
  }
  if (settings.Number("clock_window") < 0)
    return Fail(ErrorCode::kInvalid, "clock_window is negative", "write 300, or 0 for any time");
  if (!settings.Text("kf_account").empty() && !settings.Flag("transfer")) {
    return Fail(ErrorCode::kInvalid, "kf_account is for transfer: true",
                "write transfer: true beside it, or leave it out");
  }
  return CheckMode(settings);
}

bool IsSealed(const Settings& settings) { return settings.Text("mode") != "plain"; }

std::string ApiUrlWithToken(Env env, std::string_view path) {
  const char joint = path.find('?') == std::string_view::npos ? '?' : '&';
  return env.settings.Text("api_base") + std::string(path) + joint + "access_token=" + std::string(env.token);
}

Call PostJson(std::string url, std::string body) {
  Call call;
  call.url = std::move(url);
  call.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json; charset=utf-8"}};
  call.body = std::move(body);
  return call;
}

bool IsOpenId(std::string_view id) { return IsWord(id, kMaxId); }

}  // namespace frontdesk::adapters::wechat_oa
