// Against a whole server: what goes in the answer to a callback of WeCom, and what goes by itself.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/base/xml.h"
#include "tests/contract/contract_desk.h"
#include "tests/contract/wecom_entry.h"

namespace frontdesk::contract {
namespace {

using nlohmann::json;

constexpr char kUser[] = "user1";
constexpr char kQuestion[] = "how do I reset my password";

Entry Passive() {
  Entry entry = WecomEntry();
  const std::string off = ", passive_replies: false";
  entry.settings.erase(entry.settings.find(off), off.size());
  return entry;
}

class Answers : public ::testing::Test {
 protected:
  explicit Answers(Entry entry) : entry_(std::move(entry)), desk_(entry_) {}
  void SetUp() override { ASSERT_EQ(desk_.Open(), ""); }
  fakes::HookAnswer Send(Request request) {
    return fakes::Send(desk_.port(), entry_.sign(std::move(request), {base::SystemClock().Now(), entry_.secrets}));
  }
  fakes::HookAnswer Say(const std::string& id, const std::string& text) { return Send(entry_.say({text, id, kUser})); }
  std::size_t Shown() { return desk_.platform().Read().ShownTo(kUser).size(); }

  const Entry entry_;
  ContractDesk desk_;
};

class ApplicationAnswers : public Answers {
 protected:
  ApplicationAnswers() : Answers(Passive()) {}
};

TEST_F(ApplicationAnswers, TheFirstWordsGoInTheAnswerAndTheRestByCalls) {
  const auto answer = Say("1", kQuestion);
  EXPECT_EQ(answer.status, 200);
  const auto greeting = base::ReadXml(OpenedXml(answer.body, entry_.secrets));
  ASSERT_TRUE(greeting.has_value()) << answer.body;
  EXPECT_EQ(greeting->ChildText("MsgType"), "text");
  EXPECT_EQ(greeting->ChildText("ToUserName"), kUser);
  EXPECT_EQ(greeting->ChildText("FromUserName"), kWecomCorp);
  EXPECT_NE(greeting->ChildText("Content").find("Relay"), std::string_view::npos);
  ASSERT_TRUE(desk_.IsQuiet());
  const auto shown = desk_.platform().Read().ShownTo(kUser);
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_NE(shown[0].text.find("Forgot password"), std::string::npos) << shown[0].text;
}

TEST_F(ApplicationAnswers, AnEventThatComesAgainIsAnsweredEmpty) {
  ASSERT_NE(Say("1", kQuestion).body, "");
  ASSERT_TRUE(desk_.IsQuiet());
  const std::size_t before = Shown();
  const auto again = Say("1", kQuestion);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, "");
  ASSERT_TRUE(desk_.IsQuiet());
  EXPECT_EQ(Shown(), before);
}

class RobotAnswers : public Answers {
 protected:
  RobotAnswers() : Answers(WecomRobotEntry()) {}
};

TEST_F(RobotAnswers, TheFirstReplyIsAStreamThatEndsAndTheSecondGoesByTheUrl) {
  const auto answer = Say("1", kQuestion);
  EXPECT_EQ(answer.status, 200);
  const json reply = json::parse(OpenedJson(answer.body, entry_.secrets), nullptr, false);
  ASSERT_TRUE(reply.is_object()) << answer.body;
  EXPECT_EQ(reply["msgtype"], "stream");
  EXPECT_EQ(reply["stream"]["finish"], true);
  ASSERT_TRUE(desk_.IsQuiet());
  const auto shown = desk_.platform().Read().ShownTo(kUser);
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_NE(shown[0].text.find("Forgot password"), std::string::npos) << shown[0].text;
}

TEST_F(RobotAnswers, ChoicesComeOnACardWhichShowsWhatWasPressed) {
  Say("1", "hello");
  ASSERT_TRUE(desk_.IsQuiet());
  const auto answer = Say("2", "xyzzy plugh");
  const json reply = json::parse(OpenedJson(answer.body, entry_.secrets), nullptr, false);
  ASSERT_TRUE(reply.is_object()) << answer.body;
  ASSERT_EQ(reply.value("msgtype", ""), "stream_with_template_card") << reply;
  const json& card = reply["template_card"];
  ASSERT_TRUE(desk_.IsQuiet());
  Request press = entry_.say({"", "3", kUser});
  json body = json::parse(press.body);
  body["msgtype"] = "event";
  body["event"] = {
      {"eventtype", "template_card_event"},
      {"template_card_event", {{"event_key", card["button_list"][0]["key"]}, {"task_id", card["task_id"]}}}};
  press.body = body.dump();
  const json changed = json::parse(OpenedJson(Send(press).body, entry_.secrets), nullptr, false);
  ASSERT_TRUE(changed.is_object());
  EXPECT_EQ(changed.value("response_type", ""), "update_template_card") << changed;
  EXPECT_EQ(changed["template_card"]["task_id"], card["task_id"]);
  EXPECT_NE(changed.dump().find("✓ " + card["button_list"][0]["text"].get<std::string>()), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::contract
