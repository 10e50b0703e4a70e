// WeCom's error codes, tokens, members and media.
#include "adapters/wecom/error_code.h"
#include "tests/adapters/wecom_account.h"

namespace frontdesk::adapters::wecom {
namespace {

using base::ErrorCode;
using Kind = SendResult::Kind;

const AppAdapter kApp;

class WecomApi : public Account {
 protected:
  WecomApi() : Account(kApp) {}
};

struct Expected {
  long long code;
  Kind kind;
  bool whole_account;
  std::chrono::seconds at_least;
};

TEST_F(WecomApi, EachErrorCodeHasItsReaction) {
  const Expected table[] = {
      {-1, Kind::kRetry, false, std::chrono::seconds(1)},
      {40014, Kind::kTokenRefused, false, {}},
      {42001, Kind::kTokenRefused, false, {}},
      {41001, Kind::kTokenRefused, false, {}},
      {40001, Kind::kRetry, true, std::chrono::seconds(60)},
      {40013, Kind::kRetry, true, std::chrono::seconds(60)},
      {45009, Kind::kRetry, true, std::chrono::seconds(60)},
      {45033, Kind::kRetry, true, std::chrono::seconds(1)},
      {60020, Kind::kRetry, true, std::chrono::seconds(60)},
      {48002, Kind::kRejected, false, {}},
      {60011, Kind::kRejected, false, {}},
      {50002, Kind::kRejected, false, {}},
      {81013, Kind::kGone, false, {}},
      {40003, Kind::kGone, false, {}},
      {60111, Kind::kGone, false, {}},
      {40007, Kind::kRetry, false, {}},
      {40004, Kind::kRejected, false, {}},
      {40006, Kind::kRejected, false, {}},
      {40009, Kind::kRejected, false, {}},
      {44004, Kind::kRejected, false, {}},
      {45002, Kind::kRejected, false, {}},
      {40058, Kind::kRejected, false, {}},
      {93000, Kind::kRetry, true, std::chrono::seconds(60)},
      {95000, Kind::kRetry, true, std::chrono::seconds(60)},
      {95004, Kind::kRetry, true, std::chrono::seconds(60)},
      {95001, Kind::kRejected, false, {}},
      {95013, Kind::kRejected, false, {}},
      {95014, Kind::kRejected, false, {}},
      {95016, Kind::kRejected, false, {}},
      {95017, Kind::kRetry, true, std::chrono::seconds(60)},
      {95018, Kind::kRejected, false, {}},
      {846605, Kind::kRejected, false, {}},
      {846608, Kind::kRejected, false, {}},
      {99999, Kind::kRejected, false, {}},
  };
  for (const Expected& one : table) {
    SCOPED_TRACE(one.code);
    const SendResult result = OutcomeOfCode(one.code);
    EXPECT_EQ(static_cast<int>(result.kind), static_cast<int>(one.kind));
    EXPECT_EQ(result.whole_account, one.whole_account);
    EXPECT_GE(result.retry_after.value_or(base::Millis{0}), one.at_least);
    EXPECT_NE(result.reason.find(std::to_string(one.code)), std::string::npos) << result.reason;
  }
}

TEST_F(WecomApi, AnAddressThatIsNotTrustedIsExplainedToTheAdmin) {
  const SendResult result =
      Outcome(R"({"errcode":60020,"errmsg":"not allow to access from your ip, hint: [1], from ip: 203.0.113.9"})");
  EXPECT_NE(result.reason.find("203.0.113.9"), std::string::npos);
  EXPECT_NE(result.reason.find("trusted IPs"), std::string::npos);
}

TEST_F(WecomApi, OkForNobodyIsNoSuccess) {
  const SendResult gone = Outcome(R"({"errcode":0,"errmsg":"ok","invaliduser":"zhangsan","msgid":"1"})");
  EXPECT_EQ(gone.kind, Kind::kGone);
  EXPECT_NE(gone.reason.find("zhangsan"), std::string::npos);
  const SendResult unlicensed = Outcome(R"({"errcode":0,"errmsg":"ok","unlicenseduser":"zhangsan","msgid":"1"})");
  EXPECT_EQ(unlicensed.kind, Kind::kRejected);
  EXPECT_NE(unlicensed.reason.find("licence"), std::string::npos);
}

TEST_F(WecomApi, ASentCardIsNamedWithTheCodeThatChangesIt) {
  EXPECT_EQ(Outcome(R"({"errcode":0,"errmsg":"ok","msgid":"m1","response_code":"RC1"})").platform_id, "m1 RC1");
  EXPECT_EQ(Outcome(R"({"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"m1"})").platform_id, "m1");
}

TEST_F(WecomApi, NeitherTokenNorSecretStandsInAReason) {
  for (const long long code : {-1LL, 40001LL, 42001LL, 60020LL, 99999LL}) {
    const std::string reason = OutcomeOfCode(code).reason;
    EXPECT_EQ(reason.find("the-token"), std::string::npos);
    EXPECT_EQ(reason.find("CANARY"), std::string::npos);
  }
}

TEST_F(WecomApi, ATokenIsAskedForWithTheSecretAndRenewedEarly) {
  settings_.secrets["secret"] = base::Secret("a+b/c=");
  const auto made = adapter_.token()->Make(env());
  ASSERT_TRUE(made.has_value());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.method, "GET");
  EXPECT_EQ(call.url,
            std::string("https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=") + kCorp + "&corpsecret=a%2Bb%2Fc%3D");
  const auto token =
      adapter_.token()->Read({200, {}, R"({"errcode":0,"errmsg":"ok","access_token":"T1","expires_in":7200})"}, env());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->value.Reveal(), "T1");
  EXPECT_EQ(token->expires, kNow + std::chrono::seconds(7200));
  EXPECT_LT(token->renew_at, token->expires);
}

TEST_F(WecomApi, AWrongSecretIsNotAskedWithAgainAtOnce) {
  const auto read = [&](int status, const std::string& body) {
    return adapter_.token()->Read({status, {}, body}, env()).error().code;
  };
  EXPECT_EQ(read(200, R"({"errcode":40001,"errmsg":"invalid credential"})"), ErrorCode::kUnauthenticated);
  EXPECT_EQ(read(200, R"({"errcode":40013,"errmsg":"invalid corpid"})"), ErrorCode::kUnauthenticated);
  EXPECT_EQ(read(200, R"({"errcode":45009,"errmsg":"api freq out of limit"})"), ErrorCode::kUnavailable);
  EXPECT_EQ(read(200, R"({"errcode":60020,"errmsg":"not allow"})"), ErrorCode::kUnavailable);
  EXPECT_EQ(read(200, R"({"errcode":0,"access_token":"","expires_in":7200})"), ErrorCode::kUnavailable);
  EXPECT_EQ(read(200, "<html>"), ErrorCode::kUnavailable);
  EXPECT_EQ(read(502, ""), ErrorCode::kUnavailable);
}

TEST_F(WecomApi, AMemberHasANameOrNothingIsTold) {
  const ProfileSource& source = *adapter_.profiles();
  const auto asked = source.Next("zhangsan", {}, env());
  ASSERT_TRUE(asked.has_value());
  EXPECT_EQ(std::get<Call>(*asked).url,
            "https://qyapi.weixin.qq.com/cgi-bin/user/get?userid=zhangsan&access_token=the-token");
  const auto told = [&](const std::string& body) {
    const std::vector<HttpAnswer> answers = {{200, {}, body}};
    return source.Next("zhangsan", answers, env());
  };
  EXPECT_EQ(std::get<Profile>(*told(R"({"errcode":0,"userid":"zhangsan","name":"张三"})")).name, "张三");
  EXPECT_EQ(told(R"({"errcode":42001})").error().code, ErrorCode::kUnauthenticated);
  EXPECT_EQ(told(R"({"errcode":45009})").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(told(R"({"errcode":60011})").error().code, ErrorCode::kForbidden);
  EXPECT_EQ(source.Next("../x", {}, env()).error().code, ErrorCode::kNotFound);
}

class WecomMedia : public WecomApi {
 protected:
  base::Result<std::variant<Call, std::string>> Fetch(const std::string& remote, std::vector<HttpAnswer> answers = {}) {
    return adapter_.file_source()->Next({"f", "n", "", 0, remote}, answers, env());
  }
};

TEST_F(WecomMedia, IsFetchedByItsIdAndNothingElseIs) {
  const auto step = Fetch(R"({"media_id":"1G6n_-r"})");
  ASSERT_TRUE(step.has_value());
  EXPECT_EQ(std::get<Call>(*step).url,
            "https://qyapi.weixin.qq.com/cgi-bin/media/get?media_id=1G6n_-r&access_token=the-token");
  for (const std::string odd : {"", "{}", R"({"media_id":"../x"})", R"({"media_id":"a&b=c"})", "[1]"})
    EXPECT_EQ(Fetch(odd).error().code, ErrorCode::kForbidden) << odd;
}

TEST_F(WecomMedia, AFailureInPlaceOfTheBytesIsOne) {
  const std::string remote = R"({"media_id":"1G6n"})";
  EXPECT_EQ(std::get<std::string>(*Fetch(remote, {{200, {{"Content-Type", "image/jpeg"}}, "JPEG bytes"}})),
            "JPEG bytes");
  EXPECT_EQ(Fetch(remote, {{200, {}, R"({"errcode":42001})"}}).error().code, ErrorCode::kUnauthenticated);
  EXPECT_EQ(Fetch(remote, {{200, {}, R"({"errcode":-1})"}}).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(Fetch(remote, {{200, {}, R"({"errcode":40004})"}}).error().code, ErrorCode::kForbidden);
  const std::string json = R"({"errcode":7,"of":"a file that a member sent"})";
  EXPECT_EQ(std::get<std::string>(
                *Fetch(remote, {{200, {{"Content-Disposition", "attachment; filename=\"a.json\""}}, json}})),
            json);
}

}  // namespace
}  // namespace frontdesk::adapters::wecom
