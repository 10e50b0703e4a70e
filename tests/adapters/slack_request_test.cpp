// What gets in from Slack: requests that are signed, from the right workspace, in the right time, and no others.
#include <fstream>
#include <sstream>

#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using nlohmann::json;

json Vectors() {
  std::ifstream file(FD_SOURCE_DIR "/tests/fixtures/slack/request-signatures.json");
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str(), nullptr, false);
}

class SlackRequest : public SlackAccount {};

// Verdicts of the official libraries for JS and Python, the stricter one where they differ.
TEST_F(SlackRequest, IsJudgedAsTheOfficialLibrariesDo) {
  const json file = Vectors();
  ASSERT_GE(file["vectors"].size(), 25u);
  now_ = base::TimePoint(std::chrono::seconds(file["clock_unix"].get<std::int64_t>()));
  settings_.secrets["signing_secret"] = base::Secret(file["signing_secret"].get<std::string>());
  for (const json& vector : file["vectors"]) {
    Headers headers;
    for (const auto& [name, value] : vector["request"]["headers"].items())
      headers.emplace_back(name, value.get<std::string>());
    const std::string body = vector["request"]["body"];
    const auto verified = adapter().Verify({"POST", "/hooks/slack", {}, headers, body}, env());
    EXPECT_EQ(verified.has_value(), vector["expected"] == "accept") << vector["name"];
    if (verified) {
      EXPECT_EQ(verified->proof(), Verified::Proof::kSignedBody);
    }
  }
}

TEST_F(SlackRequest, IsAPost) {
  Headers headers = {{"X-Slack-Request-Timestamp", "1767225600"}};
  headers.emplace_back("X-Slack-Signature", SignatureOf(settings_.SecretOf("signing_secret"), "1767225600", ""));
  EXPECT_FALSE(adapter().Verify({"GET", "/hooks/slack", {}, headers, {}}, env()).has_value());
}

// It is not signed; a payload beside it would be a stranger's.
TEST_F(SlackRequest, ThatOnlyAsksWhetherWeAnswerIsAnsweredAndNothingElseOfItIsRead) {
  const std::string smuggled =
      "ssl_check=1&payload=" + base::PercentEncode(Click({{"action_id", "press:fd-7:0"}, {"value", "x"}}).dump());
  for (const std::string& body : {std::string("ssl_check=1"), std::string("ssl_check=1&token=x"), smuggled}) {
    const auto verified = adapter().Verify({"POST", "/hooks/slack", {}, {}, body}, env());
    ASSERT_TRUE(verified.has_value()) << body;
    const auto parsed = adapter().Parse(*verified, env());
    ASSERT_TRUE(parsed.has_value());
    const auto* answer = std::get_if<HttpAnswer>(&*parsed);
    ASSERT_NE(answer, nullptr) << body;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "");
  }
  EXPECT_FALSE(adapter().Verify({"POST", "/hooks/slack", {}, {}, "a=1&ssl_check=1"}, env()).has_value());
}

TEST_F(SlackRequest, IsNoneOfAnAccountThatHearsBySocketMode) {
  settings_ = SocketSettings();
  Headers headers = {{"X-Slack-Request-Timestamp", "1767225600"},
                     {"X-Slack-Signature", SignatureOf(base::Secret(""), "1767225600", "{}")}};
  EXPECT_FALSE(adapter().Verify({"POST", "/hooks/slack", {}, headers, "{}"}, env()).has_value());
}

TEST_F(SlackRequest, IsAnsweredSoThatSlackKnowsWhetherToComeAgain) {
  using base::ErrorCode;
  EXPECT_EQ(adapter().Answer({}).status, 200);
  EXPECT_EQ(adapter().Answer({}).body, "");
  EXPECT_EQ(adapter().Answer(base::Fail(ErrorCode::kUnauthenticated, "x")).status, 401);
  EXPECT_EQ(adapter().Answer(base::Fail(ErrorCode::kUnauthenticated, "x")).body, "");
  const HttpAnswer malformed = adapter().Answer(base::Fail(ErrorCode::kInvalid, "x"));
  EXPECT_EQ(malformed.status, 400);
  EXPECT_EQ(malformed.Header("X-Slack-No-Retry"), "1");
  const HttpAnswer busy = adapter().Answer(base::Fail(ErrorCode::kUnavailable, "x"));
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.Header("X-Slack-No-Retry"), "");
}

TEST_F(SlackRequest, IsOfferedAgainOnlyWhenItIsAnEvent) {
  EXPECT_TRUE(adapter().OffersAgain(*Verify(EventBody(Message("hello")).dump())));
  EXPECT_FALSE(adapter().OffersAgain(*Verify(Form({{"type", "block_actions"}}))));
  EXPECT_FALSE(adapter().OffersAgain(*Verify("command=%2Fsupport&user_id=U0001")));
}

TEST_F(SlackRequest, OfAWorkspaceThatTheAccountIsNotForIsNothing) {
  EXPECT_EQ(TakeEvent(Message("hello")).events.size(), 1u) << "no team is named: it is the only one";
  settings_.values["team"] = "T0001";
  EXPECT_EQ(TakeEvent(Message("hello")).events.size(), 1u);
  settings_.values["team"] = "T0002";
  EXPECT_TRUE(TakeEvent(Message("hello")).events.empty());
  EXPECT_TRUE(TakeForm(Click({{"action_id", "press:fd-7:0"}, {"value", "x"}, {"action_ts", "1"}})).events.empty());
  EXPECT_TRUE(Take("command=%2Fsupport&text=hi&user_id=U0001&team_id=T0001&trigger_id=1").events.empty());
}

// The channel belongs to another workspace, and ours may see it.
TEST_F(SlackRequest, OfASharedChannelIsOurs) {
  settings_.values["team"] = "T0001";
  json body = EventBody(Message("VPN", {{"channel", "C0HELP"}, {"channel_type", "channel"}}));
  body["team_id"] = "T0009";
  EXPECT_EQ(Take(body.dump()).events.size(), 1u);
}

class SlackSettings : public SlackAccount {
 protected:
  std::string Problem() const {
    const auto checked = adapter().CheckSettings(settings_);
    return checked ? std::string() : checked.error().message;
  }
};

TEST_F(SlackSettings, HaveOneWayIn) {
  EXPECT_EQ(Problem(), "");
  settings_.secrets["app_token"] = base::Secret("xapp-1");
  EXPECT_EQ(Problem(), "signing_secret and app_token exclude each other");
  settings_.secrets.erase("signing_secret");
  EXPECT_EQ(Problem(), "");
  settings_.secrets.erase("app_token");
  EXPECT_EQ(Problem(), "signing_secret or app_token is missing");
}

TEST_F(SlackSettings, NameTheTokenThatIsOfAnotherKind) {
  settings_.secrets["bot_token"] = base::Secret("xoxp-1");
  EXPECT_EQ(Problem(), "bot_token is no token of a bot");
  settings_ = SocketSettings();
  settings_.secrets["app_token"] = base::Secret("xoxb-1");
  EXPECT_EQ(Problem(), "app_token is no token of an app");
  settings_ = HttpSettings();
  settings_.secrets["signing_secret"] = base::Secret("short");
  EXPECT_EQ(Problem(), "signing_secret is too short");
}

TEST_F(SlackSettings, TakeIdsAndNoNames) {
  settings_.lists["help_channels"] = {"#help"};
  EXPECT_EQ(Problem(), "help_channels takes ids, and '#help' is none");
  settings_.lists["help_channels"] = {"C0DESK"};
  EXPECT_EQ(Problem(), "the channel C0DESK is in help_channels and in desk_channels");
  settings_ = HttpSettings();
  settings_.values["team"] = "acme";
  EXPECT_EQ(Problem(), "team is no id of a workspace");
}

}  // namespace
}  // namespace frontdesk::adapters::slack
