// What an account believes of a callback, and what it makes of it. Whole requests with what they give stand under
// tests/fixtures/easemob and agora.
#include "adapters/easemob/callback_event.h"
#include "tests/adapters/easemob_fixture.h"

namespace frontdesk::adapters::easemob {
namespace {

using base::ErrorCode;
using nlohmann::json;

TEST_F(EasemobAccount, DecidesEverySignatureVectorAsTheVendorDoes) {
  const json vectors = Vectors("easemob/signatures.json");
  std::size_t tried = 0;
  for (const json& one : vectors["cases"]) {
    settings_.secrets["callback_secret"] = base::Secret(one.value("secret", vectors["secret"].get<std::string>()));
    const std::string verdict = one["expect"]["verdict"];
    // "policy": capitals and an hour's age are refused here.
    const bool accept = verdict.starts_with("accept");
    const auto verified = Verify(one["http_body"]);
    EXPECT_EQ(verified.has_value(), accept) << one["name"];
    if (!verified) {
      EXPECT_EQ(verified.error().code, ErrorCode::kUnauthenticated) << one["name"];
    }
    ++tried;
  }
  EXPECT_GE(tried, 17u);
}

TEST_F(EasemobAccount, KeepsAll19DigitsOfAMessageId) {
  const json vectors = Vectors("easemob/signatures.json");
  std::size_t tried = 0;
  for (const json& one : vectors["cases"]) {
    if (!one["expect"].contains("msg_id")) continue;
    ++tried;
    const auto verified = Verify(one["http_body"]);
    ASSERT_TRUE(verified.has_value());
    const auto parsed = adapter().Parse(*verified, env());
    EXPECT_EQ(std::get<adapters::Taken>(*parsed).events.at(0).id, one["expect"]["msg_id"]);
  }
  EXPECT_GE(tried, 1u);
}

// The signature leaves the body open, so the secret in the path is what keeps a stranger with one captured body out.
TEST_F(EasemobAccount, BelievesNobodyWithoutThePathSecret) {
  const std::string good = Vectors("easemob/signatures.json")["cases"][0]["http_body"];
  EXPECT_TRUE(Verify(good).has_value());
  for (const std::string secret : {"", "a-path-secret-for-test", "a-path-secret-for-testS", "a-path-secret-for-tests/"})
    EXPECT_FALSE(Verify(good, secret).has_value()) << secret;
  settings_.secrets.erase("path_secret");
  EXPECT_FALSE(Verify(good).has_value());
  EXPECT_FALSE(Verify(good, "").has_value());
}

TEST_F(EasemobAccount, BelievesNobodyWhenItsSecretIsEmpty) {
  settings_.secrets["callback_secret"] = base::Secret();
  const std::string security = CallbackSecurity("c", base::Secret(), std::to_string(kNowMs));
  EXPECT_FALSE(Verify(R"({"callId":"c","timestamp":1700000000000,"security":")" + security + "\"}").has_value());
}

TEST_F(EasemobAccount, TakesTheSecretOfASecondRule) {
  const std::string security = CallbackSecurity("c", base::Secret("second"), std::to_string(kNowMs));
  const std::string body = R"({"callId":"c","timestamp":1700000000000,"security":")" + security + "\"}";
  EXPECT_FALSE(Verify(body).has_value());
  settings_.secrets["callback_secret_2"] = base::Secret("second");
  EXPECT_TRUE(Verify(body).has_value());
}

TEST_F(EasemobAccount, TakesOldCallbacksOnlyWhereTheyAreRedelivered) {
  const std::string body = Vectors("easemob/signatures.json")["cases"][0]["http_body"];
  now_ += kWindow;
  EXPECT_TRUE(Verify(body).has_value());
  now_ += base::Millis(1);
  EXPECT_FALSE(Verify(body).has_value());
  settings_.values["stored_callbacks"] = "true";
  now_ = base::FromMillis(kNowMs) + kStoredWindow;
  EXPECT_TRUE(Verify(body).has_value());
  now_ += base::Millis(1);
  EXPECT_FALSE(Verify(body).has_value());
  // The future is no older for that.
  now_ = base::FromMillis(kNowMs) - kWindow - base::Millis(1);
  EXPECT_FALSE(Verify(body).has_value());
}

TEST_F(EasemobAccount, AnswersInAFewBytesWhateverHappens) {
  EXPECT_EQ(adapter().Answer({}).status, 200);
  EXPECT_EQ(adapter().Answer({}).body, "{}");
  for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code) {
    const HttpAnswer answer = adapter().Answer(base::Fail(static_cast<ErrorCode>(code), std::string(5'000, 'x')));
    EXPECT_LT(answer.body.size(), 100u);
    EXPECT_LT(answer.status, 500);
  }
  EXPECT_EQ(adapter().Answer(base::Fail(ErrorCode::kUnauthenticated, "")).status,
            adapter().capabilities().refusal_status);
  EXPECT_EQ(adapter().Answer(base::Fail(ErrorCode::kInvalid, "")).status, 200) << "the same would fail again";
  EXPECT_NE(adapter().Answer(base::Fail(ErrorCode::kUnavailable, "")).status, 200) << "it would never come again";
}

TEST_F(EasemobAccount, HearsAGroupOnlyWhenItIsMeant) {
  const auto in_group = [this](const std::string& text, const json& ext = json::object()) {
    return EventsOf({{"chat_type", "groupchat"}, {"group_id", "99"}, {"to", "99"}, {"payload", Text(text, ext)}});
  };
  EXPECT_TRUE(in_group("hello all").empty());
  EXPECT_TRUE(in_group("@support_bot2 hello").empty());
  EXPECT_TRUE(in_group("I told @support_bot so").empty());
  EXPECT_EQ(std::get<base::Said>(in_group("@support_bot hello").at(0).body).text, "hello");
  EXPECT_EQ(std::get<base::Said>(in_group("@support_bot你好").at(0).body).text, "你好");
  EXPECT_EQ(std::get<base::Said>(in_group("hi", {{"em_at_list", {"amy", "support_bot"}}}).at(0).body).text, "hi");
  EXPECT_TRUE(std::holds_alternative<base::Opened>(in_group("@support_bot").at(0).body));
  settings_.values["bot_name"] = "小助手";
  EXPECT_EQ(std::get<base::Said>(in_group("@小助手 你好").at(0).body).text, "你好");
}

TEST_F(EasemobAccount, RemembersNothingOfWhatAGroupTakesBackOrRewrites) {
  const json rewritten = {{"bodies", {{{"type", "txt"}, {"msg", "a secret among people"}}}},
                          {"edit_message_id", "5"},
                          {"from", "user1"},
                          {"to", "99"},
                          {"meta", {{"edit_msg", {{"sender", "user1"}}}}}};
  EXPECT_TRUE(EventsOf({{"chat_type", "edit"}, {"to", "99"}, {"payload", rewritten}}).empty());
  EXPECT_TRUE(EventsOf({{"chat_type", "recall"}, {"to", "99"}, {"group_id", "99"}, {"recall_id", "5"}}).empty());
}

TEST_F(EasemobAccount, KeepsGroupsAndUsersApart) {
  const auto group = EventsOf({{"chat_type", "groupchat"}, {"group_id", "99"}, {"payload", Text("@support_bot hi")}});
  const auto direct = EventsOf({{"from", "99"}, {"payload", Text("hi")}});
  EXPECT_NE(group.at(0).address, direct.at(0).address);
  EXPECT_EQ(direct.at(0).address, (base::Address{"im", "99", ""}));
}

TEST_F(EasemobAccount, IsNotAskedByItself) {
  EXPECT_TRUE(EventsOf({{"from", "support_bot"}, {"to", "user1"}, {"payload", Text("hi")}}).empty());
  // Sent by REST in the user's name, while handing over.
  EXPECT_TRUE(EventsOf({{"payload", Text("hi", {{"bot", {{"mid", "1.0"}}}})}}).empty());
}

TEST_F(EasemobAccount, LeavesOutAContextThatIsTooLarge) {
  const json big = {{"frontdesk", {{"log", std::string(16 << 10, 'x')}}}};
  const auto events = EventsOf({{"payload", Text("help", big)}});
  EXPECT_EQ(std::get<base::Said>(events.at(0).body).text, "help");
  EXPECT_EQ(events.at(0).context, "");
}

TEST_F(EasemobAccount, TakesNoAuthorThatCouldNotBeAnAddress) {
  for (const std::string from : {"", "group:1", "a/b", "a b"})
    EXPECT_TRUE(EventsOf({{"from", from}, {"payload", Text("hi")}}).empty()) << from;
}

TEST_F(EasemobAccount, FollowsTheSessionsOfKefu) {
  settings_.values["kefu"] = "kefu1";
  const auto move = [this](const char* name) {
    const json ext = {{"weichat", {{"event", {{"eventName", name}}}, {"agent", {{"userNickname", "Li"}}}}}};
    const auto events = EventsOf({{"from", "kefu1"}, {"to", "user1"}, {"payload", Text("x", ext)}});
    return events.empty() ? std::nullopt : std::optional(std::get<base::DeskMoved>(events.at(0).body));
  };
  for (const char* name :
       {"ServiceSessionOpenedEvent", "ServiceSessionTransferedEvent", "ServiceSessionTransferedToAgentQueueEvent"}) {
    ASSERT_TRUE(move(name).has_value()) << name;
    EXPECT_TRUE(move(name)->elsewhere);
    EXPECT_EQ(move(name)->agent, "Li");
  }
  ASSERT_TRUE(move("ServiceSessionClosedEvent").has_value());
  EXPECT_FALSE(move("ServiceSessionClosedEvent")->elsewhere);
  EXPECT_FALSE(move("ServiceSessionCreatedEvent").has_value()) << "kefu's own robot may have it";
}

TEST_F(EasemobAccount, NobodyButKefuMovesTheDesk) {
  settings_.values["kefu"] = "kefu1";
  const json ext = {{"weichat", {{"event", {{"eventName", "ServiceSessionClosedEvent"}}}}}};
  const auto events = EventsOf({{"payload", Text("x", ext)}});
  EXPECT_TRUE(std::holds_alternative<base::Said>(events.at(0).body));
}

TEST_F(EasemobAccount, KefuMayBeTheBotItself) {
  settings_.values["kefu"] = "support_bot";
  const json ext = {{"weichat", {{"event", {{"eventName", "ServiceSessionOpenedEvent"}}}}}};
  const auto events = EventsOf({{"from", "support_bot"}, {"to", "user1"}, {"payload", Text("x", ext)}});
  EXPECT_EQ(events.at(0).address.channel, "user1");
  EXPECT_TRUE(EventsOf({{"from", "support_bot"}, {"to", "user1"}, {"payload", Text("x")}}).empty());
}

TEST_F(EasemobAccount, NeverStumblesOverOddBodies) {
  const json odd[] = {nullptr,
                      7,
                      "x",
                      json::array(),
                      {{"bodies", 7}},
                      {{"bodies", {7}}},
                      {{"bodies", {json::object()}}},
                      {{"ext", 7}, {"bodies", {{{"type", 7}}}}},
                      {{"bodies", {{{"type", "img"}}}}},
                      {{"bodies", {{{"type", "custom"}, {"customExts", {1, {{"a", {1}}}}}}}}},
                      {{"ext", {{"bot", {{"choice", {1}}}}}}, {"bodies", {{{"type", "txt"}, {"msg", " "}}}}}};
  for (const json& payload : odd) {
    for (const base::Event& event : EventsOf({{"payload", payload}})) {
      EXPECT_TRUE(std::holds_alternative<base::Said>(event.body)) << payload;
    }
  }
}

TEST(EasemobSettingsOfAnAccount, AreCheckedBeforeTheStart) {
  const auto broken = [](Profile profile, auto change) {
    Settings settings = profile == Profile::kAgora ? AgoraSettings() : EasemobSettings();
    EXPECT_TRUE(CheckAccount(profile, settings).has_value());
    change(settings);
    const base::Status status = CheckAccount(profile, settings);
    if (status) return false;
    EXPECT_FALSE(status.error().message.empty());
    for (const auto& [name, secret] : settings.secrets) {
      if (secret.empty()) continue;
      EXPECT_EQ(status.error().message.find(secret.Reveal()), std::string::npos) << name;
    }
    return true;
  };
  EXPECT_TRUE(broken(Profile::kEasemob, [](Settings& s) { s.values["org"] = "a/b"; }));
  EXPECT_TRUE(broken(Profile::kEasemob, [](Settings& s) { s.values["app"] = "a#b"; }));
  EXPECT_TRUE(broken(Profile::kEasemob, [](Settings& s) { s.values["bot"] = "a bot"; }));
  EXPECT_TRUE(broken(Profile::kEasemob, [](Settings& s) { s.secrets["path_secret"] = base::Secret("short"); }));
  EXPECT_TRUE(broken(Profile::kEasemob, [](Settings& s) { s.values["kefu_handoff"] = "true"; }));
  EXPECT_TRUE(broken(Profile::kAgora, [](Settings& s) { s.values["app_id"] = "0123"; }));
  EXPECT_TRUE(broken(Profile::kAgora, [](Settings& s) { s.values["app_id"][3] = 'g'; }));
  EXPECT_TRUE(broken(Profile::kAgora, [](Settings& s) { s.secrets["app_certificate"] = base::Secret("no-hex"); }));
}

}  // namespace
}  // namespace frontdesk::adapters::easemob
