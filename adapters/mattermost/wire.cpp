#include "adapters/mattermost/wire.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/form_body.h"
#include "adapters/mattermost/send_outcome.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kMaxId = 64;
constexpr std::string_view kApi = "/api/v4";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

Headers Bearer(Env env) { return {{"Authorization", "Bearer " + env.settings.SecretOf("bot_token").Reveal()}}; }

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

json Unwrapped(const json& value, std::string_view key) {
  if (!value.is_object()) return json::object();
  auto inner = base::ParseJson(base::TextAt(value, key), kMaxFrame);
  return inner && inner->is_object() ? std::move(*inner) : json::object();
}

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && std::all_of(id.begin(), id.end(), [](char c) {
    return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
}

Form FormOf(std::string_view body) {
  Form form = common::FormFields(body, kMaxFormFields);
  for (auto& [name, value] : form) value = base::CleanUtf8(value);
  return form;
}

std::string_view OnceIn(const Form& form, std::string_view name) {
  const auto named = [&](const auto& field) { return field.first == name; };
  if (std::count_if(form.begin(), form.end(), named) != 1) return {};
  return std::find_if(form.begin(), form.end(), named)->second;
}

std::string ApiUrl(const Settings& settings, std::string_view path) {
  return settings.Text("api_base") + std::string(kApi) + std::string(path);
}

Call SendJson(std::string method, std::string_view path, const json& body, Env env) {
  Call call;
  call.method = std::move(method);
  call.url = ApiUrl(env.settings, path);
  call.headers = Bearer(env);
  call.headers.emplace_back("Content-Type", "application/json");
  call.body = base::DumpJson(body);
  return call;
}

Call Get(std::string_view path, Env env) {
  Call call;
  call.method = "GET";
  call.url = ApiUrl(env.settings, path);
  call.headers = Bearer(env);
  call.delivers = false;
  return call;
}

std::string_view PathOf(const Call& call) {
  std::string_view path = call.url;
  const auto api = path.rfind(kApi);
  path.remove_prefix(api == std::string_view::npos ? path.size() : api + kApi.size());
  return path.substr(0, path.find('?'));
}

base::Result<json> AnswerOf(const HttpAnswer& answer) {
  if (answer.status < 200 || answer.status >= 300) return tl::unexpected(ErrorOf(answer));
  auto body = base::ParseJson(answer.body, kMaxFrame);
  if (!body) return Fail(ErrorCode::kUnavailable, "Mattermost's answer cannot be read");
  return std::move(*body);
}

}  // namespace frontdesk::adapters::mattermost
