// Teams in the contract suite: a token of the Bot Framework proves who speaks and leaves the body open, so that a
// secret stands in the path. All calls go to the fake platform as to a proxy (`api_base`), whatever the serviceUrl.
#include <nlohmann/json.hpp>

#include "adapters/teams/button_data.h"
#include "adapters/teams/signing_keys.h"
#include "tests/adapters/teams_token.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using adapters::teams::kAppId;
using adapters::teams::kTenant;
using nlohmann::json;

constexpr char kPath[] = "FD_CONTRACT_TEAMS_PATH";
constexpr char kSecret[] = "FD_CONTRACT_TEAMS_SECRET";
constexpr char kGlobal[] = "https://smba.trafficmanager.net/teams/";
constexpr char kDesk[] = "19:desk@thread.tacv2";
constexpr char kKim[] = "0b0b0b0b-1111-2222-3333-444444444444";
constexpr char kIdPrefix[] = "1767225600";

std::string Replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

std::string Escaped(const std::string& text) {
  return Replaced(Replaced(Replaced(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

json Activity(const std::string& type, const std::string& id, const json& from, const json& conversation) {
  return {{"type", type},
          {"id", id},
          {"timestamp", "2026-01-01T00:00:00.000Z"},
          {"channelId", "msteams"},
          {"serviceUrl", kGlobal},
          {"from", from},
          {"recipient", {{"id", std::string("28:") + kAppId}, {"name", "Support"}}},
          {"conversation", conversation},
          {"channelData", {{"tenant", {{"id", kTenant}}}}}};
}

Request RequestOf(const json& activity) {
  return {"POST", "/hooks/teams", {{"Content-Type", "application/json; charset=utf-8"}}, activity.dump()};
}

Request Message(const std::string& user, const std::string& id, const std::string& text, json from = {}) {
  if (from.is_null()) from = {{"id", "29:" + user}};
  json activity = Activity("message", id, from, {{"id", user}, {"conversationType", "personal"}});
  activity["text"] = Escaped(text);
  return RequestOf(activity);
}

// The token is good for five minutes before and after that second.
Request Sign(Request request, const Signing& signing) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(signing.at).time_since_epoch().count();
  std::string& target = request.target;
  const std::size_t account = target.find('/', std::string("/hooks/").size());
  target = target.substr(0, account) + "/" + signing.secrets.at(kPath);
  request.SetHeader("Authorization",
                    "Bearer " + adapters::teams::TokenOf(adapters::teams::ClaimsFrom(seconds, seconds, kGlobal)));
  return request;
}

// Kim, in the channel of the desk: words below the card, or a press on one of its buttons.
Request InRoom(const RoomSaying& saying) {
  const json kim = {{"id", "29:kim"}, {"name", "Kim"}, {"aadObjectId", kKim}};
  const std::string root = saying.thread.empty() ? saying.message : kIdPrefix + saying.thread;
  const json conversation = {
      {"id", std::string(kDesk) + ";messageid=" + root}, {"conversationType", "channel"}, {"isGroup", true}};
  json activity = Activity(saying.press.empty() ? "message" : "invoke", saying.message, kim, conversation);
  if (saying.press.empty()) {
    activity["text"] = Escaped(saying.text);
    return RequestOf(activity);
  }
  adapters::Settings settings;
  settings.secrets["path_secret"] = base::Secret("throwaway-path-secret-0001");
  const json data = adapters::teams::PressData({"Take it", saying.press}, {saying.row, kDesk, false}, settings);
  activity["name"] = "adaptiveCard/action";
  activity["replyToId"] = root;
  activity["value"] = {{"action", {{"type", "Action.Execute"}, {"verb", "press"}, {"data", data}}},
                       {"trigger", "manual"}};
  return RequestOf(activity);
}

// The bar before a quoted line is no word.
void AddTexts(const json& value, std::string& words) {
  if (value.is_object() && value.value("type", "") == "TextRun" && value.value("text", "") != "│ ")
    words += value.value("text", "");
  if (value.is_object() && value.value("type", "").starts_with("RichText")) words += "\n";
  if (value.is_object() && value.value("type", "").starts_with("Action.Exec")) words += "\n" + value.value("title", "");
  if (value.is_structured())
    for (const json& one : value) AddTexts(one, words);
}

// Without the tags that we write.
std::string WithoutTags(const std::string& html) {
  std::string words;
  for (std::size_t i = 0; i < html.size(); ++i) {
    if (html[i] != '<') {
      words += html[i];
      continue;
    }
    const std::size_t end = html.find('>', i);
    if (end == std::string::npos) return html;  // no HTML
    i = end;
  }
  return Replaced(Replaced(Replaced(Replaced(words, "&quot;", "\""), "&lt;", "<"), "&gt;", ">"), "&amp;", "&");
}

bool IsHtml(const std::string& text) {
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    bool known = false;
    for (const char* tag :
         {"<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<a href=\"", "</a>", "<br/>", "<ul><li>", "<li>", "</li>",
          "</ul>", "<ol start=\"", "</ol>", "<pre>", "</pre>", "<blockquote>", "</blockquote>"})
      known = known || text.compare(at, std::string(tag).size(), tag) == 0;
    if (!known) return false;
  }
  return text.find("&amp;") != std::string::npos || text.find("&quot;") != std::string::npos ||
         text.find("&lt;") != std::string::npos || text.find('<') != std::string::npos;
}

std::string WordsOf(const std::string& text) {
  const json card = json::parse(text, nullptr, false);
  if (!card.is_object() || card.value("type", "") != "AdaptiveCard") return IsHtml(text) ? WithoutTags(text) : text;
  std::string words;
  AddTexts(card["body"], words);
  if (card.contains("actions")) AddTexts(card["actions"], words);
  return words;
}

std::string Script() {
  return R"(
platform: teams
counters: {message: 100}
routes:
  - name: openid
    method: GET
    path: /v1/.well-known/openidconfiguration
    authorization: open
    answer: {body: {issuer: "https://api.botframework.com", jwks_uri: "https://login.botframework.com/v1/.well-known/keys"}}
  - name: keys
    method: GET
    path: /v1/.well-known/keys
    authorization: open
    answer: {body: {keys: [)" +
         adapters::teams::ThrowawayJwk().dump() + R"(]}}
  - name: token
    method: POST
    path: /{tenant}/oauth2/v2.0/token
    authorization: open
    when: {/grant_type: client_credentials, /scope: "https://api.botframework.com/.default"}
    answer: {body: {token_type: Bearer, access_token: "{token}", expires_in: 3599}}
  - name: begin-thread
    method: POST
    path: /teams/v3/conversations
    authorization: issued
    delivers: {to: /channelData/channel/id, text: /activity/attachments/0/content}
    answer: {status: 201, body: {id: "{to};messageid=1767225600{message_id}", activityId: "1767225600{message_id}"}}
  - name: send-card
    method: POST
    path: /teams/v3/conversations/{conversation}/activities
    when: {/attachments/0/contentType: application/vnd.microsoft.card.adaptive}
    authorization: issued
    delivers: {to: "path:conversation", text: /attachments/0/content}
    answer: {status: 201, body: {id: "1767225600{message_id}"}}
    refusal: {status: 401, body: {error: {code: Unauthorized, message: "Authorization has been denied"}}}
  - name: send
    method: POST
    path: /teams/v3/conversations/{conversation}/activities
    authorization: issued
    delivers: {to: "path:conversation", text: /text}
    answer: {status: 201, body: {id: "1767225600{message_id}"}}
    refusal: {status: 401, body: {error: {code: Unauthorized, message: "Authorization has been denied"}}}
  - name: update
    method: PUT
    path: /teams/v3/conversations/{conversation}/activities/{id}
    authorization: issued
    answer: {body: {id: "{path:id}"}}
)";
}

Entry Teams() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = entry.type = entry.account = "teams";
  entry.settings = std::string("api_base: '{api}', app_id: ") + kAppId + ", tenant: " + kTenant +
                   ", app_secret: env:FD_CONTRACT_TEAMS_SECRET, path_secret: env:FD_CONTRACT_TEAMS_PATH, "
                   "help_channels: ['19:help@thread.tacv2'], desk_channels: ['19:desk@thread.tacv2']";
  entry.secrets = {{kPath, "throwaway-path-secret-0001"}, {kSecret, "throwaway-app-secret"}};
  entry.other_secrets = {{kPath, "throwaway-path-secret-0002"}, {kSecret, "throwaway-app-secret-2"}};
  entry.proving = {kPath};
  entry.keys = *adapters::teams::KeysOf(json{{"keys", {adapters::teams::ThrowawayJwk()}}}.dump(),
                                        base::FromMillis(1'800'000'000'000));
  entry.captured_at = base::FromMillis(1'767'225'600'000);
  entry.tolerance = std::chrono::minutes(5);
  entry.say = [](const Saying& saying) { return Message(saying.conversation, saying.message, saying.text); };
  entry.sign = Sign;
  entry.covered = [](const Request& request) {
    return std::vector<CoveredBytes>{
        {CoveredBytes::Part::kTarget, {}, request.target.rfind('/') + 1, std::string::npos},
        {CoveredBytes::Part::kHeader, "Authorization", 0, std::string::npos}};
  };
  entry.signed_headers = {"Authorization"};
  entry.own_words = {Message("user1", "501", "hello", {{"id", std::string("28:") + kAppId}})};
  entry.words_of_bots = {Message("user1", "502", "hello", {{"id", "28:another-bot"}}),
                         Message("user1", "503", "hello", {{"id", "29:x"}, {"role", "bot"}})};
  entry.room = kDesk;
  entry.room_agent = kKim;
  entry.say_in_room = InRoom;
  entry.script = Script();
  entry.send_route = "send";
  entry.words_of_text = WordsOf;
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kGone},  {404, Kind::kRejected},
                    {412, Kind::kRetry},    {413, Kind::kRejected},     {429, Kind::kRetry}, {500, Kind::kUnknown},
                    {502, Kind::kRetry},    {503, Kind::kRetry},        {504, Kind::kRetry}};
  return entry;
}

const bool kAdded = Add(Teams());

}  // namespace
}  // namespace frontdesk::contract
