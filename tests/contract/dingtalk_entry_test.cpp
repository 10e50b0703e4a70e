// DingTalk's line in the table, told over HTTP: of a message only its time is signed, and the address ends in a secret.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kApp[] = "FD_CONTRACT_DINGTALK_SECRET";
constexpr char kPath[] = "FD_CONTRACT_DINGTALK_PATH";
constexpr char kEventToken[] = "FD_CONTRACT_DINGTALK_EVENT_TOKEN";
constexpr char kEventKey[] = "FD_CONTRACT_DINGTALK_EVENT_KEY";
constexpr char kCard[] = "FD_CONTRACT_DINGTALK_CARD";
constexpr char kRoom[] = "cidRoom==";

// By the library itself, so that the adapter is not measured with its own rule.
std::string SignOf(const std::string& secret, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  std::string sign(4 * ((size + 2) / 3) + 1, '\0');
  sign.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(sign.data()), digest.data(), static_cast<int>(size))));
  return sign;
}

// As the robot is told a message: the session has ended, so that answers go by the API.
Request Message(const std::string& from, const std::string& id, const std::string& text) {
  const json body = {{"conversationId", "cid-of-" + from},
                     {"conversationType", "1"},
                     {"chatbotCorpId", "ding9f50b15b"},
                     {"chatbotUserId", "$:LWCP_v1:$bot"},
                     {"msgId", id},
                     {"senderNick", "张三"},
                     {"isAdmin", false},
                     {"senderStaffId", from},
                     {"senderCorpId", "ding9f50b15b"},
                     {"senderId", "$:LWCP_v1:$" + from},
                     {"sessionWebhook", "https://oapi.dingtalk.com/robot/sendBySession?session=76da36b4"},
                     {"sessionWebhookExpiredTime", 1'600'000'000'000},
                     {"createAt", 1'700'000'000'000},
                     {"robotCode", "dingthrowawayappkey"},
                     {"msgtype", "text"},
                     {"text", {{"content", text}}}};
  return {"POST", "/hooks/dingtalk", {{"Content-Type", "application/json; charset=utf-8"}}, body.dump()};
}

Request Own(const std::string& id) {
  Request request = Message("user1", id, "hello");
  json body = json::parse(request.body);
  body["senderId"] = "$:LWCP_v1:$bot";
  body["senderStaffId"] = "";
  request.body = body.dump();
  return request;
}

// What an agent says to the robot in the group, or presses on a card there.
Request InRoom(const RoomSaying& saying) {
  Request request = Message("kim01", saying.message, saying.text);
  json body = json::parse(request.body);
  body.update({{"conversationType", "2"}, {"conversationId", kRoom}, {"isInAtList", true}, {"senderNick", "Kim"}});
  if (!saying.press.empty()) {
    const json params = {{"value", saying.press}, {"label", "接手"}};
    const json told = {{"cardPrivateData", {{"actionIds", {"button1"}}, {"params", params}}}};
    body = {{"type", "actionCallback"}, {"outTrackId", "fd-" + std::to_string(saying.row) + "-1772445600000"},
            {"userId", "kim01"},        {"corpId", "ding9f50b15b"},
            {"spaceId", kRoom},         {"spaceType", "IM_GROUP"},
            {"content", told.dump()}};
  }
  request.body = body.dump();
  return request;
}

Request Sign(Request request, const Signing& signing) {
  request.target += "/" + signing.secrets.at(kPath);
  const std::string millis = std::to_string(base::ToMillis(signing.at));
  if (request.body.find("actionCallback") != std::string::npos) {
    request.SetHeader("x-ddpaas-signature-timestamp", millis);
    request.SetHeader("x-ddpaas-signature", SignOf(signing.secrets.at(kCard), millis));
    return request;
  }
  const std::string& secret = signing.secrets.at(kApp);
  request.SetHeader("timestamp", millis);
  request.SetHeader("sign", SignOf(secret, millis + "\n" + secret));
  return request;
}

std::vector<CoveredBytes> Covered(const Request& request) {
  return {{CoveredBytes::Part::kTarget, {}, request.target.rfind('/') + 1, std::string::npos},
          {CoveredBytes::Part::kHeader, "timestamp", 0, std::string::npos},
          {CoveredBytes::Part::kHeader, "sign", 0, std::string::npos}};
}

std::string PercentDecoded(const std::string& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool coded = text[i] == '%' && i + 2 < text.size();
    decoded += coded ? static_cast<char>(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16)) : text[i];
    if (coded) i += 2;
  }
  return decoded;
}

// An address that is its own label is seen once.
std::string WordsOf(const std::string& text) {
  std::string words = text;
  for (std::size_t end = 0; (end = words.find("](http", end)) != std::string::npos;) {
    const std::size_t begin = words.rfind('[', end), close = words.find(')', end);
    if (begin == std::string::npos || close == std::string::npos) return words;
    std::string label = words.substr(begin + 1, end - begin - 1);
    std::erase(label, '\\');
    const std::string address = PercentDecoded(words.substr(end + 2, close - end - 2));
    if (label == address) words.replace(begin, close + 1 - begin, "<" + address + ">");
    end = label == address ? begin + 1 : close;
  }
  return words;
}

constexpr char kScript[] = R"(
platform: dingtalk
counters: {message: 1029457500870543736}
routes:
  - name: token
    method: POST
    path: /v1.0/oauth2/accessToken
    when: {/appKey: dingthrowawayappkey}
    answer: {body: {accessToken: "{token}", expireIn: 7200}}
  - name: send
    method: POST
    path: /v1.0/robot/oToMessages/batchSend
    when: {/robotCode: dingthrowawayappkey}
    authorization: issued
    delivers: {to: /userIds/0, text: /msgParam/text}
    answer: {body: {processQueryKey: "{message_id}", invalidStaffIdList: [], flowControlledStaffIdList: []}}
    refusal: {status: 401, body: {code: InvalidAuthentication, message: 不合法的access_token, requestid: r-1}}
  - name: group
    method: POST
    path: /v1.0/robot/groupMessages/send
    authorization: issued
    delivers: {to: /openConversationId, text: /msgParam/text}
    answer: {body: {processQueryKey: "{message_id}"}}
  - name: card
    method: POST
    path: /v1.0/card/instances/createAndDeliver
    when: {/callbackRouteKey: frontdesk}
    authorization: issued
    delivers: {to: /openSpaceId, text: /cardData/cardParamMap/content}
    answer: {body: {success: true, result: {outTrackId: "{body:/outTrackId}", deliverResults: [{success: true}]}}}
  - {name: change, method: PUT, path: /v1.0/card/instances, authorization: issued, answer: {body: {success: true, result: true}}}
)";

Entry DingTalk() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = entry.type = entry.account = "dingtalk";
  entry.settings =
      "client_id: dingthrowawayappkey, transport: http, api_base: '{api}', old_api_base: '{api}', bot_name: 小助手, "
      "client_secret: env:FD_CONTRACT_DINGTALK_SECRET, path_secret: env:FD_CONTRACT_DINGTALK_PATH, "
      "event_token: env:FD_CONTRACT_DINGTALK_EVENT_TOKEN, event_aes_key: env:FD_CONTRACT_DINGTALK_EVENT_KEY, "
      "card_secret: env:FD_CONTRACT_DINGTALK_CARD, card_template_id: 8aebdfb9.schema, card_route: frontdesk, "
      "help_channels: [cidHelp==]";
  entry.secrets = {{kApp, "throwaway-dingtalk-app-secret"},
                   {kPath, "fixture-path-secret-0001"},
                   {kEventToken, "throwawayDingToken"},
                   {kEventKey, "pCTRI8DTqvJm5caDVWtSn/cbXPu222gp3lKPX/jfoo0"},
                   {kCard, "throwaway-card-secret"}};
  entry.other_secrets = {{kApp, "another-app-secret"},
                         {kPath, "fixture-path-secret-0002"},
                         {kEventToken, "anotherToken"},
                         {kEventKey, "qCTRI8DTqvJm5caDVWtSn/cbXPu222gp3lKPX/jfoo0"},
                         {kCard, "another-card-secret"}};
  entry.proving = {kApp, kPath};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.tolerance = std::chrono::hours(1);
  entry.say = [](const Saying& saying) { return Message(saying.conversation, saying.message, saying.text); };
  entry.sign = Sign;
  entry.covered = Covered;
  entry.signed_headers = {"timestamp", "sign"};
  entry.own_words = {Own("501")};
  entry.script = kScript;
  entry.send_route = "send";
  entry.token_header = "x-acs-dingtalk-access-token";
  entry.words_of_text = WordsOf;
  entry.markup = Entry::Markup::kMarkdown;
  entry.live = {"@all", "@所有人", "<font"};
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kRejected},
                    {404, Kind::kRejected}, {413, Kind::kRejected},     {429, Kind::kRetry},
                    {502, Kind::kUnknown},  {503, Kind::kRetry},        {504, Kind::kUnknown}};
  entry.locale = "zh";
  entry.room = std::string("group:") + kRoom;
  entry.room_shown_as = std::string("dtv1.card//IM_GROUP.") + kRoom;
  entry.room_agent = "kim01";
  entry.say_in_room = InRoom;
  return entry;
}

const bool kAdded = Add(DingTalk());

}  // namespace
}  // namespace frontdesk::contract
