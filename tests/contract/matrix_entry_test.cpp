// Matrix in the contract suite, as an application service: the homeserver pushes transactions with a bare token. What a
// client's sync brings is read by the same code; tests/adapters/matrix_sync_test.cpp tries that.
#include <nlohmann/json.hpp>

#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kHs[] = "FD_CONTRACT_MATRIX_HS";
constexpr char kAs[] = "FD_CONTRACT_MATRIX_AS";
constexpr char kPrefix[] = "/hooks/matrix/_matrix/app/v1/transactions/";

Request Transaction(const std::string& id, const json& event) {
  return {"PUT", kPrefix + id, {{"Content-Type", "application/json"}}, json{{"events", {event}}}.dump()};
}

json Event(const std::string& room, const std::string& sender, const std::string& id, const std::string& type,
           const json& content) {
  return {{"type", type},     {"event_id", "$" + id}, {"room_id", room},
          {"sender", sender}, {"content", content},   {"origin_server_ts", 1767225599000}};
}

Request Message(const std::string& room, const std::string& sender, const std::string& id, const std::string& text,
                const std::string& kind = "m.text", const json& more = json::object()) {
  json content = {{"msgtype", kind}, {"body", text}};
  content.update(more);
  return Transaction("t" + id, Event(room, sender, id, "m.room.message", content));
}

// Kim, in the room of the desk: words, or the key of a choice put under the card.
Request InRoom(const RoomSaying& saying) {
  const std::string card = "$" + saying.thread;
  if (!saying.press.empty()) {
    const json key = {{"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", card}, {"key", "1️⃣"}}}};
    return Transaction("t" + saying.message, Event("!desk:hs.test", "@kim:hs.test", saying.message, "m.reaction", key));
  }
  json more = json::object();
  if (!saying.thread.empty()) more["m.relates_to"] = {{"rel_type", "m.thread"}, {"event_id", card}};
  return Message("!desk:hs.test", "@kim:hs.test", saying.message, saying.text, "m.text", more);
}

Request Sign(Request request, const Signing& signing) {
  request.SetHeader("Authorization", "Bearer " + signing.secrets.at(kHs));
  return request;
}

constexpr char kScript[] = R"(
platform: matrix
counters: {message: 100}
routes:
  - name: register
    method: POST
    path: /_matrix/client/v3/register
    authorization: bearer
    answer: {body: {user_id: "@support:hs.test"}}
  - name: send
    method: PUT
    path: /_matrix/client/v3/rooms/{room}/send/m.room.message/{txn}
    authorization: bearer
    delivers: {to: "path:room", text: /body, client_id: "path:txn", deduplicates: true}
    answer: {body: {event_id: "${message_id}"}}
    refusal: {status: 401, body: {errcode: M_UNKNOWN_TOKEN, error: Unrecognised access token}}
  - name: key
    method: PUT
    path: /_matrix/client/v3/rooms/{room}/send/m.reaction/{txn}
    authorization: bearer
    answer: {body: {event_id: "$key{count:key}"}}
  - name: upload
    method: POST
    path: /_matrix/media/v3/upload
    authorization: bearer
    answer: {body: {content_uri: "mxc://hs.test/{count:file}"}}
  - name: profile
    method: GET
    path: /_matrix/client/v3/profile/{user}
    authorization: bearer
    answer: {body: {}}
)";

Entry Matrix() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = entry.account = "matrix";
  entry.type = "matrix-appservice";
  entry.settings =
      "api_base: '{api}', user: '@support:hs.test', as_token: env:FD_CONTRACT_MATRIX_AS, hs_token: "
      "env:FD_CONTRACT_MATRIX_HS, help_channels: ['!help:hs.test'], group_channels: ['!group:hs.test'], "
      "desk_channels: ['!desk:hs.test'], choice_reactions: true";
  entry.secrets = {{kHs, "throwaway_hs_token_000001"}, {kAs, "throwaway_as_token_0001"}};
  entry.other_secrets = {{kHs, "throwaway_hs_token_000002"}, {kAs, "throwaway_as_token_0002"}};
  entry.proving = {kHs};
  entry.captured_at = base::FromMillis(1'767'225'600'000);
  entry.say = [](const Saying& saying) {
    return Message(saying.conversation, "@ann:hs.test", saying.message, saying.text);
  };
  entry.sign = Sign;
  entry.covered = [](const Request& request) {
    return std::vector<CoveredBytes>{
        {CoveredBytes::Part::kHeader, "Authorization", 0, request.Header("Authorization").size()}};
  };
  entry.signed_headers = {"Authorization"};
  entry.own_words = {Message("user1", "@support:hs.test", "501", "hello", "m.notice"),
                     Message("user1", "@support:hs.test", "502", "hello")};
  entry.words_of_bots = {Message("user1", "@other:hs.test", "503", "hello", "m.notice")};
  entry.room = "!desk:hs.test";
  entry.room_agent = "@kim:hs.test";
  entry.say_in_room = InRoom;
  entry.script = kScript;
  entry.send_route = "send";
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kGone},
                    {404, Kind::kGone},     {413, Kind::kRejected},     {429, Kind::kRetry},
                    {500, Kind::kRetry},    {502, Kind::kRetry},        {503, Kind::kRetry}};
  return entry;
}

const bool kAdded = Add(Matrix());

}  // namespace
}  // namespace frontdesk::contract
