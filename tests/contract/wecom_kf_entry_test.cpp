// WeChat customer service in the contract suite.
#include "tests/contract/wecom_kf_entry.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/xml.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr std::int64_t kLongAfter = 1'900'000'000;

constexpr char kScript[] = R"(
platform: wecom-kf
routes:
  - name: token
    method: GET
    path: /cgi-bin/gettoken
    when: {"query:corpid": ww7e57c0de0badf00d}
    answer: {body: {errcode: 0, errmsg: ok, access_token: "{token}", expires_in: 7200}}
  - name: pull
    method: POST
    path: /cgi-bin/kf/sync_msg
    authorization: issued
    answer:
      body: {errcode: 0, errmsg: ok, next_cursor: "{shelf_end:/cursor}", has_more: "{#shelf_more:/cursor}", msg_list: "{#shelf:/cursor}"}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: profile
    method: POST
    path: /cgi-bin/kf/customer/batchget
    authorization: issued
    answer: {body: {errcode: 0, errmsg: ok, customer_list: [{external_userid: user1, nickname: 小雨}]}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: send
    method: POST
    path: /cgi-bin/kf/send_msg
    when: {/msgtype: text}
    authorization: issued
    delivers: {to: /touser, text: /text/content}
    answer: {body: {errcode: 0, errmsg: ok, msgid: "{body:/msgid}"}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: send
    method: POST
    path: /cgi-bin/kf/send_msg
    when: {/msgtype: msgmenu}
    authorization: issued
    delivers: {to: /touser, text: /msgmenu/head_content}
    answer: {body: {errcode: 0, errmsg: ok, msgid: "{body:/msgid}"}}
    refusal: {status: 200, body: {errcode: 42001, errmsg: access_token expired}}
  - name: welcome
    method: POST
    path: /cgi-bin/kf/send_msg_on_event
    authorization: issued
    answer: {body: {errcode: 0, errmsg: ok, msgid: "{body:/msgid}"}}
  - name: state
    method: POST
    path: /cgi-bin/kf/service_state/get
    authorization: issued
    answer: {body: {errcode: 0, errmsg: ok, service_state: 0, servicer_userid: ""}}
  - name: move
    method: POST
    path: /cgi-bin/kf/service_state/trans
    authorization: issued
    answer: {body: {errcode: 0, errmsg: ok, msg_code: CODE}}
)";

std::string ItemIn(const Request& request) {
  const auto xml = base::ReadXml(request.body);
  return xml ? std::string(xml->ChildText("Token")) : std::string("{}");
}

// The answer to sync_msg that holds the item which the token is.
adapters::HttpAnswer Pulled(std::string_view word) {
  const json told = json::parse(word, nullptr, false);
  const json item = json::parse(told.is_object() ? told.value("token", "") : "", nullptr, false);
  const json body = {{"errcode", 0},
                     {"errmsg", "ok"},
                     {"next_cursor", "1"},
                     {"has_more", 0},
                     {"msg_list", item.is_discarded() ? json::array() : json::array({item})}};
  return {200, {}, body.dump()};
}

Outcome Captured(const Request& request, const adapters::Settings& settings, base::TimePoint at) {
  const Entry entry = WecomKfEntry();
  if (!request.target.starts_with("/cgi-bin/kf/sync_msg")) return Try(entry, settings, request, at);
  return TryPull(entry, settings, {}, {200, {}, request.body}, at);
}

const bool kAdded = Add(WecomKfEntry());

}  // namespace

std::string KfWords(const std::string& from, const std::string& text, const std::string& id) {
  return json{{"msgid", id}, {"open_kfid", kKfAccount}, {"external_userid", from},    {"send_time", kLongAfter},
              {"origin", 3}, {"msgtype", "text"},       {"text", {{"content", text}}}}
      .dump();
}

Request KfNews(const std::string& item, const std::string& account) {
  return {"POST",
          "/hooks/kf",
          {{"Content-Type", "text/xml"}},
          "<xml><ToUserName>" + std::string(kWecomCorp) +
              "</ToUserName><CreateTime>1800000000</CreateTime><MsgType>event</MsgType><Event>kf_msg_or_event</Event>"
              "<Token>" +
              base::XmlEscape(item) + "</Token><OpenKfId>" + account + "</OpenKfId></xml>"};
}

Entry WecomKfEntry() {
  Entry entry = WecomEntry();
  entry.platform = entry.type = "wecom-kf";
  entry.account = "kf";
  entry.settings = "corp_id: " + std::string(kWecomCorp) + ", open_kfid: [" + kKfAccount +
                   "], secret: env:" + kWecomSecret + ", token: env:" + kWecomToken + ", aes_key: env:" + kWecomAesKey +
                   ", api_base: '{api}'";
  entry.say = [](const Saying& saying) { return KfNews(KfWords(saying.conversation, saying.text, saying.message)); };
  entry.shelved = ItemIn;
  entry.pulled = Pulled;
  entry.read_captured = Captured;
  entry.room = entry.room_agent = "";
  entry.say_in_room = nullptr;
  // Of the system, and of an account that another application manages.
  json system = json::parse(KfWords("user1", "hello", "501"));
  system["origin"] = 4;
  json elsewhere = json::parse(KfWords("user1", "hello", "502"));
  elsewhere["open_kfid"] = "wkOther";
  entry.own_words = {KfNews(system.dump()), KfNews(elsewhere.dump()), KfNews(KfWords("user1", "hi", "503"), "wkOther")};
  entry.script = kScript;
  return entry;
}

}  // namespace frontdesk::contract
