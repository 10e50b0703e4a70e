// WeCom in the contract suite: an application that answers by calls, as what goes in the answer to a callback leaves no
// trace at the platform (wecom_answers_test.cpp tries that).
#include "tests/contract/wecom_entry.h"

#include <nlohmann/json.hpp>

#include "adapters/common/wx_crypt.h"
#include "bot/base/json.h"
#include "bot/base/xml.h"

namespace frontdesk::contract {
namespace {

using adapters::common::WxKey;
using adapters::common::WxSignature;
using nlohmann::json;

constexpr char kNonce[] = "1372623149";
constexpr char kRandom[] = "0123456789abcdef";

std::string Element(const std::string& name, const std::string& text) {
  return "<" + name + ">" + base::XmlEscape(text) + "</" + name + ">";
}

Request Callback(const std::string& from, const std::string& kind, const std::string& rest,
                 const std::string& agent = "1000002") {
  return {"POST",
          "/hooks/wecom",
          {{"Content-Type", "text/xml"}},
          "<xml>" + Element("ToUserName", kWecomCorp) + Element("FromUserName", from) +
              Element("CreateTime", "1800000000") + Element("MsgType", kind) + rest + Element("AgentID", agent) +
              "</xml>"};
}

Request Words(const std::string& from, const std::string& text, const std::string& id,
              const std::string& agent = "1000002") {
  return Callback(from, "text", Element("Content", text) + Element("MsgId", id), agent);
}

Request Press(const std::string& from, const std::string& key, std::int64_t row, const std::string& id) {
  return Callback(from, "event",
                  Element("Event", "template_card_event") + Element("EventKey", key) +
                      Element("TaskId", "fd-" + std::to_string(row) + "-1") + Element("ResponseCode", "RC-" + id));
}

std::string Encrypted(const Request& request, const Secrets& secrets, const std::string& receiver) {
  const auto key = WxKey(secrets.at(kWecomAesKey));
  const auto sealed = key ? adapters::common::WxEncrypt(*key, request.body, receiver, kRandom) : key;
  return sealed ? *sealed : std::string();
}

Request Sealed(Request request, const Signing& signing, const std::string& receiver, bool as_json) {
  const std::string encrypted = Encrypted(request, signing.secrets, receiver);
  const std::string time = std::to_string(base::ToMillis(signing.at) / 1'000);
  request.target += "?msg_signature=" + WxSignature(signing.secrets.at(kWecomToken), time, kNonce, encrypted) +
                    "&timestamp=" + time + "&nonce=" + kNonce;
  request.body = as_json ? json{{"encrypt", encrypted}}.dump()
                         : "<xml><ToUserName>" + std::string(kWecomCorp) + "</ToUserName><Encrypt><![CDATA[" +
                               encrypted + "]]></Encrypt></xml>";
  return request;
}

std::vector<CoveredBytes> Covered(const Request& request) {
  std::vector<CoveredBytes> covered;
  for (const std::string name : {"msg_signature=", "timestamp=", "nonce="}) {
    const std::size_t begin = request.target.find(name) + name.size();
    const std::size_t end = std::min(request.target.find('&', begin), request.target.size());
    covered.push_back({CoveredBytes::Part::kTarget, {}, begin, end - begin});
  }
  const std::size_t begin = request.body.find("CDATA[") + 6;
  covered.push_back({CoveredBytes::Part::kBody, {}, begin, request.body.find("]]>") - begin});
  return covered;
}

constexpr char kScript[] = R"(
platform: wecom
routes:
  - name: token
    method: GET
    path: /cgi-bin/gettoken
    when: {"query:corpid": ww7e57c0de0badf00d}
    answer: {body: {errcode: 0, errmsg: ok, access_token: "{token}", expires_in: 7200}}
  - name: profile
    method: GET
    path: /cgi-bin/user/get
    authorization: issued
    answer: {body: {errcode: 0, errmsg: ok, userid: "{query:userid}", name: "{query:userid}"}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: send
    method: POST
    path: /cgi-bin/message/send
    when: {/msgtype: text}
    authorization: issued
    delivers: {to: /touser, text: /text/content}
    answer: {body: {errcode: 0, errmsg: ok, msgid: "{message_id}"}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: send
    method: POST
    path: /cgi-bin/message/send
    when: {/msgtype: template_card}
    authorization: issued
    delivers: {to: /touser, text: /template_card/main_title/title}
    answer: {body: {errcode: 0, errmsg: ok, msgid: "{message_id}", response_code: "SENT-{message_id}"}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: update
    method: POST
    path: /cgi-bin/message/update_template_card
    authorization: issued
    answer: {body: {errcode: 0, errmsg: ok}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
)";

constexpr char kRobotScript[] = R"(
platform: wecom-robot
routes:
  - name: send
    method: POST
    path: /cgi-bin/aibot/response
    delivers: {to: "query:response_code", text: /markdown/content}
    answer: {body: {errcode: 0, errmsg: ok}}
)";

Entry Either() {
  Entry entry;
  entry.secrets = {{kWecomToken, "ThrowAwayTok3n"},
                   {kWecomAesKey, "hfum2c7PxCqn4kgPvnL7Z/XmSkqphuIrseXPane2Xcc"},
                   {kWecomSecret, "application-secret"}};
  entry.other_secrets = {{kWecomToken, "AnotherTok3n"},
                         {kWecomAesKey, "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"},
                         {kWecomSecret, "another-secret"}};
  entry.proving = {kWecomToken, kWecomAesKey};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.tolerance = std::chrono::seconds(300);
  entry.send_route = "send";
  entry.locale = "zh";
  return entry;
}

const bool kAdded = Add(WecomEntry());

}  // namespace

Entry WecomEntry() {
  using Kind = adapters::SendResult::Kind;
  Entry entry = Either();
  entry.platform = entry.type = entry.account = "wecom";
  entry.settings = "corp_id: " + std::string(kWecomCorp) + ", agent_id: 1000002, secret: env:" + kWecomSecret +
                   ", token: env:" + kWecomToken + ", aes_key: env:" + kWecomAesKey +
                   ", api_base: '{api}', passive_replies: false";
  entry.say = [](const Saying& saying) { return Words(saying.conversation, saying.text, saying.message); };
  entry.room = entry.room_agent = "kim";
  entry.say_in_room = [](const RoomSaying& saying) {
    return saying.press.empty() ? Words("kim", saying.text, saying.message)
                                : Press("kim", saying.press, saying.row, saying.message);
  };
  entry.sign = [](Request request, const Signing& signing) {
    return Sealed(std::move(request), signing, kWecomCorp, false);
  };
  entry.covered = Covered;
  entry.own_words = {Words("user1", "hello", "501", "1000009")};  // to another application of the company
  entry.script = kScript;
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kRejected}, {413, Kind::kRejected},
                    {429, Kind::kRetry},    {502, Kind::kUnknown},      {503, Kind::kRetry},    {504, Kind::kUnknown}};
  return entry;
}

Entry WecomRobotEntry() {
  Entry entry = Either();
  entry.platform = entry.type = "wecom-robot";
  entry.account = "robot";
  entry.settings = "token: env:" + std::string(kWecomToken) + ", aes_key: env:" + kWecomAesKey + ", api_base: '{api}'";
  entry.say = [](const Saying& saying) {
    const json body = {
        {"msgid", saying.message},
        {"aibotid", "AIBOTID"},
        {"chattype", "single"},
        {"from", {{"userid", saying.conversation}}},
        {"response_url", "https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=" + saying.conversation},
        {"msgtype", "text"},
        {"text", {{"content", saying.text}}}};
    return Request{"POST", "/hooks/robot", {{"Content-Type", "application/json"}}, body.dump()};
  };
  entry.sign = [](Request request, const Signing& signing) { return Sealed(std::move(request), signing, "", true); };
  entry.script = kRobotScript;
  return entry;
}

std::string OpenedXml(const std::string& body, const Secrets& secrets) {
  const auto xml = base::ReadXml(body);
  if (!xml) return {};
  const std::string encrypted(xml->ChildText("Encrypt"));
  const std::string signature =
      WxSignature(secrets.at(kWecomToken), xml->ChildText("TimeStamp"), xml->ChildText("Nonce"), encrypted);
  const auto opened = adapters::common::WxDecrypt(*WxKey(secrets.at(kWecomAesKey)), encrypted, kWecomCorp);
  return opened && signature == xml->ChildText("MsgSignature") ? *opened : "(the signature does not fit)";
}

std::string OpenedJson(const std::string& body, const Secrets& secrets) {
  const json sealed = json::parse(body, nullptr, false);
  if (!sealed.is_object()) return {};
  const std::string encrypted = sealed.value("encrypt", "");
  const std::string signature =
      WxSignature(secrets.at(kWecomToken), sealed.value("timestamp", ""), sealed.value("nonce", ""), encrypted);
  const auto opened = adapters::common::WxDecrypt(*WxKey(secrets.at(kWecomAesKey)), encrypted, "");
  return opened && signature == sealed.value("msgsignature", "") ? *opened : "(the signature does not fit)";
}

}  // namespace frontdesk::contract
