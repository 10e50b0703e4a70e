// A WeChat official account in the contract suite: safe mode, every message by a call, as what goes in the answer to a
// callback leaves no trace at the platform (wechat_oa_answers_test.cpp tries that).
#include "tests/contract/wechat_oa_entry.h"

#include <algorithm>

#include "adapters/common/wx_crypt.h"
#include "bot/base/xml.h"

namespace frontdesk::contract {
namespace {

using adapters::common::WxKey;
using adapters::common::WxSignature;

constexpr char kNonce[] = "486452656";
constexpr char kRandom[] = "0123456789abcdef";

std::string Element(const std::string& name, const std::string& text) {
  return "<" + name + ">" + base::XmlEscape(text) + "</" + name + ">";
}

Request Words(const std::string& from, const std::string& text, const std::string& id,
              const std::string& to = kOaOriginal) {
  return {"POST",
          "/hooks/oa",
          {{"Content-Type", "text/xml"}},
          "<xml>" + Element("ToUserName", to) + Element("FromUserName", from) + Element("CreateTime", "1800000000") +
              Element("MsgType", "text") + Element("Content", text) + Element("MsgId", id) + "</xml>"};
}

Request Sealed(Request request, const Signing& signing) {
  const auto key = WxKey(signing.secrets.at(kOaAesKey));
  const auto sealed = key ? adapters::common::WxEncrypt(*key, request.body, kOaApp, kRandom) : key;
  const std::string encrypted = sealed ? *sealed : std::string();
  const std::string& token = signing.secrets.at(kOaToken);
  const std::string time = std::to_string(base::ToMillis(signing.at) / 1'000);
  request.target += "?signature=" + WxSignature(token, time, kNonce, "") + "&timestamp=" + time + "&nonce=" + kNonce +
                    "&encrypt_type=aes&msg_signature=" + WxSignature(token, time, kNonce, encrypted);
  request.body = "<xml><ToUserName><![CDATA[" + std::string(kOaOriginal) + "]]></ToUserName><Encrypt><![CDATA[" +
                 encrypted + "]]></Encrypt></xml>";
  return request;
}

std::vector<CoveredBytes> Covered(const Request& request) {
  std::vector<CoveredBytes> covered;
  for (const std::string name : {"&timestamp=", "&nonce=", "&encrypt_type=", "&msg_signature="}) {
    const std::size_t begin = request.target.find(name) + name.size();
    const std::size_t end = std::min(request.target.find('&', begin), request.target.size());
    covered.push_back({CoveredBytes::Part::kTarget, {}, begin, end - begin});
  }
  const std::size_t begin = request.body.find("<Encrypt><![CDATA[") + 18;
  covered.push_back({CoveredBytes::Part::kBody, {}, begin, request.body.find("]]>", begin) - begin});
  return covered;
}

constexpr char kScript[] = R"(
platform: wechat-oa
routes:
  - name: token
    method: POST
    path: /cgi-bin/stable_token
    when: {/appid: wx0123456789abcdef, /grant_type: client_credential}
    answer: {body: {access_token: "{token}", expires_in: 7200}}
  - name: profile
    method: GET
    path: /cgi-bin/user/info
    authorization: issued
    answer: {body: {subscribe: 1, openid: "{query:openid}", language: zh_CN}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: send
    method: POST
    path: /cgi-bin/message/custom/send
    when: {/msgtype: text}
    authorization: issued
    delivers: {to: /touser, text: /text/content}
    answer: {body: {errcode: 0, errmsg: ok}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: send
    method: POST
    path: /cgi-bin/message/custom/send
    when: {/msgtype: msgmenu}
    authorization: issued
    delivers: {to: /touser, text: /msgmenu/head_content}
    answer: {body: {errcode: 0, errmsg: ok}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
)";

const bool kAdded = Add(OaEntry());

}  // namespace

Entry OaEntry() {
  using Kind = adapters::SendResult::Kind;
  Entry entry;
  entry.platform = entry.type = "wechat-oa";
  entry.account = "oa";
  entry.settings = "app_id: " + std::string(kOaApp) + ", original_id: " + kOaOriginal + ", secret: env:" + kOaSecret +
                   ", token: env:" + kOaToken + ", aes_key: env:" + kOaAesKey +
                   ", api_base: '{api}', passive_replies: false";
  entry.secrets = {{kOaToken, "throwawayOaToken"},
                   {kOaAesKey, "7BP6HU3ezyzOG1e8pqFHIblgJD0ujAsLJzPbX4CwEWU"},
                   {kOaSecret, "account-secret"}};
  entry.other_secrets = {{kOaToken, "AnotherTok3n"},
                         {kOaAesKey, "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"},
                         {kOaSecret, "another-secret"}};
  entry.proving = {kOaToken, kOaAesKey};
  entry.captured_at = base::FromMillis(1'700'000'000'000);
  entry.tolerance = std::chrono::seconds(300);
  entry.say = [](const Saying& saying) { return Words(saying.conversation, saying.text, saying.message); };
  entry.sign = Sealed;
  entry.covered = Covered;
  entry.own_words = {Words("user1", "hello", "501", "gh_another")};  // to another account behind the same address
  entry.script = kScript;
  entry.send_route = "send";
  entry.locale = "zh";
  entry.live = {"<script", "<img", "<b>", "<i>"};
  entry.verdicts = {{400, Kind::kRejected}, {401, Kind::kTokenRefused}, {403, Kind::kRejected}, {413, Kind::kRejected},
                    {429, Kind::kRetry},    {502, Kind::kUnknown},      {503, Kind::kRetry},    {504, Kind::kUnknown}};
  return entry;
}

std::string OpenedOaAnswer(const std::string& body, const Secrets& secrets) {
  const auto xml = base::ReadXml(body);
  if (!xml) return {};
  const std::string encrypted(xml->ChildText("Encrypt"));
  const std::string signature =
      WxSignature(secrets.at(kOaToken), xml->ChildText("TimeStamp"), xml->ChildText("Nonce"), encrypted);
  const auto opened = adapters::common::WxDecrypt(*WxKey(secrets.at(kOaAesKey)), encrypted, kOaApp);
  return opened && signature == xml->ChildText("MsgSignature") ? *opened : "(the signature does not fit)";
}

}  // namespace frontdesk::contract
