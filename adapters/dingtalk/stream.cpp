#include "adapters/dingtalk/stream.h"

#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/api_error.h"
#include "adapters/dingtalk/callback.h"
#include "adapters/dingtalk/card_click.h"
#include "adapters/dingtalk/robot_message.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr char kRobotTopic[] = "/v1.0/im/bot/messages/get";
constexpr char kCardTopic[] = "/v1.0/card/instances/callback";
constexpr std::size_t kMaxFrame = 1 << 20;
constexpr std::size_t kMaxAddress = 2'048;

json HeadersOf(const json& frame) {
  const auto it = frame.find("headers");
  return it != frame.end() && it->is_object() ? *it : json::object();
}

// `data` is JSON written down as a text.
std::string Ack(const json& headers, int code, const char* message, std::string data) {
  return base::DumpJson(
      {{"code", code},
       {"message", message},
       {"headers", {{"messageId", TextAt(headers, "messageId")}, {"contentType", "application/json"}}},
       {"data", std::move(data)}});
}

Heard Answered(std::string ack) {
  Heard heard;
  heard.answers.push_back(std::move(ack));
  return heard;
}

// CONNECTED, REGISTERED and KEEPALIVE ask for nothing.
Heard System(const json& frame, const json& headers) {
  const std::string topic = TextAt(headers, "topic");
  if (topic == "ping") return Answered(Ack(headers, 200, "OK", TextAt(frame, "data", "{}")));
  Heard heard;
  if (topic == "disconnect") heard.reconnect = base::Millis{0};
  return heard;
}

Heard Callback(const json& frame, const json& headers, Env env) {
  const std::string topic = TextAt(headers, "topic");
  const bool robot = topic == kRobotTopic, card = topic == kCardTopic;
  if (!robot && !card) return Answered(Ack(headers, 404, "no such topic", "{}"));
  const auto data = base::ParseJson(TextAt(frame, "data"), kMaxCallback);
  if (!data || !data->is_object()) return Answered(Ack(headers, 500, "the data cannot be read", "{}"));
  Heard heard;
  heard.taken = robot ? RobotMessage(*data, env) : CardClick(*data, TextAt(headers, "messageId"), env);
  heard.committed.push_back(Ack(headers, 200, "OK", robot ? R"({"response":null})" : R"({"response":{}})"));
  return heard;
}

bool IsSocketAddress(const std::string& url, const Settings& settings) {
  if (url.size() > kMaxAddress || url.find_first_of(" \t\r\n@\\#") != std::string::npos) return false;
  const bool open = settings.Text("api_base").starts_with("http://");  // a test double, or a proxy in the same house
  return url.starts_with("wss://") || (open && url.starts_with("ws://"));
}

}  // namespace

base::Result<std::variant<SocketAddress, Call>> Stream::Open(Env env) const {
  if (!UsesStream(env.settings)) return Fail(ErrorCode::kNotFound, "This account is told over HTTP.");
  json subscriptions = json::array({{{"type", "EVENT"}, {"topic", "*"}},
                                    {{"type", "CALLBACK"}, {"topic", kRobotTopic}},
                                    {{"type", "CALLBACK"}, {"topic", kCardTopic}}});
  Call call;
  call.url = ApiUrl(env.settings, "/v1.0/gateway/connections/open");
  // Without Accept the answer is XML.
  call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  call.body = base::DumpJson({{"clientId", env.settings.Text("client_id")},
                              {"clientSecret", env.settings.SecretOf("client_secret").Reveal()},
                              {"ua", "frontdesk"},
                              {"subscriptions", std::move(subscriptions)}});
  call.delivers = false;
  return call;
}

base::Result<SocketAddress> Stream::OnOpened(const HttpAnswer& answer, Env env) const {
  if (answer.status < 200 || answer.status >= 300) return tl::unexpected(CredentialError(answer, "No stream: "));
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object()) return Fail(ErrorCode::kUnavailable, "No stream: the answer cannot be read.");
  const std::string endpoint = TextAt(*body, "endpoint"), ticket = TextAt(*body, "ticket");
  if (ticket.empty() || !IsSocketAddress(endpoint, env.settings))
    return Fail(ErrorCode::kUnavailable, "No stream: the answer names no address or no ticket.");
  SocketAddress address;
  address.url =
      endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&") + "ticket=" + base::PercentEncode(ticket);
  return address;
}

base::Result<Heard> Stream::OnFrame(std::string_view text, Env env) const {
  TRY(const json frame, base::ParseJson(text, kMaxFrame));
  if (!frame.is_object()) return Fail(ErrorCode::kInvalid, "A frame must be a JSON object.");
  const json headers = HeadersOf(frame);
  const std::string type = TextAt(frame, "type");
  if (type == "SYSTEM") return System(frame, headers);
  if (type == "CALLBACK") return Callback(frame, headers, env);
  // Confirmed, or they would be told again and again; none of them is talk.
  if (type == "EVENT") return Answered(Ack(headers, 200, "OK", R"({"status":"SUCCESS","message":"ok"})"));
  return Answered(Ack(headers, 404, "no such type", "{}"));
}

}  // namespace frontdesk::adapters::dingtalk
