// What official accounts push: the vectors of three other programs, the two modes, and what becomes of each kind.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "bot/base/percent.h"
#include "tests/adapters/wechat_oa_account.h"

namespace frontdesk::adapters::wechat_oa {
namespace {

using nlohmann::json;

json Vectors() {
  std::ifstream file(std::filesystem::path(FD_SOURCE_DIR) / "tests/fixtures/wechat-oa/vectors.json");
  return json::parse(file);
}

std::string QueryOf(const json& pairs) {
  std::string query;
  for (const auto& [name, value] : pairs.items())
    query += (query.empty() ? "" : "&") + name + "=" + base::PercentEncode(value.get<std::string>());
  return query;
}

class Callback : public OfficialAccount {
 protected:
  base::Result<Verified> Verify(std::string_view method, std::string_view query, std::string_view body,
                                std::string_view path = "/hooks/oa") const {
    return adapter_.Verify({method, path, query, {}, body}, env());
  }
  base::Result<Verified> VerifyCase(const json& one) {
    query_ = QueryOf(one["query"]);
    body_ = one.value("http_body", "");
    return Verify(body_.empty() ? "GET" : "POST", query_, body_);
  }
  void BePlain() {
    settings_.values["mode"] = "plain";
    settings_.secrets["path_secret"] = base::Secret(kPathSecret);
  }

  std::string query_, body_;  // what a Verified looks into
};

TEST_F(Callback, OfTheAddressCheckIsJudgedAsOtherProgramsJudgeIt) {
  settings_.values["clock_window"] = "0";  // one of them is of 1970
  int tried = 0;
  const json vectors = Vectors();
  for (const json& one : vectors["plain_cases"]) {
    const auto verified = VerifyCase(one);
    EXPECT_EQ(verified.has_value(), one["expect"] == "accept") << one["name"];
    if (verified) {
      const auto parsed = adapter_.Parse(*verified, env());
      ASSERT_TRUE(parsed.has_value());
      EXPECT_EQ(std::get<HttpAnswer>(*parsed).body, one["query"]["echostr"]) << "as it came";
    }
    ++tried;
  }
  EXPECT_EQ(tried, 5);
}

TEST_F(Callback, OfSafeModeIsOpenedAsOtherProgramsOpenIt) {
  int tried = 0;
  const json vectors = Vectors();
  for (const json& one : vectors["aes_cases"]) {
    const auto verified = VerifyCase(one);
    const json& expect = one["expect"];
    ASSERT_EQ(verified.has_value(), expect["verdict"] == "accept") << one["name"];
    if (verified) {
      EXPECT_EQ(verified->proof(), Verified::Proof::kSignedBody);
      EXPECT_EQ(verified->body(), expect["message"].get<std::string>());
    } else {
      EXPECT_EQ(verified.error().code, base::ErrorCode::kUnauthenticated);
    }
    ++tried;
  }
  EXPECT_EQ(tried, 5);
}

TEST_F(Callback, InPlainTextIsRefusedInSafeMode) {
  const json good = Vectors()["aes_cases"][0];
  json query = good["query"];
  query.erase("msg_signature");
  EXPECT_FALSE(Verify("POST", QueryOf(query), good["http_body"].get<std::string>())) << "without msg_signature";
  query = good["query"];
  query.erase("encrypt_type");
  EXPECT_FALSE(Verify("POST", QueryOf(query), good["http_body"].get<std::string>())) << "not said to be encrypted";
  EXPECT_FALSE(Verify("POST", QueryOf(good["query"]), Text("转人工"))) << "a plain body under a right plain signature";
  query = good["query"];
  query.erase("msg_signature");
  query.erase("encrypt_type");
  EXPECT_FALSE(Verify("POST", QueryOf(query), Text("转人工"))) << "as plain mode sends it";
}

TEST_F(Callback, OfCompatibleModeIsReadFromItsEncryptedPartOnly) {
  const json good = Vectors()["aes_cases"][0];
  const std::string body =
      "<xml><FromUserName><![CDATA[oMallory]]></FromUserName><MsgType>text</MsgType>"
      "<Content>forged</Content><Encrypt><![CDATA[" +
      good["encrypt"].get<std::string>() + "]]></Encrypt></xml>";
  const std::string query = QueryOf(good["query"]);
  const auto verified = Verify("POST", query, body);
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->body().find("forged"), std::string_view::npos);
}

TEST_F(Callback, OfPlainModeNeedsTheSecretOfTheAddressToo) {
  BePlain();
  const json query = {{"signature", "cedebefe340df7bbc19a46ba08b35f38a805d75b"},
                      {"timestamp", "1700000000"},
                      {"nonce", "486452656"},
                      {"openid", kUser}};
  const std::string path = std::string("/hooks/oa/") + kPathSecret, words = QueryOf(query), body = Text("转人工");
  const auto verified = Verify("POST", words, body, path);
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->proof(), Verified::Proof::kSignedHeaders);
  EXPECT_FALSE(Verify("POST", words, body));
  EXPECT_FALSE(Verify("POST", words, body, "/hooks/oa/another-secret-0123"));
  settings_.secrets.erase("path_secret");
  EXPECT_FALSE(Verify("POST", words, body, path)) << "no secret is no proof";
}

TEST_F(Callback, InAnotherModeThanTheAccountsIsRefused) {
  BePlain();
  const json good = Vectors()["aes_cases"][0];
  EXPECT_FALSE(Verify("POST", QueryOf(good["query"]), good["http_body"].get<std::string>(),
                      std::string("/hooks/oa/") + kPathSecret));
}

TEST_F(Callback, IsGoodForItsTimeOnly) {
  const json good = Vectors()["aes_cases"][0];
  for (const auto off : {-301, 301}) {
    now_ = kNow + std::chrono::seconds(off);
    EXPECT_FALSE(VerifyCase(good)) << off;
  }
  now_ = kNow + std::chrono::seconds(299);
  EXPECT_TRUE(VerifyCase(good));
}

TEST_F(Callback, ReadsNoDocumentTypesAndNoEntities) {
  for (
      const std::string xml :
      {R"(<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><MsgType>text</MsgType><Content>&f;</Content></xml>)",
       R"(<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><MsgType>&b;</MsgType></xml>)"}) {
    const auto parsed = adapter_.Parse(Opened(xml), env());
    ASSERT_FALSE(parsed.has_value());
    EXPECT_EQ(parsed.error().code, base::ErrorCode::kInvalid);
  }
}

TEST_F(Callback, IsTheSameMessageHoweverOftenItComes) {
  EXPECT_EQ(EventOf(Text("转人工")).id, "7300000000000000001");
  EXPECT_EQ(EventOf(Text("转人工")).id, EventOf(Text("转人工")).id);
}

TEST_F(Callback, TellsEventsOfOneSecondApart) {
  std::set<std::string> ids;
  const std::string key = "<EventKey><![CDATA[ticket:mine]]></EventKey>";
  for (const std::string& xml :
       {Happened("CLICK", key), Happened("CLICK", "<EventKey><![CDATA[person]]></EventKey>"), Happened("subscribe"),
        Happened("SCAN", key), Happened("kf_create_session", "<KfAccount><![CDATA[a@gh]]></KfAccount>"),
        Happened("kf_close_session", "<KfAccount><![CDATA[a@gh]]></KfAccount>")})
    ids.insert(EventOf(xml).id);
  EXPECT_EQ(ids.size(), 6u);
  EXPECT_TRUE(EventsOf(Happened("VIEW", key)).empty()) << "and a page that was viewed is none, so it hides no click";
}

TEST_F(Callback, KnowsWhatWasChosenInAMenuOfOurs) {
  const auto chosen = [&](const std::string& id) {
    return std::get<base::Pressed>(EventOf(Xml("text",
                                               "<Content><![CDATA[满意]]></Content><MsgId>1</MsgId>"
                                               "<bizmsgmenuid>" +
                                                   id + "</bizmsgmenuid>"))
                                       .body);
  };
  EXPECT_EQ(chosen("fd-42:verdict:yes=reset").value, "verdict:yes=reset");
  EXPECT_EQ(chosen("fd-42:verdict:yes=reset").row, 42);
  EXPECT_EQ(chosen("fd-42:verdict:yes=reset").label, "满意");
  for (const std::string id : {"101", "fd-x:1", "fd-0:1", "fd-42"}) {
    EXPECT_EQ(chosen(id).value, id) << "a menu of another program";
    EXPECT_EQ(chosen(id).row, 0);
  }
}

TEST_F(Callback, KnowsTheMenuOfTheAccount) {
  const base::Event event = EventOf(Happened("CLICK", "<EventKey><![CDATA[ticket:mine]]></EventKey>"));
  EXPECT_EQ(std::get<base::Pressed>(event.body).value, base::kMyTicketsValue);
  EXPECT_TRUE(EventsOf(Happened("CLICK")).empty());
}

TEST_F(Callback, OpensATalkForNewFollowersAndThoseWhoScan) {
  for (const char* what : {"subscribe", "SCAN"})
    EXPECT_TRUE(std::holds_alternative<base::Opened>(EventOf(Happened(what)).body)) << what;
  for (const char* what : {"unsubscribe", "LOCATION", "TEMPLATESENDJOBFINISH", "view_miniprogram", ""})
    EXPECT_TRUE(EventsOf(Happened(what)).empty()) << what;
}

TEST_F(Callback, IsHonestAboutVoice) {
  const std::string voice = "<MediaId><![CDATA[media-1]]></MediaId><Format><![CDATA[amr]]></Format><MsgId>1</MsgId>";
  const auto heard = EventOf(Xml("voice", voice + "<Recognition><![CDATA[怎么重置密码]]></Recognition>"));
  EXPECT_EQ(std::get<base::Said>(heard.body).text, "怎么重置密码");
  const auto sent = std::get<base::SentFiles>(EventOf(Xml("voice", voice + "<Recognition></Recognition>")).body);
  EXPECT_TRUE(sent.voice);
  EXPECT_EQ(sent.files.at(0).name, "voice.amr");
  EXPECT_EQ(sent.files.at(0).remote, R"({"media_id":"media-1"})");
}

TEST_F(Callback, SaysHowLongAndHowOftenItMayBeAnswered) {
  const auto said = EventOf(Text("你好"));
  ASSERT_TRUE(said.path.has_value());
  EXPECT_EQ(said.path->messages, 5);
  EXPECT_EQ(said.path->until, kNow + std::chrono::hours(48));
  for (const std::string& xml :
       {Happened("subscribe"), Happened("SCAN"), Happened("CLICK", "<EventKey>ticket:mine</EventKey>")}) {
    const auto clicked = EventOf(xml);
    ASSERT_TRUE(clicked.path.has_value());
    EXPECT_EQ(clicked.path->messages, 3);
    EXPECT_EQ(clicked.path->until, kNow + std::chrono::minutes(1));
  }
}

TEST_F(Callback, TellsWhenTheAccountsOwnAgentsHaveTheWord) {
  const std::string agent = "<KfAccount><![CDATA[test1@gh]]></KfAccount>";
  const auto taken = std::get<base::DeskMoved>(EventOf(Happened("kf_create_session", agent)).body);
  EXPECT_TRUE(taken.elsewhere);
  EXPECT_EQ(taken.agent, "test1@gh");
  EXPECT_EQ(taken.desk, "微信客服");
  EXPECT_FALSE(std::get<base::DeskMoved>(EventOf(Happened("kf_close_session", agent)).body).elsewhere);
  const auto moved = std::get<base::DeskMoved>(
      EventOf(Happened("kf_switch_session", "<FromKfAccount>a@gh</FromKfAccount><ToKfAccount>b@gh</ToKfAccount>"))
          .body);
  EXPECT_TRUE(moved.elsewhere);
  EXPECT_EQ(moved.agent, "b@gh");
  EXPECT_FALSE(EventOf(Happened("kf_create_session", agent)).path.has_value()) << "nobody has spoken";
}

TEST_F(Callback, OfAnotherAccountIsPassedOver) {
  settings_.values["original_id"] = "gh_another";
  EXPECT_TRUE(EventsOf(Text("你好")).empty());
  settings_.values["original_id"] = kOriginal;
  EXPECT_EQ(EventsOf(Text("你好")).size(), 1u);
}

TEST_F(Callback, IsAnsweredSuccessOrOfferedAgain) {
  EXPECT_EQ(adapter_.Answer({}).body, "success");
  EXPECT_EQ(adapter_.Answer(base::Fail(base::ErrorCode::kInvalid, "")).body, "success") << "no better the next time";
  EXPECT_EQ(adapter_.Answer(base::Fail(base::ErrorCode::kUnauthenticated, "")).status, 403);
  EXPECT_EQ(adapter_.Answer(base::Fail(base::ErrorCode::kUnavailable, "")).status, 503);
}

TEST_F(Callback, WaitsForAReplyOnlyWhereOneMayGoInTheAnswer) {
  EXPECT_GT(adapter_.AnswerWait(Opened(Text("你好")), env()).count(), 0);
  EXPECT_LT(adapter_.AnswerWait(Opened(Text("你好")), env()), std::chrono::seconds(1));
  EXPECT_GT(adapter_.AnswerWait(Opened(Happened("subscribe")), env()).count(), 0);
  EXPECT_EQ(adapter_.AnswerWait(Opened(Happened("kf_create_session")), env()).count(), 0);
  settings_.values["passive_replies"] = "false";
  EXPECT_EQ(adapter_.AnswerWait(Opened(Text("你好")), env()).count(), 0);
  settings_.values["transfer"] = "true";
  EXPECT_GT(adapter_.AnswerWait(Opened(Text("你好")), env()).count(), 0);
  EXPECT_EQ(adapter_.AnswerWait(Opened(Happened("subscribe")), env()).count(), 0) << "events are not transferred";
}

TEST_F(Callback, SettingsSayHowToMendThem) {
  EXPECT_TRUE(adapter_.CheckSettings(settings_));
  const auto problem = [&](const std::string& name, const std::string& value) {
    Settings wrong = settings_;
    if (wrong.secrets.contains(name) || name == "path_secret")
      wrong.secrets[name] = base::Secret(value);
    else
      wrong.values[name] = value;
    const base::Status status = adapter_.CheckSettings(wrong);
    return status ? std::string("fine") : status.error().message;
  };
  EXPECT_NE(problem("app_id", "not an id").find("app_id"), std::string::npos);
  EXPECT_NE(problem("token", "a b").find("token"), std::string::npos);
  EXPECT_NE(problem("aes_key", "short").find("aes_key"), std::string::npos);
  EXPECT_NE(problem("mode", "plain").find("path_secret"), std::string::npos);
  EXPECT_NE(problem("path_secret", "short").find("path_secret"), std::string::npos);
  EXPECT_NE(problem("clock_window", "-1").find("clock_window"), std::string::npos);
  EXPECT_NE(problem("kf_account", "a@gh").find("transfer"), std::string::npos);
  EXPECT_EQ(problem("locale", "en"), "fine");
}

}  // namespace
}  // namespace frontdesk::adapters::wechat_oa
