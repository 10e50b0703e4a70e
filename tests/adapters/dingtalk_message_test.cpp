// What the robot is told, as events. The captured requests of tests/fixtures/dingtalk say most of it.
#include "adapters/dingtalk/robot_message.h"
#include "tests/adapters/dingtalk_account.h"

namespace frontdesk::adapters::dingtalk {
namespace {

using nlohmann::json;

class DingTalkMessage : public DingTalkAccount {
 protected:
  base::Event OnlyEvent(const json& told) const {
    auto events = EventsOf(told);
    EXPECT_EQ(events.size(), 1u);
    return events.empty() ? base::Event{} : std::move(events[0]);
  }
  static json InGroup(const json& more = json::object()) {
    json told = {{"conversationType", "2"}, {"conversationId", "cidA=="}, {"isInAtList", true}};
    told.update(more);
    return told;
  }
};

TEST_F(DingTalkMessage, TheLeadingSpaceOfAMentionIsTrimmed) {
  const base::Event event = OnlyEvent(Told(InGroup({{"text", {{"content", " 转人工 "}}}})));
  EXPECT_EQ(std::get<base::Said>(event.body).text, "转人工");
  EXPECT_EQ(event.address.channel, "group:cidA==");
  EXPECT_EQ(event.author.id, "16650");
  EXPECT_TRUE(event.to_us);
}

TEST_F(DingTalkMessage, AGroupIsHeardOnlyWhenTheBotIsNamedOrTheGroupIs) {
  EXPECT_TRUE(EventsOf(Told(InGroup({{"isInAtList", false}}))).empty());
  settings_.lists["help_channels"] = {"cidA=="};
  const base::Event event = OnlyEvent(Told(InGroup({{"isInAtList", false}})));
  EXPECT_FALSE(event.to_us);
  settings_.lists["help_channels"] = {"group:cidA=="};
  EXPECT_EQ(EventsOf(Told(InGroup({{"isInAtList", false}}))).size(), 1u) << "the other spelling";
}

TEST_F(DingTalkMessage, TheSessionIsKeptForTheAnswers) {
  const base::Event event = OnlyEvent(Told());
  ASSERT_TRUE(event.path.has_value());
  EXPECT_EQ(event.path->until, base::TimePoint{}) << "the API answers after the session";
  const auto session = SessionOf(&*event.path, settings_);
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(session->url, kSession);
  EXPECT_EQ(session->until, now_ + std::chrono::minutes(90));
}

TEST_F(DingTalkMessage, TheEndOfAnOutsidersSessionShutsTheConversation) {
  const base::Event event = OnlyEvent(Told({{"senderStaffId", ""}, {"senderId", "$:LWCP_v1:$out"}}));
  EXPECT_EQ(event.address.channel, "$:LWCP_v1:$out");
  ASSERT_TRUE(event.path.has_value());
  EXPECT_EQ(event.path->until, now_ + std::chrono::minutes(90));
  EXPECT_EQ(OnlyEvent(Told(InGroup({{"senderStaffId", ""}}))).path->until, base::TimePoint{}) << "a group stays open";
}

TEST_F(DingTalkMessage, ASessionOfSomebodyElseIsNotKept) {
  for (const char* url :
       {"https://oapi.dingtalk.com.evil.example/robot", "https://evil.example/oapi.dingtalk.com",
        "http://oapi.dingtalk.com/x", "https://oapi.dingtalk.com@evil.example/x", "https://oapi.dingtalk.com:8443/x",
        "https://evildingtalk.com/x", "https://dingtalk.com\\.evil.example/x", "ftp://oapi.dingtalk.com/x",
        "//oapi.dingtalk.com/x", "https://", "https://oapi.dingtalk.com%2eevil.example/x",
        "https://169.254.169.254/latest", ""}) {
    EXPECT_FALSE(OnlyEvent(Told({{"sessionWebhook", url}})).path.has_value()) << url;
    const base::ReplyPath forged{json{{"session", url}, {"until", kNowMs + 5'400'000}}.dump()};
    EXPECT_FALSE(SessionOf(&forged, settings_).has_value()) << url;
  }
  settings_.values["old_api_base"] = "http://127.0.0.1:9100";
  EXPECT_TRUE(OnlyEvent(Told({{"sessionWebhook", "http://127.0.0.1:9100/robot"}})).path.has_value())
      << "the account's own proxy";
  EXPECT_FALSE(OnlyEvent(Told({{"sessionWebhook", "http://127.0.0.1:9101/robot"}})).path.has_value());
}

TEST_F(DingTalkMessage, VoiceIsTheTranscriptElseASpokenFile) {
  EXPECT_EQ(
      std::get<base::Said>(
          OnlyEvent(Told({{"msgtype", "audio"}, {"content", {{"recognition", "打不开"}, {"downloadCode", "c"}}}})).body)
          .text,
      "打不开");
  const base::Event spoken = OnlyEvent(Told({{"msgtype", "audio"}, {"content", {{"downloadCode", "c"}}}}));
  EXPECT_TRUE(std::get<base::SentFiles>(spoken.body).voice);
  EXPECT_EQ(std::get<base::Said>(OnlyEvent(Told({{"msgtype", "audio"}, {"content", json::object()}})).body).text,
            "[语音]");
}

TEST_F(DingTalkMessage, OddBodiesGiveNothingOrAWordAndNeverACrash) {
  const json odd[] = {json::object(),
                      Told({{"msgId", 7}}),
                      Told({{"msgId", ""}}),
                      Told({{"msgId", std::string(500, 'x')}}),
                      Told({{"senderStaffId", ""}, {"senderId", ""}}),
                      Told({{"text", "no object"}}),
                      Told({{"text", {{"content", json::array()}}}}),
                      Told({{"msgtype", "richText"}, {"content", {{"richText", json::object()}}}}),
                      Told({{"msgtype", "richText"}, {"content", {{"richText", {1, "x", nullptr}}}}}),
                      Told(InGroup({{"conversationId", ""}})),
                      Told(InGroup({{"conversationId", "a b"}}))};
  for (const json& told : odd) EXPECT_TRUE(EventsOf(told).empty()) << told;
  for (const char* kind : {"picture", "video", "file", "sticker"})
    EXPECT_TRUE(std::holds_alternative<base::Said>(OnlyEvent(Told({{"msgtype", kind}, {"content", 7}})).body)) << kind;
}

TEST_F(DingTalkMessage, AFileIsFetchedInTwoStepsAndTheSecondShowsNoToken) {
  base::FileRef file;
  file.remote = R"({"code":"mIofN681+/=="})";
  const FileSource& files = *adapter().file_source();
  auto first = files.Next(file, {}, env());
  ASSERT_TRUE(first.has_value());
  const Call& ask = std::get<Call>(*first);
  EXPECT_EQ(ask.url, "https://api.dingtalk.com/v1.0/robot/messageFiles/download");
  EXPECT_EQ(BodyOf(ask), (json{{"downloadCode", "mIofN681+/=="}, {"robotCode", "dingapp"}}));
  EXPECT_EQ(FindHeader(ask.headers, "x-acs-dingtalk-access-token"), "the-token");
  std::vector<HttpAnswer> answers = {
      {200, {}, R"({"downloadUrl":"https://zjk-x.oss-cn-zhangjiakou.aliyuncs.com/a?Signature=b%2Bc"})"}};
  auto second = files.Next(file, answers, env());
  ASSERT_TRUE(second.has_value());
  const Call& get = std::get<Call>(*second);
  EXPECT_EQ(get.method, "GET");
  EXPECT_EQ(get.url, "https://zjk-x.oss-cn-zhangjiakou.aliyuncs.com/a?Signature=b%2Bc");
  EXPECT_TRUE(get.headers.empty()) << "the address is signed for a request without any";
  answers.push_back({200, {}, "bytes"});
  EXPECT_EQ(std::get<std::string>(*files.Next(file, answers, env())), "bytes");
}

TEST_F(DingTalkMessage, AFileIsFetchedFromMediaHostsOnly) {
  base::FileRef file;
  file.remote = R"({"code":"c"})";
  const auto fetched = [&](const std::string& url) {
    const HttpAnswer answers[] = {{200, {}, json{{"downloadUrl", url}}.dump()}};
    return adapter().file_source()->Next(file, answers, env());
  };
  const auto open = fetched("http://down.dingtalk.com/media/x.png");
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(std::get<Call>(*open).url, "https://down.dingtalk.com/media/x.png");
  for (const char* url : {"https://evil.example/x", "http://169.254.169.254/", "https://aliyuncs.com.evil.example/x",
                          "https://user@down.dingtalk.com.evil.example/", "file:///etc/passwd"}) {
    const auto refused = fetched(url);
    ASSERT_FALSE(refused.has_value()) << url;
    EXPECT_EQ(refused.error().code, base::ErrorCode::kForbidden) << url;
  }
  settings_.lists["media_hosts"] = {"Files.Example.com"};
  EXPECT_TRUE(fetched("https://files.example.com/x").has_value());
  const HttpAnswer token[] = {{200, {}, R"({"errcode":88,"sub_code":"40014"})"}};
  EXPECT_EQ(adapter().file_source()->Next(file, token, env()).error().code, base::ErrorCode::kUnauthenticated);
  const HttpAnswer empty[] = {{200, {}, "{}"}};
  EXPECT_EQ(adapter().file_source()->Next(file, empty, env()).error().code, base::ErrorCode::kUnavailable);
  file.remote = "{}";
  EXPECT_EQ(adapter().file_source()->Next(file, {}, env()).error().code, base::ErrorCode::kForbidden);
}

TEST_F(DingTalkMessage, ARealNameIsAskedForWhereTheAppMay) {
  const ProfileSource& names = *adapter().profiles();
  EXPECT_EQ(std::get<Profile>(*names.Next("16650", {}, env())).name, "") << "nobody is asked";
  settings_.values["real_names"] = "true";
  const auto asked = names.Next("16650", {}, env());
  ASSERT_TRUE(asked.has_value());
  EXPECT_EQ(std::get<Call>(*asked).url, "https://oapi.dingtalk.com/topapi/v2/user/get?access_token=the-token");
  EXPECT_EQ(BodyOf(std::get<Call>(*asked)), (json{{"userid", "16650"}}));
  const HttpAnswer told[] = {{200, {}, R"({"errcode":0,"result":{"name":"张晓明","mobile":"1"}})"}};
  EXPECT_EQ(std::get<Profile>(*names.Next("16650", told, env())).name, "张晓明");
  const auto code = [&](const char* body) {
    const HttpAnswer answers[] = {{200, {}, body}};
    return names.Next("16650", answers, env()).error().code;
  };
  EXPECT_EQ(code(R"({"errcode":60011,"errmsg":"no permission"})"), base::ErrorCode::kForbidden);
  EXPECT_EQ(code(R"({"errcode":88,"sub_code":"40014"})"), base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(code(R"({"errcode":90018})"), base::ErrorCode::kUnavailable);
  EXPECT_EQ(code("[]"), base::ErrorCode::kNotFound);
  EXPECT_EQ(std::get<Profile>(*names.Next("$:LWCP_v1:$x", {}, env())).name, "") << "an outsider";
}

TEST_F(DingTalkMessage, ATokenIsAskedForAndReadAsThePlatformTellsIt) {
  const TokenRecipe& tokens = *adapter().token();
  const auto made = tokens.Make(env());
  ASSERT_TRUE(made.has_value());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, "https://api.dingtalk.com/v1.0/oauth2/accessToken");
  EXPECT_EQ(BodyOf(call), (json{{"appKey", "dingapp"}, {"appSecret", "CANARY-CLIENT-SECRET"}}));
  const auto token = tokens.Read({200, {}, R"({"accessToken":"fw8ef8we8f76e6f7s8dxxxx","expireIn":7200})"}, env());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->value.Reveal(), "fw8ef8we8f76e6f7s8dxxxx");
  EXPECT_EQ(token->expires, now_ + std::chrono::hours(2));
  EXPECT_LT(token->renew_at, token->expires);
  const auto code = [&](int status, const char* body) { return tokens.Read({status, {}, body}, env()).error().code; };
  EXPECT_EQ(code(400, R"({"code":"invalidClientIdOrSecret"})"), base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(code(403, R"({"code":"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"})"), base::ErrorCode::kRateLimited);
  EXPECT_EQ(code(503, ""), base::ErrorCode::kUnavailable);
  EXPECT_EQ(code(200, "{}"), base::ErrorCode::kUnavailable);
  EXPECT_EQ(code(200, R"({"accessToken":"a\r\nX: y"})"), base::ErrorCode::kUnavailable) << "it goes into a header";
}

}  // namespace
}  // namespace frontdesk::adapters::dingtalk
