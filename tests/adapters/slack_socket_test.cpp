// Socket Mode: where to connect, what each frame means, and what is written back.
#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using nlohmann::json;

class SlackSocket : public SlackAccount {
 protected:
  void SetUp() override { settings_ = SocketSettings(); }
  const Socket& socket() const { return *adapter().socket(); }
  Heard Hear(const json& frame) {
    auto heard = socket().OnFrame(frame.dump(), env());
    EXPECT_TRUE(heard.has_value());
    return heard ? std::move(*heard) : Heard{};
  }
  static json Envelope(const std::string& type, const json& payload, bool answers = false) {
    return {{"envelope_id", "e-1"}, {"type", type}, {"payload", payload}, {"accepts_response_payload", answers}};
  }
};

TEST_F(SlackSocket, IsAskedForWithTheAppsTokenAndNotTheBots) {
  const auto open = socket().Open(env());
  ASSERT_TRUE(open.has_value());
  const Call& call = std::get<Call>(*open);
  EXPECT_EQ(call.url, "https://slack.com/api/apps.connections.open");
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "Bearer xapp-CANARY-APP");
  EXPECT_EQ(
      socket().OnOpened({200, {}, R"({"ok":true,"url":"wss://wss-primary.slack.com/link/?ticket=1"})"}, env())->url,
      "wss://wss-primary.slack.com/link/?ticket=1");
}

TEST_F(SlackSocket, IsNoneOfAnAccountThatHearsOverHttp) {
  settings_ = HttpSettings();
  EXPECT_EQ(socket().Open(env()).error().code, base::ErrorCode::kNotFound);
}

TEST_F(SlackSocket, ThatIsRefusedSaysWhyAndWhen) {
  const auto code = [&](const std::string& error) {
    return socket().OnOpened({200, {}, R"({"ok":false,"error":")" + error + "\"}"}, env()).error().code;
  };
  EXPECT_EQ(code("invalid_auth"), base::ErrorCode::kForbidden);
  EXPECT_EQ(code("not_allowed_token_type"), base::ErrorCode::kForbidden);
  EXPECT_EQ(code("internal_error"), base::ErrorCode::kUnavailable);
  EXPECT_TRUE(socket().OnOpened({429, {}, ""}, env()).error().retry_after.has_value());
  EXPECT_FALSE(socket().OnOpened({200, {}, R"({"ok":true,"url":"ws://evil.example/"})"}, env()).has_value());
}

TEST_F(SlackSocket, AcknowledgesAnEventOnceItIsKept) {
  const Heard heard = Hear(Envelope("events_api", EventBody(Message("hello"))));
  ASSERT_EQ(heard.taken.events.size(), 1u);
  EXPECT_TRUE(heard.answers.empty()) << "not before";
  ASSERT_EQ(heard.committed.size(), 1u);
  EXPECT_EQ(json::parse(heard.committed[0]), (json{{"envelope_id", "e-1"}}));
  EXPECT_FALSE(heard.reconnect.has_value());
}

// The same event in another envelope, as Slack sends what nobody acknowledged.
TEST_F(SlackSocket, KnowsAnEventThatComesAgain) {
  json again = Envelope("events_api", EventBody(Message("hello")));
  const std::string first = Hear(again).taken.events.at(0).id;
  again["envelope_id"] = "e-2";
  again["retry_attempt"] = 1;
  again["retry_reason"] = "timeout";
  EXPECT_EQ(Hear(again).taken.events.at(0).id, first);
}

TEST_F(SlackSocket, HearsWhatOtherwiseComesOverHttp) {
  const json click = Click({{"action_id", "press:fd-7:0"}, {"value", "x"}, {"action_ts", "1.1"}});
  EXPECT_EQ(Hear(Envelope("interactive", click)).taken.events.size(), 1u);
  const Heard form = Hear(Envelope("interactive", Click({{"action_id", "form:fd-7"}, {"value", "form"}})));
  EXPECT_EQ(form.taken.after.size(), 1u);
  const json command = {{"command", "/support"}, {"text", "my VPN"},      {"user_id", "U0001"},
                        {"team_id", "T0001"},    {"channel_id", "C0001"}, {"trigger_id", "1.2"}};
  const Heard said = Hear(Envelope("slash_commands", command, true));
  ASSERT_EQ(said.taken.events.size(), 1u);
  EXPECT_EQ(json::parse(said.committed.at(0))["payload"]["response_type"], "ephemeral");
}

TEST_F(SlackSocket, AnswersOnlyWhereAnAnswerIsTaken) {
  const json command = {{"command", "/support"}, {"text", "my VPN"}, {"user_id", "U0001"}};
  EXPECT_FALSE(json::parse(Hear(Envelope("slash_commands", command)).committed.at(0)).contains("payload"));
}

TEST_F(SlackSocket, AcknowledgesWhatItDoesNotKnowSoThatItDoesNotComeAgain) {
  for (const json& frame : {Envelope("something_new", {{"a", 1}}), Envelope("events_api", json::object()),
                            Envelope("interactive", {{"no", "type"}})}) {
    const Heard heard = Hear(frame);
    EXPECT_TRUE(heard.taken.events.empty());
    EXPECT_EQ(heard.committed.size(), 1u) << frame;
  }
}

TEST_F(SlackSocket, WritesNothingToAGreeting) {
  const Heard heard = Hear({{"type", "hello"}, {"num_connections", 1}});
  EXPECT_TRUE(heard.answers.empty());
  EXPECT_TRUE(heard.committed.empty());
  EXPECT_FALSE(heard.reconnect.has_value());
}

TEST_F(SlackSocket, OpensAnotherLinkWhenSlackClosesThisOne) {
  for (const char* reason : {"warning", "refresh_requested", "too_many_websockets"})
    EXPECT_EQ(Hear({{"type", "disconnect"}, {"reason", reason}}).reconnect, base::Millis{0}) << reason;
  const Heard off = Hear({{"type", "disconnect"}, {"reason", "link_disabled"}});
  EXPECT_GE(off.reconnect.value_or(base::Millis{0}), std::chrono::minutes(1)) << "somebody switched it off";
}

TEST_F(SlackSocket, OutlivesFramesThatCannotBeRead) {
  for (const std::string& frame :
       {std::string(), std::string("{"), std::string("[]"), std::string("\xff"), std::string(20'000, '[')})
    EXPECT_FALSE(socket().OnFrame(frame, env()).has_value()) << frame.substr(0, 10);
  EXPECT_TRUE(socket().OnFrame(R"({"envelope_id":7,"type":[]})", env()).has_value());
  EXPECT_TRUE(socket().OnFrame(R"({"envelope_id":"e","type":"events_api","payload":[]})", env()).has_value());
}

}  // namespace
}  // namespace frontdesk::adapters::slack
