// Mattermost in the contract suite, by its hooks: users speak by slash commands, agents press buttons. Nothing is
// signed: the secret in the path and the command's token stand in. mattermost_server_test.cpp tries the WebSocket.
#include <nlohmann/json.hpp>

#include "adapters/mattermost/press_token.h"
#include "bot/base/percent.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kPath[] = "FD_CONTRACT_MATTERMOST_PATH";
constexpr char kCommand[] = "FD_CONTRACT_MATTERMOST_COMMAND";
constexpr char kWebhook[] = "FD_CONTRACT_MATTERMOST_WEBHOOK";
constexpr char kBot[] = "FD_CONTRACT_MATTERMOST_BOT";
constexpr char kTokenField[] = "&token=";

// The token stands last, so that no cut leaves a whole command.
Request Command(const std::string& user, const std::string& channel, const std::string& id, const std::string& text) {
  return {"POST",
          "/hooks/chat",
          {{"Content-Type", "application/x-www-form-urlencoded"}},
          "channel_id=" + channel + "&command=%2Fsupport&text=" + base::PercentEncode(text) + "&trigger_id=" + id +
              "&user_id=" + user + "&user_name=ann" + kTokenField};
}

// What an outgoing webhook tells of a post; it is never more than a reason to look.
Request Told(const std::string& user, const std::string& id) {
  const json body = {{"token", ""},     {"channel_id", "chan1"},   {"user_id", user}, {"post_id", id},
                     {"text", "hello"}, {"trigger_word", "hello"}, {"timestamp", 1}};
  return {"POST", "/hooks/chat", {{"Content-Type", "application/json"}}, body.dump()};
}

Request Sign(Request request, const Signing& signing) {
  request.target += "/" + signing.secrets.at(kPath);
  const auto field = request.body.find(kTokenField);
  if (field != std::string::npos)
    request.body = request.body.substr(0, field) + kTokenField + signing.secrets.at(kCommand);
  const std::string empty = R"("token":"")";
  if (const auto at = request.body.find(empty); at != std::string::npos)
    request.body.replace(at, empty.size(), R"("token":")" + signing.secrets.at(kWebhook) + '"');
  return request;
}

std::vector<CoveredBytes> Covered(const Request& request) {
  return {{CoveredBytes::Part::kTarget, {}, request.target.rfind('/') + 1, std::string::npos},
          {CoveredBytes::Part::kBody,
           {},
           request.body.find(kTokenField) + std::string(kTokenField).size(),
           std::string::npos}};
}

const Secrets& Kept() {
  static const Secrets secrets = {{kPath, "throwaway-path-secret-01"},
                                  {kCommand, "throwawaycmdtoken00000001"},
                                  {kWebhook, "throwawayouttoken00000001"},
                                  {kBot, "throwawaybottoken00000001"}};
  return secrets;
}

// Kim, in the channel of the desk: words by the command, or a click on one of the card's buttons.
Request InRoom(const RoomSaying& saying) {
  if (saying.press.empty()) return Command("kimid", "chandesk", saying.message, saying.text);
  adapters::Settings settings;
  settings.account = "chat";
  settings.secrets["path_secret"] = base::Secret(Kept().at(kPath));
  adapters::mattermost::PressToken token;
  token.row = saying.row;
  token.address = {"chat", "chandesk", ""};
  token.choices = {{"Take it", saying.press}};
  token.until = base::FromMillis(4'000'000'000'000);
  const json click = {{"user_id", "kimid"},       {"channel_id", "chandesk"},
                      {"post_id", saying.thread}, {"trigger_id", saying.message},
                      {"type", "button"},         {"context", {{"fd", adapters::mattermost::Seal(token, settings)}}}};
  return {"POST", "/hooks/chat", {{"Content-Type", "application/json"}}, click.dump()};
}

// The talk with user1 is the channel user1, so that it is seen who is written to.
constexpr char kScript[] = R"(
platform: mattermost
counters: {message: 100}
routes:
  - name: profile
    method: GET
    path: /api/v4/users/me
    authorization: bearer
    answer: {body: {id: bot1, username: support}}
  - name: profile
    method: GET
    path: /api/v4/users/{id}
    authorization: bearer
    answer: {body: {id: "{path:id}", locale: en}}  # a name would come sooner or later than the card
  - name: direct
    method: POST
    path: /api/v4/channels/direct
    authorization: bearer
    answer: {status: 201, body: {id: "{body:/1}", type: D}}
  - name: profile  # a look for what may have arrived, which a slow machine takes and a quick one does not
    method: GET
    path: /api/v4/channels/{id}/posts
    authorization: bearer
    answer: {body: {order: [], posts: {}}}
  - name: send
    method: POST
    path: /api/v4/posts
    authorization: bearer
    delivers: {to: /channel_id, text: /message, client_id: /pending_post_id, deduplicates: true}
    answer: {status: 201, body: {id: "{message_id}", channel_id: "{to}"}}
    refusal: {status: 401, body: {id: api.context.session_expired.app_error, message: Invalid session}}
  - name: update
    method: PUT
    path: /api/v4/posts/{id}/patch
    authorization: bearer
    answer: {body: {id: "{path:id}"}}
sockets:
  - path: /api/v4/websocket
)";

// What stands for itself where Mattermost has no escape.
std::string Plain(std::string text) {
  const std::pair<std::string, std::string> written[] = {{"\u2002", " "}, {"\uFF04", "$"}, {"%40", "@"}};
  for (const auto& [what, means] : written)
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += means.size())
      text.replace(at, what.size(), means);
  return text;
}

Entry Mattermost() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = entry.type = "mattermost";
  entry.account = "chat";
  entry.settings = std::string("api_base: '{api}', bot_token: env:") + kBot + ", path_secret: env:" + kPath +
                   ", command_token: env:" + kCommand + ", webhook_token: env:" + kWebhook +
                   ", help_channels: [chanhelp], desk_channels: [chandesk]";
  entry.secrets = Kept();
  entry.other_secrets = {{kPath, "throwaway-path-secret-02"},
                         {kCommand, "throwawaycmdtoken00000002"},
                         {kWebhook, "throwawayouttoken00000002"},
                         {kBot, "throwawaybottoken00000002"}};
  entry.proving = {kPath, kCommand};
  entry.captured_at = base::FromMillis(1'767'225'600'000);
  entry.say = [](const Saying& saying) { return Command(saying.conversation, "chan1", saying.message, saying.text); };
  entry.sign = Sign;
  entry.covered = Covered;
  entry.own_words = {Told("bot1", "501")};
  entry.words_of_bots = {Told("bot2", "502")};
  entry.room = "chandesk";
  entry.room_agent = "kimid";
  entry.say_in_room = InRoom;
  entry.script = kScript;
  entry.send_route = "send";
  entry.markup = Entry::Markup::kMarkdown;
  entry.live = {"@all", "@here"};  // "@channel" stands in code, where it calls nobody
  entry.words_of_text = Plain;
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kRetry}, {403, Kind::kGone},  {404, Kind::kGone},
                    {413, Kind::kRejected}, {429, Kind::kRetry}, {500, Kind::kRetry}, {502, Kind::kRetry},
                    {503, Kind::kRetry},    {504, Kind::kRetry}};
  return entry;
}

const bool kAdded = Add(Mattermost());

}  // namespace
}  // namespace frontdesk::contract
