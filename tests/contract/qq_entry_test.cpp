// A bot of QQ in the contract suite: people one to one, as groups and guilds are not written to first.
#include <nlohmann/json.hpp>

#include "adapters/qq/signing_key.h"
#include "bot/base/crypto.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kSecret[] = "FD_CONTRACT_QQ_SECRET";

Request Callback(const std::string& type, const std::string& id, const json& d) {
  const json payload = {{"op", 0}, {"s", 42}, {"t", type}, {"id", type + ":" + id}, {"d", d}};
  return {"POST", "/hooks/qq", {{"Content-Type", "application/json"}, {"X-Bot-Appid", "11111111"}}, payload.dump()};
}

Request Words(const std::string& from, const std::string& text, const std::string& id) {
  return Callback("C2C_MESSAGE_CREATE", id,
                  {{"id", "ROBOT1.0_" + id},
                   {"author", {{"user_openid", from}}},
                   {"content", text},
                   {"timestamp", "2023-11-06T13:37:18+08:00"}});
}

Request Sign(Request request, const Signing& signing) {
  const std::string time = std::to_string(base::ToMillis(signing.at) / 1'000);
  const std::string seed = adapters::qq::SeedOf(signing.secrets.at(kSecret));
  request.headers.emplace_back("X-Signature-Ed25519", base::HexEncode(adapters::qq::Sign(seed, time + request.body)));
  request.headers.emplace_back("X-Signature-Timestamp", time);
  return request;
}

// A digit of hexadecimal has two spellings, which say the same: the case of letters is left as it is.
std::vector<CoveredBytes> Covered(const Request&) {
  return {{CoveredBytes::Part::kHeader, "X-Signature-Timestamp", 0}, {CoveredBytes::Part::kBody, {}, 0}};
}

constexpr char kScript[] = R"(
platform: qq
routes:
  - name: token
    method: POST
    path: /app/getAppAccessToken
    when: {/appId: "11111111"}
    answer: {body: {access_token: "{token}", expires_in: "7200"}}
  - name: send
    method: POST
    path: /v2/users/{user}/messages
    authorization: issued
    delivers: {to: "path:user", text: /content, client_id: /msg_seq, deduplicates: true}
    answer: {body: {id: "ROBOT1.0_{message_id}", timestamp: "2025-04-21T10:00:00+08:00"}}
    refusal: {status: 401, body: {code: 11244, message: token not exist or expire, trace_id: t}}
)";

Entry QqEntry() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = entry.type = entry.account = "qq";
  entry.settings =
      "app_id: '11111111', secret: env:" + std::string(kSecret) + ", api_base: '{api}', token_base: '{api}'";
  entry.secrets = {{kSecret, "naOC0ocQE3shWLAfffVLB1rhYPG7ab12"}};
  entry.other_secrets = {{kSecret, "throwawaysecret20chr"}};
  entry.proving = {kSecret};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.tolerance = std::chrono::seconds(300);
  entry.say = [](const Saying& saying) { return Words(saying.conversation, saying.text, saying.message); };
  entry.sign = Sign;
  entry.covered = Covered;
  entry.signed_headers = {"X-Signature-Ed25519", "X-Signature-Timestamp"};
  const json bot = {{"id", "0812"},
                    {"author", {{"id", "9"}, {"bot", true}}},
                    {"channel_id", "100010"},
                    {"guild_id", "1870"},
                    {"content", "<@!8> hello"}};
  entry.words_of_bots = {Callback("AT_MESSAGE_CREATE", "b1", bot), Callback("DIRECT_MESSAGE_CREATE", "b2", bot)};
  entry.script = kScript;
  entry.send_route = "send";
  entry.path = base::ReplyPath{"msg:ROBOT1.0_1", {}, 0};
  entry.locale = "zh";
  entry.live = {"<@", "<#", "<emoji:", "@everyone"};
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kRejected}, {413, Kind::kRejected},
                    {429, Kind::kRetry},    {502, Kind::kRetry},        {503, Kind::kRetry},    {504, Kind::kRetry}};
  return entry;
}

const bool kAdded = Add(QqEntry());

}  // namespace
}  // namespace frontdesk::contract
