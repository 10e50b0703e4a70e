// Against a whole server: DingTalk's stream, with its sessions, its cards and their clicks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "bot/runtime/service.h"
#include "tests/contract/contract_desk.h"
#include "tests/contract/entry.h"

namespace frontdesk::contract {
namespace {

using fakes::PlatformRecord;
using nlohmann::json;

constexpr char kScript[] = R"(platform: dingtalk
routes:
  - {name: token, path: /v1.0/oauth2/accessToken, answer: {body: {accessToken: "{token}", expireIn: 7200}}}
  - name: open
    path: /v1.0/gateway/connections/open
    answer: {body: {endpoint: "ws://{header:host}/connect", ticket: "ticket-{count:ticket}"}}
  - name: session
    path: /robot/sendBySession
    when: {/msgtype: actionCard}
    delivers: {to: "query:session", text: /actionCard/text}
    answer: {body: {errcode: 0, errmsg: ok}}
  - name: session
    path: /robot/sendBySession
    delivers: {to: "query:session", text: /markdown/text}
    answer: {body: {errcode: 0, errmsg: ok}}
  - name: send
    path: /v1.0/robot/oToMessages/batchSend
    authorization: issued
    delivers: {to: /userIds/0, text: /msgParam/text}
    answer: {body: {processQueryKey: "{message_id}", invalidStaffIdList: [], flowControlledStaffIdList: []}}
  - name: card
    path: /v1.0/card/instances/createAndDeliver
    authorization: issued
    delivers: {to: /openSpaceId, text: /cardData/cardParamMap/content}
    answer: {body: {success: true, result: {outTrackId: "{body:/outTrackId}", deliverResults: [{success: true}]}}}
  - {name: change, method: PUT, path: /v1.0/card/instances, authorization: issued, answer: {body: {success: true}}}
  - name: download
    path: /v1.0/robot/messageFiles/download
    authorization: issued
    answer: {body: {downloadUrl: "http://{header:host}/media/1"}}
  - {name: media, method: GET, path: /media/1, answer: {text: "%PDF-1.4 one page"}}
sockets:
  - path: /connect
)";

constexpr char kQuestion[] = "怎么重置密码";
constexpr char kRobotTopic[] = "/v1.0/im/bot/messages/get";
constexpr char kCardTopic[] = "/v1.0/card/instances/callback";

class DingTalkServer : public ::testing::Test {
 protected:
  DingTalkServer() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-dingtalk-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    Write(
        "knowledge/articles/zh/reset-password.md",
        "---\ntitle: 重置密码\nquestions: [怎么重置密码, 忘记密码了, 密码忘了怎么办]\n---\n打开设置，选择重置密码。\n");
    auto script = fakes::ReadScript(kScript);
    EXPECT_TRUE(script.has_value()) << (script ? "" : script.error().message);
    platform_ = std::move(*fakes::FakePlatform::Open(std::move(*script)));
  }
  ~DingTalkServer() override {
    platform_.reset();
    service_.reset();
    std::filesystem::remove_all(directory_);
  }

  void Start(const std::string& settings = {}) {
    ::setenv("FD_DINGTALK_SECRET", "throwaway-app-secret", 1);
    Write("frontdesk.yaml",
          "frontdesk: 1\nlisten: 127.0.0.1:0\ndata: ./data\nproduct: Relay\nlocales: [zh]\nburst: 0\n"
          "limits: {allow_hosts: [127.0.0.1]}\naccounts:\n  ding: {type: dingtalk, client_id: dingapp, "
          "client_secret: env:FD_DINGTALK_SECRET, api_base: '" +
              platform_->url() + "', old_api_base: '" + platform_->url() + "'" + settings + "}\n");
    auto opened = runtime::Service::Open({directory_.string(), {}, {}, nullptr});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    service_ = std::move(*opened);
    ASSERT_TRUE(Pushed(Frame("SYSTEM", "ping", "hello", {{"opaque", "1"}})));
    ASSERT_TRUE(IsAnswered("hello")) << "the connection is open";
  }

  static std::string Frame(const std::string& type, const std::string& topic, const std::string& id, const json& data) {
    return json{{"specVersion", "1.0"},
                {"type", type},
                {"headers", {{"messageId", id}, {"topic", topic}, {"contentType", "application/json"}}},
                {"data", data.dump()}}
        .dump();
  }
  json Told(const std::string& id, const json& more) const {
    json body = {{"conversationId", "cid1"},
                 {"conversationType", "1"},
                 {"chatbotUserId", "$:LWCP_v1:$bot"},
                 {"msgId", id},
                 {"senderNick", "张三"},
                 {"senderStaffId", "16650"},
                 {"senderId", "$:LWCP_v1:$u"},
                 {"robotCode", "dingapp"},
                 {"msgtype", "text"}};
    body.update(more);
    return body;
  }
  json Session() const {
    return {{"sessionWebhook", platform_->url() + "/robot/sendBySession?session=s1"},
            {"sessionWebhookExpiredTime", base::ToMillis(base::SystemClock().Now()) + 5'400'000}};
  }
  void Say(const std::string& id, const std::string& text, const json& more = json::object()) {
    json told = {{"text", {{"content", text}}}};
    told.update(more);
    EXPECT_TRUE(Pushed(Frame("CALLBACK", kRobotTopic, "m-" + id, Told(id, told))));
  }
  // Once there is a connection, which stands in no log.
  bool Pushed(const std::string& frame) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (platform_->Push(frame) == 0) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
  }
  std::size_t TimesAnswered(const PlatformRecord& record, const std::string& id) const {
    return static_cast<std::size_t>(std::count_if(record.frames.begin(), record.frames.end(), [&](const auto& frame) {
      const json body = json::parse(frame.text, nullptr, false);
      return !frame.from_platform && body.is_object() && body["headers"]["messageId"] == id && body["code"] == 200;
    }));
  }
  bool IsAnswered(const std::string& id, std::size_t times = 1) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return TimesAnswered(record, id) >= times; },
                                kPatience);
  }
  bool Sees(const std::string& route, std::size_t times = 1) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return record.RequestsOf(route) >= times; },
                                kPatience);
  }
  bool IsShown(const std::string& to, const std::string& words) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return TimesShown(record, to, words) > 0; },
                                kPatience);
  }
  static std::size_t TimesShown(const PlatformRecord& record, const std::string& to, const std::string& words) {
    const auto shown = record.ShownTo(to);
    return static_cast<std::size_t>(std::count_if(
        shown.begin(), shown.end(), [&](const auto& m) { return m.text.find(words) != std::string::npos; }));
  }
  std::string data() const { return (directory_ / "data").string(); }
  void Write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((directory_ / path).parent_path());
    std::ofstream(directory_ / path, std::ios::binary) << text;
  }

  std::filesystem::path directory_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  std::unique_ptr<runtime::Service> service_;
};

TEST_F(DingTalkServer, AMessageIsConfirmedAndAnsweredInPlace) {
  Start();
  Say("1", kQuestion, Session());
  ASSERT_TRUE(IsAnswered("m-1"));
  EXPECT_EQ(ReadKept(data()).user_rows, 1) << "confirmed means kept";
  EXPECT_TRUE(IsShown("s1", "打开设置"));
}

TEST_F(DingTalkServer, WithoutASessionTheApiAnswers) {
  Start();
  Say("1", kQuestion);
  EXPECT_TRUE(IsShown("16650", "打开设置"));
}

TEST_F(DingTalkServer, TheSameMessageByStreamAndOverHttpIsAnsweredOnce) {
  ::setenv("FD_DINGTALK_PATH", "a-path-secret-for-tests", 1);
  Start(", path_secret: env:FD_DINGTALK_PATH");
  Say("1", kQuestion);
  ASSERT_TRUE(IsShown("16650", "打开设置"));
  Say("1", kQuestion);
  ASSERT_TRUE(IsAnswered("m-1", 2)) << "a second time is confirmed, too";
  for (const Entry& entry : Entries()) {
    if (entry.platform != "dingtalk") continue;
    Request request{"POST",
                    "/hooks/ding",
                    {{"Content-Type", "application/json"}},
                    Told("1", {{"text", {{"content", kQuestion}}}}).dump()};
    request = entry.sign(std::move(request), {base::SystemClock().Now(),
                                              {{"FD_CONTRACT_DINGTALK_SECRET", "throwaway-app-secret"},
                                               {"FD_CONTRACT_DINGTALK_PATH", "a-path-secret-for-tests"}}});
    EXPECT_EQ(fakes::Send(service_->port(), request).status, 200);
  }
  ASSERT_TRUE(WaitUntilQuiet(data()));
  EXPECT_EQ(ReadKept(data()).user_rows, 1);
  EXPECT_EQ(TimesShown(platform_->Read(), "16650", "打开设置"), 1u);
}

TEST_F(DingTalkServer, ADisconnectBringsAnotherConnectionWithATicketOfItsOwn) {
  Start();
  ASSERT_TRUE(Pushed(Frame("SYSTEM", "disconnect", "m-bye", {{"reason", "connection is expired"}})));
  ASSERT_TRUE(Sees("open", 2));
  ASSERT_TRUE(Pushed(Frame("SYSTEM", "ping", "again", {{"opaque", "2"}})));
  Say("1", kQuestion);
  EXPECT_TRUE(IsShown("16650", "打开设置"));
}

// The platform writes on for a moment.
TEST_F(DingTalkServer, WhatComesBehindADisconnectIsNotLost) {
  Start();
  EXPECT_EQ(platform_->Push(Frame("SYSTEM", "disconnect", "m-bye", {{"reason", "connection is expired"}})), 1u);
  EXPECT_GE(platform_->Push(Frame("CALLBACK", kRobotTopic, "m-1", Told("1", {{"text", {{"content", kQuestion}}}}))),
            1u);
  EXPECT_TRUE(IsShown("16650", "打开设置"));
  EXPECT_TRUE(Sees("open", 2));
}

TEST_F(DingTalkServer, ACardIsDeliveredPressedAndMadeToReadOtherwise) {
  Start(", card_template_id: 8a.schema");
  Say("1", kQuestion, Session());
  ASSERT_TRUE(Sees("card"));
  ASSERT_TRUE(WaitUntilQuiet(data()));
  json card;
  for (const auto& request : platform_->Read().requests)
    if (request.route == "card") card = json::parse(request.body);
  EXPECT_EQ(card["openSpaceId"], "dtv1.card//IM_ROBOT.16650");
  const json parameters = card["cardData"]["cardParamMap"];
  ASSERT_NE(parameters["button1"], "") << parameters;
  const json told = {
      {"cardPrivateData",
       {{"actionIds", {"b1"}}, {"params", {{"value", parameters["value1"]}, {"label", parameters["button1"]}}}}}};
  const json click = {{"type", "actionCallback"}, {"outTrackId", card["outTrackId"]}, {"userId", "16650"},
                      {"spaceId", "16650"},       {"spaceType", "IM_ROBOT"},          {"value", told.dump()}};
  ASSERT_TRUE(Pushed(Frame("CALLBACK", kCardTopic, "m-click", click)));
  ASSERT_TRUE(IsAnswered("m-click"));
  ASSERT_TRUE(Sees("change")) << "the choice that was made stands in place of the buttons";
  json change;
  for (const auto& request : platform_->Read().requests)
    if (request.route == "change") change = json::parse(request.body);
  EXPECT_EQ(change["outTrackId"], card["outTrackId"]);
  EXPECT_EQ(change["cardData"]["cardParamMap"]["button1"], "");
  EXPECT_NE(change["cardData"]["cardParamMap"]["content"].get<std::string>().find(parameters["button1"]),
            std::string::npos);
}

TEST_F(DingTalkServer, AFileIsFetchedByItsCode) {
  Start();
  EXPECT_TRUE(
      Pushed(Frame("CALLBACK", kRobotTopic, "m-1",
                   Told("1", {{"msgtype", "file"}, {"content", {{"downloadCode", "c-1"}, {"fileName", "a.pdf"}}}}))));
  ASSERT_TRUE(Sees("download"));
  EXPECT_TRUE(Sees("media"));
  for (const auto& request : platform_->Read().requests) {
    if (request.route == "media") {
      EXPECT_EQ(request.Header("x-acs-dingtalk-access-token"), "") << "no token leaves the API";
    }
  }
}

}  // namespace
}  // namespace frontdesk::contract
