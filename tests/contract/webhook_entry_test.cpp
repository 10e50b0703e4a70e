// The signed webhook in the contract suite. The platform is a customer's own system: it signs by Standard Webhooks and
// takes replies at its callback address.
#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "bot/base/crypto.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kSecret[] = "FD_CONTRACT_WEBHOOK_SECRET";

std::string Base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

// The key of "whsec_" + base64; any bytes will do for a secret that is to be refused.
std::string KeyOf(const std::string& secret) {
  const std::string text = secret.starts_with("whsec_") ? secret.substr(6) : secret;
  std::string key(text.size() + 3, '\0');
  const int size =
      ::EVP_DecodeBlock(reinterpret_cast<unsigned char*>(key.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size <= 0) return {};
  key.resize(static_cast<std::size_t>(size) - (text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0));
  return key;
}

Request Event(const std::string& type, const json& data) {
  const json body = {{"type", type}, {"timestamp", "2026-01-01T00:00:00Z"}, {"data", data}};
  return {"POST", "/hooks/shop", {{"Content-Type", "application/json"}}, body.dump()};
}

Request Say(const Saying& saying) {
  Request request = Event("message.created", {{"conversation_id", saying.conversation},
                                              {"message_id", saying.message},
                                              {"sender", {{"id", saying.conversation}, {"name", "Ann"}}},
                                              {"text", saying.text}});
  request.SetHeader("webhook-id", "msg_" + saying.message);
  return request;
}

Request Sign(Request request, const Signing& signing) {
  if (request.Header("webhook-id").empty()) request.SetHeader("webhook-id", "msg_contract");
  const std::string id(request.Header("webhook-id"));
  const std::string seconds = std::to_string(base::ToMillis(signing.at) / 1000);
  const std::string code =
      base::HmacSha256(KeyOf(signing.secrets.at(kSecret)), id + "." + seconds + "." + request.body);
  request.SetHeader("webhook-timestamp", seconds);
  request.SetHeader("webhook-signature", "v1," + Base64(code));
  return request;
}

std::vector<CoveredBytes> Covered(const Request&) {
  using Part = CoveredBytes::Part;
  return {{Part::kHeader, "webhook-id"},
          {Part::kHeader, "webhook-timestamp"},
          {Part::kHeader, "webhook-signature"},
          {Part::kBody}};
}

constexpr char kScript[] = R"(
platform: a shop
routes:
  - name: reply
    method: POST
    path: /replies
    delivers: {to: /data/conversation_id, text: /data/text, client_id: "header:webhook-id", deduplicates: true}
    answer: {body: {ok: true}}
)";

Entry Webhook() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = "webhook";
  entry.type = "webhook";
  entry.account = "shop";
  entry.settings = "secret: env:FD_CONTRACT_WEBHOOK_SECRET, callback_url: '{api}/replies'";
  entry.secrets = {{kSecret, "whsec_ge+w7Ito4rbL7BquKMGllXf5OQiK34z4HhaXZOvyIAk="}};
  entry.other_secrets = {{kSecret, "whsec_6mLv+CZLkJ2ULz4lo7ZjdvHvMh0oPVfJo+5yQu/pH/s="}};
  entry.proving = {kSecret};
  entry.captured_at = base::TimePoint{std::chrono::seconds(1'767'225'600)};
  entry.tolerance = std::chrono::seconds(300);
  entry.say = Say;
  entry.sign = Sign;
  entry.covered = Covered;
  entry.signed_headers = {"webhook-id", "webhook-timestamp", "webhook-signature"};
  entry.own_words = {Event("reply.created", {{"conversation_id", "user1"}, {"message_id", "1"}, {"text", "hello"}})};
  entry.words_of_bots = {Event("message.created", {{"conversation_id", "user1"},
                                                   {"message_id", "77"},
                                                   {"sender", {{"id", "robot"}, {"name", "Robot"}, {"bot", true}}},
                                                   {"text", "hello"}})};
  entry.script = kScript;
  entry.send_route = "reply";
  entry.markup = Entry::Markup::kMarkdown;
  // By the specification everything but 2xx and 410 is tried again.
  entry.verdicts = {{200, Kind::kSent},  {204, Kind::kSent}, {301, Kind::kRetry}, {400, Kind::kRetry},
                    {404, Kind::kRetry}, {410, Kind::kGone}, {413, Kind::kRetry}, {500, Kind::kRetry}};
  return entry;
}

const bool kAdded = Add(Webhook());

}  // namespace
}  // namespace frontdesk::contract
