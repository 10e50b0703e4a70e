#include "adapters/teams/wire.h"

#include <nlohmann/json.hpp>

#include "adapters/teams/account.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::teams {

using base::TextAt;
using nlohmann::json;

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

base::Result<json> ActivityIn(std::string_view body) {
  TRY(json activity, base::ParseJson(body, kMaxBody));
  if (!activity.is_object()) return base::Fail(base::ErrorCode::kInvalid, "the body is no activity");
  return activity;
}

std::string TenantOf(const json& activity) {
  const std::string tenant = TextAt(ObjectAt(ObjectAt(activity, "channelData"), "tenant"), "id");
  return tenant.empty() ? TextAt(ObjectAt(activity, "conversation"), "tenantId") : tenant;
}

Call ConnectorCall(std::string_view method, const std::string& service, const std::string& path, const json& body,
                   Env env) {
  Call call;
  call.method = method;
  call.url = service + "/v3/" + path;
  if (!IsEmulated(env.settings)) call.headers.emplace_back("Authorization", "Bearer " + std::string(env.token));
  call.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  call.body = base::DumpJson(body);
  return call;
}

std::string ConversationPath(const base::Address& address) {
  std::string id = address.channel;
  if (!address.thread.empty()) id += std::string(kThreadMark) + address.thread;
  return "conversations/" + base::PercentEncode(id);
}

HttpAnswer JsonAnswer(int status, const json& body) {
  return {status, {{"Content-Type", "application/json"}}, base::DumpJson(body)};
}

}  // namespace frontdesk::adapters::teams
