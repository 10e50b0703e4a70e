// Feishu and Lark in the contract suite. What is signed here is encrypted first, as the platform does both.
#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "bot/base/crypto.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kKey[] = "FD_CONTRACT_FEISHU_KEY";
constexpr char kToken[] = "FD_CONTRACT_FEISHU_TOKEN";
constexpr char kSecret[] = "FD_CONTRACT_FEISHU_SECRET";
constexpr char kOwnToken[] = "throwawayVerificationToken01";
constexpr char kBot[] = "ou_84aad35d084aa403a838cf73ee18468";
constexpr char kNonce[] = "1628671984";
constexpr char kRoom[] = "oc_de5c0000000000000000000000de5c01";
constexpr char kAgent[] = "of-kim";

std::string Encrypted(const std::string& text, const std::string& key) {
  const std::string aes = base::Sha256(key), iv(16, 'i');
  std::string out(text.size() + 32, '\0');
  int size = 0, rest = 0;
  const auto bytes = [](const std::string& of) { return reinterpret_cast<const unsigned char*>(of.data()); };
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  EVP_CIPHER_CTX* context = ::EVP_CIPHER_CTX_new();
  ::EVP_EncryptInit_ex(context, ::EVP_aes_256_cbc(), nullptr, bytes(aes), bytes(iv));
  ::EVP_EncryptUpdate(context, to, &size, bytes(text), static_cast<int>(text.size()));
  ::EVP_EncryptFinal_ex(context, to + size, &rest);
  ::EVP_CIPHER_CTX_free(context);
  out.resize(static_cast<std::size_t>(size + rest));
  return base::Base64Encode(iv + out);
}

Request Event(const std::string& user, const std::string& kind, const std::string& id, const std::string& chat,
              const std::string& text) {
  const json header = {{"event_id", "ev-" + id},           {"event_type", "im.message.receive_v1"},
                       {"create_time", "1700000000000"},   {"token", kOwnToken},
                       {"app_id", "cli_9f5343c580712544"}, {"tenant_key", "2ca1d211f64f6438"}};
  const json message = {
      {"message_id", id},       {"create_time", "1700000000000"},         {"chat_id", chat},   {"chat_type", "p2p"},
      {"message_type", "text"}, {"content", json{{"text", text}}.dump()}, {"user_agent", text}};
  const json sender = {{"sender_id", {{"open_id", user}}}, {"sender_type", kind}, {"tenant_key", "736588c9260f175e"}};
  const json body = {{"schema", "2.0"}, {"header", header}, {"event", {{"sender", sender}, {"message", message}}}};
  return {"POST", "/hooks/feishu", {{"Content-Type", "application/json"}}, body.dump()};
}

// Kim, in the group of the desk: words below the card, which the app hears as it may read all messages of groups, or a
// click on one of its buttons.
Request InRoom(const RoomSaying& saying) {
  const std::string card = "om_" + saying.thread;
  if (saying.press.empty()) {
    Request request = Event(kAgent, "user", saying.message, kRoom, saying.text);
    json body = json::parse(request.body);
    json& message = body["event"]["message"];
    message["chat_type"] = "group";
    if (!saying.thread.empty()) message["root_id"] = message["parent_id"] = card;
    request.body = body.dump();
    return request;
  }
  const json header = {
      {"event_id", "ev-" + saying.message}, {"event_type", "card.action.trigger"}, {"token", kOwnToken}};
  const json value = {{"row", std::to_string(saying.row)}, {"value", saying.press}, {"label", "接手"}};
  const json event = {{"operator", {{"open_id", kAgent}}},
                      {"token", "c-1"},
                      {"action", {{"tag", "button"}, {"value", value}}},
                      {"host", "im_message"},
                      {"context", {{"open_message_id", card}, {"open_chat_id", kRoom}}}};
  const json body = {{"schema", "2.0"}, {"header", header}, {"event", event}};
  return {"POST", "/hooks/feishu", {{"Content-Type", "application/json"}}, body.dump()};
}

// In the text of the body, so that a body that is no JSON stays what it is.
std::string WithToken(std::string body, const std::string& token) {
  const std::size_t at = body.find(kOwnToken);
  if (at != std::string::npos) body.replace(at, std::string_view(kOwnToken).size(), token);
  return body;
}

// What is encrypted already is only signed anew.
Request Sign(Request request, const Signing& signing) {
  const std::string& key = signing.secrets.at(kKey);
  if (!request.body.starts_with("{\"encrypt\":"))
    request.body = json{{"encrypt", Encrypted(WithToken(request.body, signing.secrets.at(kToken)), key)}}.dump();
  const std::string time = std::to_string(base::ToMillis(signing.at) / 1'000);
  std::erase_if(request.headers, [](const auto& header) { return header.first.starts_with("X-Lark-"); });
  request.headers.emplace_back("X-Lark-Request-Timestamp", time);
  request.headers.emplace_back("X-Lark-Request-Nonce", kNonce);
  request.headers.emplace_back("X-Lark-Signature", base::HexEncode(base::Sha256(time + kNonce + key + request.body)));
  return request;
}

std::vector<CoveredBytes> Covered(const Request&) {
  return {{CoveredBytes::Part::kBody},
          {CoveredBytes::Part::kHeader, "X-Lark-Request-Timestamp"},
          {CoveredBytes::Part::kHeader, "X-Lark-Request-Nonce"},
          {CoveredBytes::Part::kHeader, "X-Lark-Signature"}};
}

// As its reader sees it: where a link leads is not shown.
std::string Unescaped(std::string text) {
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at))
    text.erase(at, text.find(')', at) + 1 - at);
  for (std::size_t at = text.find("&#"); at != std::string::npos; at = text.find("&#", at + 1)) {
    const std::size_t end = text.find(';', at);
    text.replace(at, end - at + 1, 1, static_cast<char>(std::stoi(text.substr(at + 2, end - at - 2))));
  }
  return text;
}

void AddWords(const json& value, std::string& words) {
  if (value.is_object() && value.contains("content") && value["content"].is_string()) {
    words += Unescaped(value["content"].get<std::string>()) + "\n";
  } else if (value.is_object() && value.contains("text") && value["text"].is_string()) {
    words += value["text"].get<std::string>();
  } else if (value.is_structured()) {
    for (const json& item : value) AddWords(item, words);
    if (value.is_array()) words += "\n";
  }
}

// Of a rich text or a card, which come as JSON in a text.
std::string WordsOf(const std::string& content) {
  std::string words;
  AddWords(json::parse(content), words);
  while (words.ends_with('\n')) words.pop_back();
  return words;
}

constexpr char kScript[] = R"(
platform: feishu
counters: {message: 1029457500870543736}
routes:
  - name: token
    method: POST
    path: /open-apis/auth/v3/tenant_access_token/internal
    when: {/app_id: cli_9f5343c580712544}
    answer: {body: {code: 0, msg: ok, tenant_access_token: "{token}", expire: 7200}}
  - name: send
    method: POST
    path: /open-apis/im/v1/messages
    authorization: issued
    delivers: {to: /receive_id, text: /content, client_id: /uuid, deduplicates: true}
    answer: {body: {code: 0, msg: success, data: {message_id: "om_{message_id}", chat_id: "{to}"}}}
    refusal: {status: 400, body: {code: 99991663, msg: Invalid access token for authorization}}
  - name: reply
    method: POST
    path: /open-apis/im/v1/messages/{root}/reply
    authorization: issued
    delivers: {to: "path:root", text: /content, client_id: /uuid, deduplicates: true}
    answer: {body: {code: 0, msg: success, data: {message_id: "om_{message_id}", root_id: "{to}"}}}
  - name: update
    method: PATCH
    path: /open-apis/im/v1/messages/{message}
    authorization: issued
    answer: {body: {code: 0, msg: success, data: {}}}
)";

Entry Feishu() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = "feishu";
  entry.type = "feishu";
  entry.account = "feishu";
  entry.settings = std::string("app_id: cli_9f5343c580712544, app_secret: env:FD_CONTRACT_FEISHU_SECRET, ") +
                   "encrypt_key: env:FD_CONTRACT_FEISHU_KEY, verification_token: env:FD_CONTRACT_FEISHU_TOKEN, " +
                   "bot: " + kBot + ", help_channels: [oc_f00dfeed0000000000000000help0001], api_base: '{api}'";
  entry.secrets = {{kKey, "throwaway-feishu-encrypt-key"}, {kToken, kOwnToken}, {kSecret, "throwaway"}};
  entry.other_secrets = {{kKey, "another-encrypt-key"}, {kToken, "another-token"}, {kSecret, "another"}};
  entry.proving = {kKey, kToken};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.tolerance = std::chrono::hours(1);
  // No open_id, so that nobody's profile is asked for.
  entry.say = [](const Saying& saying) {
    return Event("of-" + saying.conversation, "user", saying.message, saying.conversation, saying.text);
  };
  entry.sign = Sign;
  entry.covered = Covered;
  entry.signed_headers = {"X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "X-Lark-Signature"};
  entry.own_words = {Event(kBot, "app", "501", "user1", "hello"), Event(kBot, "user", "502", "user1", "hello")};
  entry.words_of_bots = {Event("ou_other", "app", "503", "user1", "hello")};
  entry.script = kScript;
  entry.send_route = "send";
  entry.room = kRoom;
  entry.room_agent = kAgent;
  entry.say_in_room = InRoom;
  entry.words_of_text = WordsOf;
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kRejected},
                    {413, Kind::kRejected}, {429, Kind::kRetry},        {500, Kind::kRetry},
                    {502, Kind::kRetry},    {503, Kind::kRetry},        {504, Kind::kRetry}};
  entry.locale = "zh";
  return entry;
}

const bool kAdded = Add(Feishu());

}  // namespace
}  // namespace frontdesk::contract
