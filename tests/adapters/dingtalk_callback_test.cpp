// Over HTTP: who is believed, and what an event is answered. The vectors were made and read back by the vendor's code.
#include "adapters/dingtalk/event_crypt.h"
#include "tests/adapters/dingtalk_account.h"

namespace frontdesk::adapters::dingtalk {
namespace {

using nlohmann::json;

class DingTalkCallback : public DingTalkAccount {
 protected:
  void SetUp() override {
    const json events = vectors_["event_callback"];
    settings_.values["client_id"] = events["owner_key"];
    settings_.secrets["event_token"] = base::Secret(events["token"]);
    settings_.secrets["event_aes_key"] = base::Secret(events["aes_key"]);
    settings_.secrets["card_secret"] = base::Secret("CANARY-CARD-SECRET");
  }
  base::Result<Verified> VerifyEvent(const json& event) {
    return Verify(json{{"encrypt", event["encrypt"]}}.dump(), {},
                  "msg_signature=" + event["msg_signature"].get<std::string>() + "&timestamp=" +
                      event["timestamp"].get<std::string>() + "&nonce=" + event["nonce"].get<std::string>());
  }
  EventKeys Keys() const {
    return {settings_.SecretOf("event_token"), settings_.SecretOf("event_aes_key"), settings_.Text("client_id")};
  }
  base::Result<std::string> Opened(const json& reply) const {
    return OpenEvent(Keys(), {reply["msg_signature"], reply["timeStamp"], reply["nonce"], reply["encrypt"]});
  }

  const json vectors_ = Vectors();
};

TEST_F(DingTalkCallback, BelievesARobotsMessageByTheVectors) {
  settings_.secrets["client_secret"] = base::Secret(vectors_["robot"]["app_secret"]);
  std::size_t tried = 0;
  for (const json& one : vectors_["robot"]["cases"]) {
    Headers headers;
    for (const auto& [name, value] : one["headers"].items()) headers.emplace_back(name, value.get<std::string>());
    const auto verified = Verify(Told().dump(), headers);
    EXPECT_EQ(verified.has_value(), one["expect"] == "accept") << one["name"];
    if (!verified) {
      EXPECT_EQ(verified.error().code, base::ErrorCode::kUnauthenticated) << one["name"];
    }
    ++tried;
  }
  EXPECT_GE(tried, 12u);
}

TEST_F(DingTalkCallback, OpensAnEventByTheVectors) {
  std::size_t tried = 0;
  for (const json& one : vectors_["event_callback"]["cases"]) {
    const auto verified = VerifyEvent(one);
    ASSERT_EQ(verified.has_value(), one["expect"]["verdict"] == "accept")
        << one["name"] << (verified ? "" : verified.error().message);
    ++tried;
    if (!verified) continue;
    const std::string words = one["expect"]["message"];
    EXPECT_EQ(verified->body(), words.empty() ? "{}" : words) << one["name"];
  }
  EXPECT_GE(tried, 40u);
}

TEST_F(DingTalkCallback, ReadsTheVendorsOwnAnswers) {
  for (const json& one : vectors_["event_callback"]["replies"]) {
    const auto plain = Opened(one["reply"]);
    ASSERT_TRUE(plain.has_value()) << one["name"] << plain.error().message;
    EXPECT_EQ(*plain, one["plain"]);
  }
}

TEST_F(DingTalkCallback, AnEventIsAnsweredByTheEncryptedWordSuccess) {
  const auto verified = VerifyEvent(vectors_["event_callback"]["cases"][0]);
  ASSERT_TRUE(verified.has_value());
  const HttpAnswer answer = adapter().AnswerTo(*verified, {}, env());
  EXPECT_EQ(answer.status, 200);
  const json reply = json::parse(answer.body);
  EXPECT_EQ(reply.size(), 4u);
  EXPECT_EQ(reply["timeStamp"], std::to_string(kNowMs));
  const auto plain = Opened(reply);
  ASSERT_TRUE(plain.has_value()) << plain.error().message;
  EXPECT_EQ(*plain, "success");
  EXPECT_TRUE(adapter().OffersAgain(*verified));
}

TEST_F(DingTalkCallback, AnEventThatWasNotKeptIsNotConfirmed) {
  const auto verified = VerifyEvent(vectors_["event_callback"]["cases"][0]);
  ASSERT_TRUE(verified.has_value());
  const HttpAnswer answer =
      adapter().AnswerTo(*verified, base::Fail(base::ErrorCode::kUnavailable, "the disk is full"), env());
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body.find("disk"), std::string::npos);
}

TEST_F(DingTalkCallback, EveryPaddingThatWeWriteIsReadBack) {
  std::string words;
  for (int size = 0; size < 80; ++size, words += "字") {
    const auto sealed = SealEvent(Keys(), words, "1700000000000", "n", std::string_view(kRandom, 16));
    ASSERT_TRUE(sealed.has_value());
    const auto opened = OpenEvent(Keys(), *sealed);
    ASSERT_TRUE(opened.has_value()) << size;
    EXPECT_EQ(*opened, words);
  }
}

// 43 characters have two bits too many; a console may set them.
TEST_F(DingTalkCallback, AKeyWhoseLastBitsAreSetIsTheSameKey) {
  std::string key = settings_.SecretOf("event_aes_key").Reveal();
  ASSERT_EQ(key.back(), '0');
  for (const char last : {'1', '2', '3'}) {
    key.back() = last;
    settings_.secrets["event_aes_key"] = base::Secret(key);
    EXPECT_TRUE(VerifyEvent(vectors_["event_callback"]["cases"][0]).has_value()) << last;
  }
}

TEST_F(DingTalkCallback, AnEventOfLongAgoIsRefused) {
  now_ += std::chrono::hours(2);
  EXPECT_FALSE(VerifyEvent(vectors_["event_callback"]["cases"][0]).has_value());
}

TEST_F(DingTalkCallback, ACardsClickIsSignedWithASecretOfItsOwn) {
  const json click = {{"type", "actionCallback"},
                      {"outTrackId", "fd-42-1"},
                      {"userId", "16650"},
                      {"content", R"({"cardPrivateData":{"params":{"value":"v"}}})"}};
  const std::string time = std::to_string(kNowMs);
  const Headers headers = {{"x-ddpaas-signature-timestamp", time},
                           {"x-ddpaas-signature", CardSign(settings_.SecretOf("card_secret"), time)}};
  EXPECT_TRUE(Verify(click.dump(), headers).has_value());
  const Headers robots = {{"timestamp", time}, {"sign", RobotSign(settings_.SecretOf("client_secret"), time)}};
  EXPECT_FALSE(Verify(click.dump(), robots).has_value());
  settings_.secrets.erase("card_secret");
  EXPECT_FALSE(
      Verify(click.dump(), {{"x-ddpaas-signature-timestamp", time}, {"x-ddpaas-signature", CardSign({}, time)}})
          .has_value());
}

TEST_F(DingTalkCallback, WithoutAPathSecretOnlyEventsAreHeard) {
  settings_.secrets.erase("path_secret");
  EXPECT_FALSE(VerifyTold(Told()).has_value());
  EXPECT_TRUE(VerifyEvent(vectors_["event_callback"]["cases"][0]).has_value());
}

TEST_F(DingTalkCallback, NoReasonShowsASecret) {
  for (const json& one : vectors_["event_callback"]["cases"]) {
    const auto verified = VerifyEvent(one);
    if (verified) continue;
    EXPECT_EQ(verified.error().message.find(settings_.SecretOf("event_token").Reveal()), std::string::npos);
    EXPECT_EQ(verified.error().message.find("CANARY"), std::string::npos);
  }
}

// The same message is the same event, whichever way it comes.
TEST_F(DingTalkCallback, GivesTheSameEventAsTheStream) {
  const json told = Told({{"text", {{"content", " 转人工 "}}}});
  const auto verified = VerifyTold(told);
  ASSERT_TRUE(verified.has_value());
  auto parsed = adapter().Parse(*verified, env());
  ASSERT_TRUE(parsed.has_value());
  const auto& over_http = std::get<Taken>(*parsed).events;
  const auto over_stream = EventsOf(told);
  ASSERT_EQ(over_http.size(), 1u);
  ASSERT_EQ(over_stream.size(), 1u);
  EXPECT_EQ(over_http[0].id, over_stream[0].id);
  EXPECT_EQ(over_http[0].address, over_stream[0].address);
  EXPECT_EQ(std::get<base::Said>(over_http[0].body).text, std::get<base::Said>(over_stream[0].body).text);
}

class DingTalkKeys : public DingTalkAccount {
 protected:
  std::string Problem() const {
    const base::Status status = adapter().CheckSettings(settings_);
    return status ? std::string() : status.error().message;
  }
};

TEST_F(DingTalkKeys, AStreamNeedsNoMore) {
  settings_.secrets.erase("path_secret");
  EXPECT_EQ(Problem(), "");
}

TEST_F(DingTalkKeys, HttpNeedsASecretInThePath) {
  settings_.values["transport"] = "http";
  EXPECT_EQ(Problem(), "");
  settings_.secrets["path_secret"] = base::Secret("short");
  EXPECT_NE(Problem(), "");
  settings_.secrets.erase("path_secret");
  EXPECT_NE(Problem(), "");
}

TEST_F(DingTalkKeys, TokenAndKeyOfEventsComeTogether) {
  settings_.secrets["event_token"] = base::Secret("t");
  EXPECT_NE(Problem().find("together"), std::string::npos);
  settings_.secrets["event_aes_key"] = base::Secret("too-short");
  EXPECT_NE(Problem().find("43"), std::string::npos);
  settings_.secrets["event_aes_key"] = base::Secret(std::string(43, 'a'));
  EXPECT_EQ(Problem(), "");
}

TEST_F(DingTalkKeys, CardsOverHttpNeedARoute) {
  settings_.values["card_template_id"] = "a.schema";
  EXPECT_EQ(Problem(), "") << "the stream brings their clicks";
  settings_.values["transport"] = "http";
  EXPECT_NE(Problem().find("card_route"), std::string::npos);
}

TEST_F(DingTalkKeys, AGroupIsNamedAsThePlatformNamesIt) {
  EXPECT_EQ(adapter().Spelled("cidAsX=="), "group:cidAsX==");
  EXPECT_EQ(adapter().Spelled("group:cidAsX=="), "group:cidAsX==");
  EXPECT_EQ(adapter().Spelled("16650"), "16650");
}

}  // namespace
}  // namespace frontdesk::adapters::dingtalk
