#include "adapters/slack/socket_mode.h"

#include <nlohmann/json.hpp>

#include "adapters/slack/event.h"
#include "adapters/slack/interaction.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr base::Millis kAtOnce{0};
constexpr base::Millis kSwitchedOff = std::chrono::minutes(5);

// What stands in an envelope; what is not known is acknowledged, so that it does not come again.
base::Result<Taken> TakeEnvelope(std::string_view type, const json& payload, Env env) {
  if (type == "events_api") return TakeEvent(payload, env);
  if (type == "interactive" || type == "slash_commands") return TakeInteraction(payload, env);
  return Taken();
}

std::string Acknowledgement(const json& envelope, const json& payload, Env env) {
  json ack = {{"envelope_id", TextAt(envelope, "envelope_id")}};
  const bool may_answer = base::BoolAt(envelope, "accepts_response_payload");
  const std::string answer = may_answer ? AcknowledgementOf(payload, env.settings) : std::string();
  if (const auto body = base::ParseJson(answer); !answer.empty() && body) ack["payload"] = *body;
  return base::DumpJson(ack);
}

// The connection ends within seconds; what nobody acknowledged comes over the next one.
Heard Disconnected(const json& frame) {
  Heard heard;
  heard.reconnect = TextAt(frame, "reason") == "link_disabled" ? kSwitchedOff : kAtOnce;
  return heard;
}

}  // namespace

base::Result<std::variant<SocketAddress, Call>> SocketMode::Open(Env env) const {
  const base::Secret& token = env.settings.SecretOf("app_token");
  if (token.empty()) return Fail(ErrorCode::kNotFound, "this account hears over HTTP");
  Call call;
  call.url = env.settings.Text("api_base") + "/api/apps.connections.open";
  call.headers = {{"Authorization", "Bearer " + token.Reveal()}, {"Content-Type", "application/x-www-form-urlencoded"}};
  call.delivers = false;
  return call;
}

base::Result<SocketAddress> SocketMode::OnOpened(const HttpAnswer& answer, Env env) const {
  if (answer.status == 429) {
    base::Error error{ErrorCode::kRateLimited, "Slack asks us to connect later", {}};
    error.retry_after = std::chrono::seconds(30);
    return tl::unexpected(std::move(error));
  }
  TRY(const json opened, OkAnswer(answer));
  SocketAddress address;
  address.url = TextAt(opened, "url");
  const bool plain = env.settings.Text("api_base").starts_with("http://");
  if (!address.url.starts_with("wss://") && !(plain && address.url.starts_with("ws://")))
    return Fail(ErrorCode::kUnavailable, "Slack's answer names no address to connect to");
  return address;
}

base::Result<Heard> SocketMode::OnFrame(std::string_view text, Env env) const {
  TRY(const json frame, base::ParseJson(text, kMaxRequest));
  if (!frame.is_object()) return Fail(ErrorCode::kInvalid, "a frame that is no object");
  const std::string type = TextAt(frame, "type");
  if (type == "disconnect") return Disconnected(frame);
  Heard heard;
  if (TextAt(frame, "envelope_id").empty()) return heard;
  const json& payload = ObjectAt(frame, "payload");
  heard.committed.push_back(Acknowledgement(frame, payload, env));
  if (auto taken = TakeEnvelope(type, payload, env)) heard.taken = std::move(*taken);
  return heard;
}

}  // namespace frontdesk::adapters::slack
