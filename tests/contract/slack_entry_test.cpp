// Slack in the contract suite, over HTTP: the signature covers the whole body and the time.
#include <nlohmann/json.hpp>

#include "bot/base/crypto.h"
#include "bot/base/percent.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kSigning[] = "FD_CONTRACT_SLACK_SIGNING";
constexpr char kBot[] = "FD_CONTRACT_SLACK_BOT";
constexpr char kTimestamp[] = "X-Slack-Request-Timestamp";
constexpr char kSignature[] = "X-Slack-Signature";

std::string Replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

// The three escapes.
std::string Escaped(const std::string& text) {
  return Replaced(Replaced(Replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}
std::string Unescaped(const std::string& text) {
  return Replaced(Replaced(Replaced(text, "&lt;", "<"), "&gt;", ">"), "&amp;", "&");
}

Request Message(const std::string& user, const std::string& ts, const std::string& text, const json& more = {}) {
  json event = {{"type", "message"},     {"channel", "D" + user},    {"channel_type", "im"},          {"user", user},
                {"text", Escaped(text)}, {"ts", "1767225599." + ts}, {"event_ts", "1767225599." + ts}};
  if (more.is_object()) event.update(more);
  const json body = {{"type", "event_callback"},
                     {"team_id", "T0001"},
                     {"api_app_id", "A0001"},
                     {"event_id", "Ev" + ts},
                     {"authorizations", {{{"team_id", "T0001"}, {"user_id", "U0BOT"}, {"is_bot", true}}}},
                     {"event", std::move(event)}};
  return {"POST", "/hooks/slack", {{"Content-Type", "application/json"}}, body.dump()};
}

Request Sign(Request request, const Signing& signing) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(signing.at).time_since_epoch().count();
  const std::string text = "v0:" + std::to_string(seconds) + ":" + request.body;
  request.SetHeader(kTimestamp, std::to_string(seconds));
  request.SetHeader(kSignature, "v0=" + base::HexEncode(base::HmacSha256(signing.secrets.at(kSigning), text)));
  return request;
}

// Kim, in the channel of the desk: words below the card, or a click on one of its buttons.
Request InRoom(const RoomSaying& saying) {
  const std::string card = "1767225601." + saying.thread;
  if (saying.press.empty()) {
    json more = {{"channel", "C0DESK"}, {"channel_type", "channel"}};
    if (!saying.thread.empty()) more["thread_ts"] = card;
    return Message("U0KIM", saying.message, saying.text, more);
  }
  const json click = {{"type", "block_actions"},
                      {"team", {{"id", "T0001"}}},
                      {"user", {{"id", "U0KIM"}}},
                      {"container", {{"type", "message"}, {"message_ts", card}, {"channel_id", "C0DESK"}}},
                      {"trigger_id", saying.message},
                      {"actions",
                       {{{"type", "button"},
                         {"action_id", "press:fd-" + std::to_string(saying.row) + ":0"},
                         {"value", saying.press},
                         {"text", {{"type", "plain_text"}, {"text", "Take it"}}},
                         {"action_ts", "1767225599." + saying.message}}}}};
  return {"POST",
          "/hooks/slack",
          {{"Content-Type", "application/x-www-form-urlencoded"}},
          "payload=" + base::PercentEncode(click.dump())};
}

constexpr char kScript[] = R"(
platform: slack
counters: {message: 100}
routes:
  - name: send-in-room
    method: POST
    path: /api/chat.postMessage
    when: {/channel: C0DESK}
    authorization: bearer
    delivers: {to: /channel, text: /text, client_id: /metadata/event_payload/id}
    answer: {body: {ok: true, channel: C0DESK, ts: "1767225601.{message_id}", message: {text: "{text}"}}}
  - name: send
    method: POST
    path: /api/chat.postMessage
    authorization: bearer
    delivers: {to: /channel, text: /text, client_id: /metadata/event_payload/id}
    answer: {body: {ok: true, channel: "D{to}", ts: "1767225601.{message_id}", message: {text: "{text}"}}}
    refusal: {status: 200, body: {ok: false, error: invalid_auth}}
  - name: update
    method: POST
    path: /api/chat.update
    authorization: bearer
    answer: {body: {ok: true, channel: "{body:/channel}", ts: "{body:/ts}", text: "{body:/text}"}}
  - name: profile
    method: GET
    path: /api/users.info
    authorization: bearer
    answer: {body: {ok: true, user: {id: user1}}}  # a name would come sooner or later than the card
)";

Entry Slack() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = entry.type = entry.account = "slack";
  entry.settings =
      "api_base: '{api}', bot_token: env:FD_CONTRACT_SLACK_BOT, signing_secret: env:FD_CONTRACT_SLACK_SIGNING, "
      "team: T0001, help_channels: [C0HELP], desk_channels: [C0DESK]";
  entry.secrets = {{kSigning, "throwaway-slack-signing-secret-0001"}, {kBot, "xoxb-0001-throwaway"}};
  entry.other_secrets = {{kSigning, "another-slack-signing-secret-00002"}, {kBot, "xoxb-0002-throwaway"}};
  entry.proving = {kSigning};
  entry.captured_at = base::FromMillis(1'767'225'600'000);
  entry.tolerance = std::chrono::minutes(5);
  entry.say = [](const Saying& saying) { return Message(saying.conversation, saying.message, saying.text); };
  entry.sign = Sign;
  entry.covered = [](const Request& request) {
    return std::vector<CoveredBytes>{{CoveredBytes::Part::kBody, {}, 0, std::string::npos},
                                     {CoveredBytes::Part::kHeader, kTimestamp, 0, std::string::npos},
                                     {CoveredBytes::Part::kHeader, kSignature, 0, request.Header(kSignature).size()}};
  };
  entry.signed_headers = {kTimestamp, kSignature};
  entry.own_words = {Message("U0BOT", "501", "hello"), Message("U0BOT", "502", "hello", {{"bot_id", "B0001"}})};
  entry.words_of_bots = {Message("user1", "503", "hello", {{"bot_id", "B0002"}}), Message("USLACKBOT", "504", "hello"),
                         Message("user1", "505", "hello", {{"subtype", "bot_message"}})};
  entry.room = "C0DESK";
  entry.room_agent = "U0KIM";
  entry.say_in_room = InRoom;
  entry.script = kScript;
  entry.send_route = "send";
  entry.live = {"<!channel>", "<!here>", "<!everyone>", "<@"};
  entry.words_of_text = Unescaped;
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kRetry},   {403, Kind::kRetry},   {404, Kind::kRejected},
                    {429, Kind::kRetry},    {500, Kind::kUnknown}, {502, Kind::kUnknown}, {503, Kind::kRetry}};
  return entry;
}

const bool kAdded = Add(Slack());

}  // namespace
}  // namespace frontdesk::contract
