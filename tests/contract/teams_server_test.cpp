// Teams against a whole server: presses and forms that are answered in time with a card, and a file that the user is
// asked for.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/contract/contract_desk.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::contract {
namespace {

using fakes::LoggedRequest;
using fakes::PlatformRecord;
using runtime::testing::Agent;
using runtime::testing::json;

constexpr char kUser[] = "user1";
constexpr char kFlow[] = R"(flow: order
version: 1
title: Order
locale: en
start:
  phrases: [order a laptop]
steps:
  - {ask: model, title: Model, type: choice, text: Which model?, form: true, options: [{value: small, label: Small}, {value: big, label: Big}]}
  - {ask: mail, title: Mail, type: email, text: Your mail?, form: true}
  - {ask: day, title: Day, type: date, text: By when?, form: true}
  - end: done
)";

class TeamsServer : public runtime::testing::LiveDesk {
 protected:
  void SetUp() override {
    for (const Entry& one : Entries())
      if (one.platform == "teams") entry_ = one;
    auto script = fakes::ReadScript(entry_.script + R"(
  - {name: upload, method: PUT, path: /personal/upload, answer: {status: 201, body: {id: "1"}}}
  - {name: remove, method: DELETE, path: "/teams/v3/conversations/{conversation}/activities/{id}", authorization: issued, answer: {body: {}}}
)",
                                    "teams");
    ASSERT_TRUE(script.has_value()) << script.error().message;
    platform_ = std::move(*fakes::FakePlatform::Open(std::move(*script)));
    SetEnvironment(entry_.secrets);
    runtime::testing::WriteFile(directory_ / "flows/order.yaml", kFlow);
    runtime::testing::WriteFile(directory_ / "frontdesk.yaml",
                                "frontdesk: 1\nlisten: 127.0.0.1:0\npublic_url: https://help.example.com\n"
                                "data: ./data\nproduct: Relay\nlocales: [en]\nburst: 0\nlimits: {allow_hosts: "
                                "[127.0.0.1]}\naccounts:\n" +
                                    AccountYaml(entry_, platform_->url()));
    AddAgent("kim", "Kim");
    Start();
    ASSERT_NE(service_, nullptr);
  }
  void TearDown() override {
    platform_.reset();
    service_.reset();
  }

  fakes::HookAnswer Post(const json& activity) const {
    Request request = entry_.say({"", "1", kUser});
    request.body = activity.dump();
    return fakes::Send(port(), entry_.sign(std::move(request), {clock_.Now(), entry_.secrets}));
  }
  void Say(const std::string& text) {
    EXPECT_EQ(Post(json::parse(entry_.say({text, std::to_string(++messages_), kUser}).body)).status, 200);
    ASSERT_TRUE(WaitUntilIdle(data()));
  }
  json Invoke(const std::string& name, const json& value, const std::string& about) {
    json activity = json::parse(entry_.say({"", "f:" + std::to_string(++messages_), kUser}).body);
    activity["type"] = "invoke";
    activity["name"] = name;
    activity["value"] = value;
    activity["replyToId"] = about;
    const fakes::HookAnswer answer = Post(activity);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body, nullptr, false);
  }
  json Press(const json& filled) {
    return Invoke("adaptiveCard/action", {{"action", {{"type", "Action.Execute"}, {"data", filled}}}}, "1767225600101");
  }
  bool Sees(const std::string& route, std::size_t times = 1) const {
    return platform_->WaitUntil([&](const PlatformRecord& record) { return record.RequestsOf(route) >= times; },
                                kPatience);
  }
  std::size_t Told() const {
    const PlatformRecord record = platform_->Read();
    return record.RequestsOf("send") + record.RequestsOf("send-card");
  }
  json Last(const std::string& route) const {
    json last;
    for (const LoggedRequest& request : platform_->Read().requests)
      if (request.route == route) last = json::parse(request.body, nullptr, false);
    return last;
  }
  json LastCard() const { return Last("send-card")["attachments"][0]["content"]; }

  Entry entry_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  int messages_ = 0;
};

TEST_F(TeamsServer, APressIsAnsweredWithTheCardOnWhichTheChoiceStands) {
  Say("how do I reset my password");
  const json card = LastCard();
  ASSERT_GE(card["actions"].size(), 1u) << card;
  const json answer = Press(card["actions"][0]["data"]);
  ASSERT_TRUE(answer.is_object());
  EXPECT_EQ(answer["statusCode"], 200);
  ASSERT_EQ(answer["type"], "application/vnd.microsoft.card.adaptive") << answer;
  EXPECT_NE(answer["value"].dump().find("✓ " + card["actions"][0]["title"].get<std::string>()), std::string::npos);
  ASSERT_TRUE(Sees("update"));
  EXPECT_EQ(Last("update")["attachments"][0]["content"], answer["value"]) << "and it stays there";
}

TEST_F(TeamsServer, AFormNamesWhatWasWrongInTheAnswerAndClosesWhenAllIsWell) {
  Say("order a laptop");
  const auto send = [&](const json& card, const std::string& mail, const std::string& day) {
    if (!card.contains("actions")) return json();
    json filled = card["actions"][0]["data"];
    filled["in-model"] = "big";
    filled["in-mail"] = mail;
    filled["in-day"] = day;
    return Press(filled);
  };
  const std::size_t before = Told();
  const json two = send(LastCard(), "no mail", "one day");
  ASSERT_TRUE(two.is_object());
  const std::string both = two["value"].dump();
  EXPECT_NE(both.find("Attention"), std::string::npos) << both;
  EXPECT_NE(both.find("\"value\":\"no mail\""), std::string::npos) << both;
  const json one = send(two["value"], "ann@example.com", "one day");
  ASSERT_TRUE(one.is_object());
  const std::string alone = one["value"].dump();
  EXPECT_EQ(alone.find("in-mail"), std::string::npos) << "one is asked for alone: " << alone;
  EXPECT_NE(alone.find("\"value\":\"one day\""), std::string::npos) << alone;
  ASSERT_TRUE(WaitUntilIdle(data()));
  EXPECT_EQ(Told(), before) << "what stands in the form is not said again";
  const json none = send(one["value"], "", "2026-03-01");
  ASSERT_TRUE(none.is_object());
  EXPECT_NE(none["value"].dump().find("✓ Sent"), std::string::npos) << none;
  EXPECT_FALSE(none["value"].contains("actions"));
  ASSERT_TRUE(WaitUntilIdle(data()));
  EXPECT_GT(Told(), before) << "the talk goes on";
  EXPECT_EQ(platform_->Read().RequestsOf("update"), 3u) << "and the card stays as it was answered";
}

TEST_F(TeamsServer, AnAgentsFileComesWhenTheUserSaysYes) {
  Say("I want to talk to a human");
  Agent agent(port(), "kim", kPassword);
  const std::int64_t conversation = agent.OnlyConversation();
  const auto file = runtime::testing::Call(
      port(), "POST", "/console/api/conversations/" + std::to_string(conversation) + "/files?name=map.pdf",
      "%PDF-1.7 a map", agent.headers());
  ASSERT_EQ(file.status, 200) << file.body;
  ASSERT_EQ(agent.Act(conversation, "take", "a1").status, 200);
  ASSERT_EQ(agent
                .Post("/conversations/" + std::to_string(conversation) + "/reply",
                      {{"id", "a2"}, {"text", "Here it is."}, {"files", {file.Json()["id"]}}})
                .status,
            200);
  ASSERT_TRUE(WaitUntilIdle(data()));
  const json offer = Last("send")["attachments"][0];
  ASSERT_EQ(offer["contentType"], "application/vnd.microsoft.teams.card.file.consent") << offer;
  const json info = {{"uploadUrl", "https://contoso-my.sharepoint.com/personal/upload"},
                     {"contentUrl", "https://contoso-my.sharepoint.com/personal/map.pdf"},
                     {"name", "map.pdf"},
                     {"uniqueId", "u-1"},
                     {"fileType", "pdf"}};
  Invoke("fileConsent/invoke",
         {{"type", "fileUpload"},
          {"action", "accept"},
          {"context", offer["content"]["acceptContext"]},
          {"uploadInfo", info}},
         "1767225600105");
  ASSERT_TRUE(Sees("remove"));
  for (const LoggedRequest& request : platform_->Read().requests) {
    if (request.route != "upload") continue;
    EXPECT_EQ(request.body, "%PDF-1.7 a map");
    EXPECT_EQ(request.Header("authorization"), "") << "the address is the permission";
  }
  EXPECT_EQ(platform_->Read().RequestsOf("upload"), 1u);
  EXPECT_EQ(Last("send")["attachments"][0]["contentType"], "application/vnd.microsoft.teams.card.file.info");
}

}  // namespace
}  // namespace frontdesk::contract
