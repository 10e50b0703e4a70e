// What WeChat's API says: tokens, media, followers, and every code that is known.
#include "adapters/wechat_oa/send_outcome.h"
#include "tests/adapters/wechat_oa_account.h"

namespace frontdesk::adapters::wechat_oa {
namespace {

using nlohmann::json;
using Kind = SendResult::Kind;

class OaApi : public OfficialAccount {};

TEST_F(OaApi, EveryCodeHasItsConsequence) {
  const struct {
    long long code;
    Kind kind;
    bool whole_account;
  } known[] = {
      {-1, Kind::kRetry, false},           {40001, Kind::kTokenRefused, false}, {40014, Kind::kTokenRefused, false},
      {42001, Kind::kTokenRefused, false}, {41001, Kind::kTokenRefused, false}, {40003, Kind::kGone, false},
      {43004, Kind::kGone, false},         {50002, Kind::kGone, false},         {40164, Kind::kRetry, true},
      {61004, Kind::kRetry, true},         {45009, Kind::kRetry, true},         {45011, Kind::kRetry, true},
      {48004, Kind::kRetry, true},         {45015, Kind::kRejected, false},     {45047, Kind::kRejected, false},
      {48001, Kind::kRejected, false},     {50001, Kind::kRejected, false},     {45002, Kind::kRejected, false},
      {87014, Kind::kRejected, false},     {40007, Kind::kRetry, false},        {40004, Kind::kRejected, false},
      {40005, Kind::kRejected, false},     {40006, Kind::kRejected, false},     {40008, Kind::kRejected, false},
      {40200, Kind::kRejected, false},     {45072, Kind::kRejected, false},     {45080, Kind::kRejected, false},
      {45081, Kind::kRejected, false},     {61451, Kind::kRejected, false},     {61458, Kind::kRejected, false},
      {65400, Kind::kRejected, false},     {65401, Kind::kRejected, false},     {65403, Kind::kRejected, false},
      {65413, Kind::kRejected, false},     {65414, Kind::kRejected, false},     {65415, Kind::kRejected, false},
      {65416, Kind::kRejected, false},     {99999, Kind::kRejected, false}};
  for (const auto& one : known) {
    const SendResult result = OutcomeOfCode(one.code);
    EXPECT_EQ(static_cast<int>(result.kind), static_cast<int>(one.kind)) << one.code;
    EXPECT_EQ(result.whole_account, one.whole_account) << one.code;
    EXPECT_TRUE(result.reason.starts_with(std::to_string(one.code) + " went wrong")) << result.reason;
  }
  EXPECT_EQ(Outcome(R"({"errcode":0,"errmsg":"ok"})").kind, Kind::kSent);
  EXPECT_EQ(OutcomeOfCode(45009).retry_after, std::chrono::hours(1));
  EXPECT_NE(OutcomeOfCode(45015).reason.find("speak first"), std::string::npos);
  EXPECT_NE(OutcomeOfCode(45047).reason.find("speak first"), std::string::npos);
  EXPECT_NE(OutcomeOfCode(40164).reason.find("IP白名单"), std::string::npos);
}

TEST_F(OaApi, OnlyAMenuIsTriedAgainAsText) { EXPECT_EQ(OutcomeOfCode(40200).avoid, ""); }

TEST_F(OaApi, TheTokenIsTheStableOne) {
  const auto made = adapter_.token()->Make(env());
  ASSERT_TRUE(made.has_value());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, "https://api.weixin.qq.com/cgi-bin/stable_token");
  EXPECT_EQ(json::parse(call.body), (json{{"grant_type", "client_credential"},
                                          {"appid", kApp},
                                          {"secret", "CANARY-SECRET"},
                                          {"force_refresh", false}}));
  EXPECT_FALSE(call.delivers);
  const auto read = adapter_.token()->Read({200, {}, R"({"access_token":"T","expires_in":7200})"}, env());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->value.Reveal(), "T");
  EXPECT_EQ(read->expires, kNow + std::chrono::seconds(7200));
  EXPECT_LT(read->renew_at, read->expires);
}

TEST_F(OaApi, WrongCredentialsAreNotAskedWithAgainAndAgain) {
  for (const int code : {40001, 40013, 40125, 40164, 40243, 41002, 41004, 50004, 50007, -1, 45009, 45011}) {
    const json body = {{"errcode", code}, {"errmsg", "no"}};
    const auto read = adapter_.token()->Read({200, {}, body.dump()}, env());
    ASSERT_FALSE(read.has_value());
    const bool ours = code != -1 && code != 45009 && code != 45011;
    EXPECT_EQ(read.error().code, ours ? base::ErrorCode::kUnauthenticated : base::ErrorCode::kUnavailable) << code;
    EXPECT_EQ(read.error().message.find("CANARY"), std::string::npos);
  }
  for (const std::string body : {"", "[]", "{}", R"({"access_token":"","expires_in":7200})", R"({"access_token":"x"})"})
    EXPECT_FALSE(adapter_.token()->Read({200, {}, body}, env()).has_value()) << body;
}

TEST_F(OaApi, MediaAreFetchedByTheirIdAndVideosFromWhereTheyLie) {
  base::FileRef file;
  file.remote = R"({"media_id":"m-1"})";
  const auto fetch = adapter_.file_source()->Next(file, {}, env());
  ASSERT_TRUE(fetch.has_value());
  EXPECT_EQ(std::get<Call>(*fetch).url,
            "https://api.weixin.qq.com/cgi-bin/media/get?media_id=m-1&access_token=the-token");
  std::vector<HttpAnswer> answers = {{200, {{"Content-Disposition", "attachment; filename=\"a.jpg\""}}, "JPEG"}};
  EXPECT_EQ(std::get<std::string>(*adapter_.file_source()->Next(file, answers, env())), "JPEG");
  answers = {{200, {}, R"({"video_url":"http://mpvideo.qpic.cn/x.mp4?y=1"})"}};
  const auto video = adapter_.file_source()->Next(file, answers, env());
  ASSERT_TRUE(video.has_value());
  EXPECT_EQ(std::get<Call>(*video).url, "https://mpvideo.qpic.cn/x.mp4?y=1");
  answers.push_back({200, {}, R"({"video_url":"http://evil.example"})"});
  EXPECT_EQ(std::get<std::string>(*adapter_.file_source()->Next(file, answers, env())), answers[1].body);
  for (const char* url :
       {"http://evil.example/x", "https://qq.com.evil.example/", "https://a@evil.example/.qq.com", "ftp://x.qq.com/"}) {
    answers = {{200, {}, json{{"video_url", url}}.dump()}};
    EXPECT_EQ(adapter_.file_source()->Next(file, answers, env()).error().code, base::ErrorCode::kForbidden) << url;
  }
}

TEST_F(OaApi, AMediumThatIsGoneOrAnothersIsNotFetched) {
  base::FileRef file;
  file.remote = R"({"media_id":"m-1"})";
  const auto failed = [&](int code) {
    const std::vector<HttpAnswer> answers = {{200, {}, json{{"errcode", code}, {"errmsg", "no"}}.dump()}};
    return adapter_.file_source()->Next(file, answers, env()).error().code;
  };
  EXPECT_EQ(failed(42001), base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(failed(-1), base::ErrorCode::kUnavailable);
  EXPECT_EQ(failed(40004), base::ErrorCode::kForbidden);
  for (const char* remote : {"", "{}", R"({"media_id":"../../x"})", R"({"url":"https://x.qq.com"})"}) {
    file.remote = remote;
    EXPECT_EQ(adapter_.file_source()->Next(file, {}, env()).error().code, base::ErrorCode::kForbidden) << remote;
  }
}

TEST_F(OaApi, AFollowersLanguageIsToldAndNoName) {
  const auto asked = adapter_.profiles()->Next(kUser, {}, env());
  ASSERT_TRUE(asked.has_value());
  EXPECT_EQ(std::get<Call>(*asked).url,
            "https://api.weixin.qq.com/cgi-bin/user/info?openid=oUser0001&access_token=the-token");
  const std::vector<HttpAnswer> answers = {{200, {}, R"({"subscribe":1,"openid":"oUser0001","language":"zh_CN"})"}};
  const auto told = adapter_.profiles()->Next(kUser, answers, env());
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(std::get<Profile>(*told).locale, "zh-CN");
  EXPECT_EQ(std::get<Profile>(*told).name, "");
  EXPECT_FALSE(adapter_.profiles()->Next("no id", {}, env()).has_value());
}

}  // namespace
}  // namespace frontdesk::adapters::wechat_oa
