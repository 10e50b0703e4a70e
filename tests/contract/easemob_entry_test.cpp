// Easemob and Agora Chat in the contract suite: one backend with two ways to a token. The signature covers callId and
// timestamp only, so the secret in the path and deduplication stand in for the rest.
#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "bot/base/crypto.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kCallback[] = "FD_CONTRACT_EASEMOB_CALLBACK";
constexpr char kPath[] = "FD_CONTRACT_EASEMOB_PATH";
constexpr char kSecurity[] = "\"security\":\"";
constexpr char kTimestamp[] = "\"timestamp\":";
constexpr char kCallId[] = "\"callId\":\"";

std::string Md5Hex(const std::string& text) {
  unsigned char digest[16];
  ::EVP_Digest(text.data(), text.size(), digest, nullptr, ::EVP_md5(), nullptr);
  return base::HexEncode({reinterpret_cast<const char*>(digest), sizeof digest});
}

struct Place {
  std::size_t begin = 0;
  std::size_t size = 0;
};

// Of the value after `key`, up to a quote or a comma; nothing when the body has no such key.
std::optional<Place> Find(const std::string& body, const std::string& key) {
  const std::size_t at = body.find(key);
  if (at == std::string::npos) return std::nullopt;
  const std::size_t begin = at + key.size();
  const std::size_t end = body.find_first_of("\",}", begin);
  return Place{begin, (end == std::string::npos ? body.size() : end) - begin};
}

Request Callback(const std::string& from, const std::string& to, const std::string& id, const json& payload) {
  json body = {{"eventType", "chat"}, {"chat_type", "chat"},       {"from", from}, {"to", to}, {"msg_id", id},
               {"payload", payload},  {"securityVersion", "1.0.0"}};
  std::string text = body.dump();
  text.insert(1, R"("callId":"acme#support_)" + id + R"(","timestamp":0,"security":"",)");
  return {"POST", "/hooks/ACCOUNT", {{"Content-Type", "application/json;charset=UTF-8"}}, std::move(text)};
}

json Words(const std::string& text, const json& ext = json::object()) {
  return {{"ext", ext}, {"bodies", {{{"type", "txt"}, {"msg", text}}}}};
}

// In the text of the body, so that a body that is no JSON stays what it is.
Request Sign(Request request, const Signing& signing) {
  request.target += "/" + signing.secrets.at(kPath);
  const auto id = Find(request.body, kCallId);
  const auto time = Find(request.body, kTimestamp);
  if (!id || !time) return request;
  const std::string millis = std::to_string(base::ToMillis(signing.at));
  const std::string call = request.body.substr(id->begin, id->size);
  request.body.replace(time->begin, time->size, millis);
  if (const auto security = Find(request.body, kSecurity))
    request.body.replace(security->begin, security->size, Md5Hex(call + signing.secrets.at(kCallback) + millis));
  return request;
}

std::vector<CoveredBytes> Covered(const Request& request) {
  std::vector<CoveredBytes> covered = {
      {CoveredBytes::Part::kTarget, {}, request.target.rfind('/') + 1, std::string::npos}};
  for (const char* key : {kCallId, kTimestamp, kSecurity})
    if (const auto place = Find(request.body, key))
      covered.push_back({CoveredBytes::Part::kBody, {}, place->begin, place->size});
  return covered;
}

constexpr char kScript[] = R"(
platform: easemob
counters: {message: 1029457500870543736}
routes:
  - name: token
    method: POST
    path: /acme/support/token
    when: {/grant_type: client_credentials}
    answer: {body: {access_token: "{token}", expires_in: 5184000, application: fake}}
  - name: send
    method: POST
    path: /acme/support/messages/users
    authorization: AUTHORIZATION
    delivers: {to: /to/0, text: /body/msg, client_id: /ext/bot/mid}
    answer:
      body:
        path: /messages/users
        action: post
        data: {"{to}": "{message_id}"}
        timestamp: "{#millis}"
        duration: 0
        applicationName: support
    refusal: {status: 401, body: {error: unauthorized, error_description: Unable to authenticate
}
}
)";

Entry Either(const std::string& type, const std::string& authorization) {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = type;
  entry.type = type;
  entry.account = type;
  entry.settings =
      "org: acme, app: support, api_base: '{api}', callback_secret: env:FD_CONTRACT_EASEMOB_CALLBACK, "
      "path_secret: env:FD_CONTRACT_EASEMOB_PATH";
  entry.secrets = {{kCallback, "throwaway-callback-secret"}, {kPath, "fixture-path-secret-0001"}};
  entry.other_secrets = {{kCallback, "another-callback-secret"}, {kPath, "fixture-path-secret-0002"}};
  entry.proving = {kCallback, kPath};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.tolerance = std::chrono::minutes(15);
  entry.say = [type](const Saying& saying) {
    Request request = Callback(saying.conversation, "support_bot", saying.message, Words(saying.text));
    request.target = "/hooks/" + type;
    return request;
  };
  entry.sign = Sign;
  entry.covered = Covered;
  const json marked = {{"bot", {{"mid", "7"}}}};
  entry.own_words = {Callback("support_bot", "user1", "501", Words("hello")),
                     Callback("support_bot", "user1", "502", Words("hello", marked))};
  entry.words_of_bots = {Callback("user1", "support_bot", "503", Words("hello", marked))};
  for (auto* list : {&entry.own_words, &entry.words_of_bots})
    for (Request& request : *list) request.target = "/hooks/" + type;
  entry.script = kScript;
  entry.script.replace(entry.script.find("AUTHORIZATION"), 13, authorization);
  entry.send_route = "send";
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kRejected}, {413, Kind::kRejected},
                    {429, Kind::kRetry},    {502, Kind::kUnknown},      {503, Kind::kRetry},    {504, Kind::kUnknown}};
  return entry;
}

Entry Easemob() {
  Entry entry = Either("easemob", "issued");
  entry.settings +=
      ", client_id: env:FD_CONTRACT_EASEMOB_ID, client_secret: env:FD_CONTRACT_EASEMOB_SECRET, kefu: kefuchannelimid_1";
  entry.locale = "zh";
  entry.secrets.insert({{"FD_CONTRACT_EASEMOB_ID", "client-id"}, {"FD_CONTRACT_EASEMOB_SECRET", "client-secret"}});
  entry.other_secrets.insert({{"FD_CONTRACT_EASEMOB_ID", "other-id"}, {"FD_CONTRACT_EASEMOB_SECRET", "other-secret"}});
  return entry;
}

// Its tokens are made by us: the platform knows a good one by its signature, and revokes by the certificate.
Entry Agora() {
  Entry entry = Either("agora", "bearer");
  entry.settings += ", app_id: 0123456789abcdef0123456789abcdef, app_certificate: env:FD_CONTRACT_AGORA_CERTIFICATE";
  entry.secrets.insert({"FD_CONTRACT_AGORA_CERTIFICATE", "fedcba9876543210fedcba9876543210"});
  entry.other_secrets.insert({"FD_CONTRACT_AGORA_CERTIFICATE", "00000000000000000000000000000001"});
  return entry;
}

const bool kAdded = Add(Easemob()) && Add(Agora());

}  // namespace
}  // namespace frontdesk::contract
