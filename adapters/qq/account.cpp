#include "adapters/qq/account.h"

#include <algorithm>

namespace frontdesk::adapters::qq {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kMaxId = 128;
constexpr base::Millis kTimeout = std::chrono::seconds(10);  // QQ: five at least, as the message may have gone

constexpr SettingField kFields[] = {
    {.name = "app_id", .required = true, .identity = true, .hint = "write app_id: the AppID of the bot, digits"},
    {.name = "secret",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write secret: env:NAME, the AppSecret of the bot (机器人密钥)"},
    {.name = "api_base",
     .kind = Kind::kUrl,
     .identity = true,
     .fallback = "https://api.sgroup.qq.com",
     .hint = "write api_base: https://sandbox.api.sgroup.qq.com for the sandbox"},
    {.name = "token_base",
     .kind = Kind::kUrl,
     .fallback = "https://bots.qq.com",
     .hint = "write token_base: https:// and the host that gives tokens"},
    {.name = "clock_window",
     .kind = Kind::kNumber,
     .fallback = "300",
     .hint = "write clock_window: seconds that a callback may be old; 0: any"},
    {.name = "locale", .fallback = "zh", .hint = "write locale: the language of users who have not written yet"},
    {.name = "buttons",
     .kind = Kind::kChoice,
     .fallback = "text",
     .choices = "text|keyboard",
     .hint = "write buttons: keyboard when QQ has approved Markdown and buttons for the bot"},
    {.name = "help_channels",
     .kind = Kind::kList,
     .hint = "write help_channels: [\"CHANNEL_ID\"], where every message counts (bots of a private domain)"},
    {.name = "media_hosts", .kind = Kind::kList, .hint = "write media_hosts: [\"files.example.com\"]"},
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::span<const SettingField> Fields() { return kFields; }

base::Status CheckAccount(const Settings& settings) {
  const std::string& app = settings.Text("app_id");
  if (app.empty() || app.size() > kMaxId || !std::all_of(app.begin(), app.end(), IsDigit))
    return Fail(ErrorCode::kInvalid, "app_id is not the id of a bot", "copy the AppID from q.qq.com; it is a number");
  if (settings.SecretOf("secret").empty())
    return Fail(ErrorCode::kInvalid, "secret is empty", "copy the AppSecret from q.qq.com");
  if (settings.Number("clock_window") < 0)
    return Fail(ErrorCode::kInvalid, "clock_window is negative", "write 300, or 0 for any time");
  return {};
}

Call ApiCall(std::string method, std::string_view path, std::string body, Env env) {
  Call call;
  call.method = std::move(method);
  call.url = env.settings.Text("api_base") + std::string(path);
  call.headers = {{"Accept", "application/json"}, {"Authorization", "QQBot " + std::string(env.token)}};
  if (!body.empty()) call.headers.emplace_back("Content-Type", "application/json");
  call.body = std::move(body);
  call.timeout = kTimeout;
  return call;
}

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && std::all_of(id.begin(), id.end(), [](char c) {
    return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == ':' ||
           c == '-';
  });
}

}  // namespace frontdesk::adapters::qq
