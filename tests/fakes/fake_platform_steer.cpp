// How a fake platform is steered while it runs as a program.
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "tests/fakes/fake_platform_hook.h"
#include "tests/fakes/fake_platform_parts.h"

namespace frontdesk::fakes {

namespace {

using nlohmann::json;

PlatformAnswer Answer(int status, const json& body) {
  return {status, {{"Content-Type", "application/json"}}, base::DumpJson(body) + "\n"};
}

PlatformAnswer SetFault(const PlatformRequest& request, PlatformParts& parts) {
  const auto fault = FaultFrom(request.body);
  if (!fault) return Answer(400, {{"error", fault.error().message}});
  return Answer(200, {{"fault", parts.faults.Set(*fault)}});
}

PlatformAnswer ShowLog(PlatformParts& parts) {
  const PlatformRecord record = parts.log.Read();
  std::string lines;
  for (const LoggedRequest& one : record.requests) lines += ToJson(one) + "\n";
  for (const DeliveredMessage& one : record.delivered) lines += ToJson(one) + "\n";
  for (const LoggedFrame& one : record.frames) lines += ToJson(one) + "\n";
  for (const Violation& one : record.violations) lines += ToJson(one) + "\n";
  return {200, {{"Content-Type", "application/x-ndjson"}}, std::move(lines)};
}

// {"port":8080,"request":"POST /hooks/... (raw)","times":50,"threads":8}
PlatformAnswer SendHook(const PlatformRequest& request) {
  const auto body = base::ParseJson(request.body);
  if (!body || !body->is_object()) return Answer(400, {{"error", "a JSON object with port and request is needed"}});
  const auto hook = ReadHookRequest(base::TextAt(*body, "request"));
  if (!hook) return Answer(400, {{"error", hook.error().message}});
  const auto port = static_cast<unsigned short>(base::IntAt(*body, "port", 8080));
  const std::vector<HookRequest> requests(static_cast<std::size_t>(base::IntAt(*body, "times", 1)), *hook);
  json statuses = json::array();
  for (const HookAnswer& answer : SendInParallel(port, requests, static_cast<int>(base::IntAt(*body, "threads", 1))))
    statuses.push_back(answer.status);
  return Answer(200, {{"statuses", statuses}});
}

}  // namespace

PlatformAnswer Steer(const PlatformRequest& request, PlatformParts& parts) {
  const std::string& what = request.target;
  if (what == "/_fake/log" && request.method == "GET") return ShowLog(parts);
  if (what == "/_fake/faults" && request.method == "POST") return SetFault(request, parts);
  if (what == "/_fake/faults" && request.method == "DELETE") {
    parts.faults.ClearAll();
    return Answer(200, json::object());
  }
  if (what == "/_fake/revoke" && request.method == "POST") {
    parts.player.RevokeTokens();
    return Answer(200, json::object());
  }
  if (what == "/_fake/push" && request.method == "POST")
    return Answer(200, {{"sockets", parts.sockets.SendAll(request.body)}});
  if (what == "/_fake/hook" && request.method == "POST") return SendHook(request);
  return Answer(404, {{"error", "GET /_fake/log; POST or DELETE /_fake/faults; POST /_fake/revoke, push or hook"}});
}

}  // namespace frontdesk::fakes
