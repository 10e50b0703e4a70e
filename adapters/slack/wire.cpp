#include "adapters/slack/wire.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/common/form_body.h"
#include "adapters/common/split.h"
#include "adapters/slack/send_outcome.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kMaxId = 128;
constexpr std::size_t kMaxTs = 64;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

json FormOf(std::string_view body) {
  json form = json::object();
  for (auto& [name, value] : common::FormFields(body, kMaxFormFields)) form.emplace(name, std::move(value));
  return form;
}

base::Result<json> ObjectIn(std::string_view text) {
  TRY(json value, base::ParseJson(text, kMaxRequest));
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "the body is no JSON object");
  return value;
}

std::string_view HostOf(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/?#\\"));
}

}  // namespace

const json& ObjectAt(const json& value, std::string_view key) {
  static const json kEmpty = json::object();
  if (!value.is_object()) return kEmpty;
  const auto it = value.find(key);
  return it != value.end() && it->is_object() ? *it : kEmpty;
}

const json& ListAt(const json& value, std::string_view key) {
  static const json kEmpty = json::array();
  if (!value.is_object()) return kEmpty;
  const auto it = value.find(key);
  return it != value.end() && it->is_array() ? *it : kEmpty;
}

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && std::all_of(id.begin(), id.end(), [](char c) {
    return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
  });
}

bool IsTs(std::string_view ts) {
  const auto dot = ts.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == ts.size() || ts.size() > kMaxTs) return false;
  return std::all_of(ts.begin(), ts.begin() + static_cast<std::ptrdiff_t>(dot), IsDigit) &&
         std::all_of(ts.begin() + static_cast<std::ptrdiff_t>(dot) + 1, ts.end(), IsDigit);
}

bool IsForm(std::string_view body) { return !base::Trim(body).starts_with('{'); }

base::Result<json> PayloadOf(std::string_view body) {
  if (!IsForm(body)) return ObjectIn(body);
  if (!base::IsUtf8(body)) return Fail(ErrorCode::kInvalid, "the body is not UTF-8");
  json form = FormOf(body);
  if (const std::string payload = base::TextAt(form, "payload"); !payload.empty()) return ObjectIn(payload);
  if (form.contains("command") || form.contains("ssl_check")) return form;
  return Fail(ErrorCode::kInvalid, "the body is neither an event nor an interaction nor a command");
}

std::string Fit(std::string_view text, std::size_t most) {
  constexpr Capabilities::Unit kUnit = Capabilities::Unit::kUtf16;
  if (common::MeasureText(text, kUnit) <= most) return std::string(text);
  return common::SplitText(text, {most - 1, kUnit}).front() + "…";
}

bool IsOnHost(std::string_view url, std::string_view base) {
  const auto scheme = base.find("://");
  if (scheme == std::string_view::npos || url.substr(0, scheme + 3) != base.substr(0, scheme + 3)) return false;
  const std::string host = base::AsciiLower(HostOf(url)), ours = base::AsciiLower(HostOf(base));
  return !ours.empty() && (host == ours || host.ends_with("." + ours));
}

Call PostJson(std::string_view method, const json& body, Env env) {
  Call call;
  call.url = env.settings.Text("api_base") + "/api/" + std::string(method);
  call.headers = {{"Authorization", "Bearer " + env.settings.SecretOf("bot_token").Reveal()},
                  {"Content-Type", "application/json; charset=utf-8"}};
  call.body = base::DumpJson(body);
  return call;
}

Call GetMethod(std::string_view method, std::string_view query, Env env) {
  Call call;
  call.method = "GET";
  call.url = env.settings.Text("api_base") + "/api/" + std::string(method) + "?" + std::string(query);
  call.headers = {{"Authorization", "Bearer " + env.settings.SecretOf("bot_token").Reveal()}};
  call.delivers = false;
  return call;
}

base::Result<json> OkAnswer(const HttpAnswer& answer) {
  auto body = base::ParseJson(answer.body, kMaxRequest);
  if (!body || !body->is_object()) return Fail(ErrorCode::kUnavailable, "Slack's answer cannot be read");
  if (base::BoolAt(*body, "ok")) return std::move(*body);
  return tl::unexpected(ErrorOf(*body));
}

}  // namespace frontdesk::adapters::slack
