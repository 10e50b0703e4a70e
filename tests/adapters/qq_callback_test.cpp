// What QQ pushes: the vectors of three other programs, the check of an address, and what becomes of each event.
#include <filesystem>
#include <fstream>
#include <set>

#include "adapters/qq/callback.h"
#include "tests/adapters/qq_account.h"

namespace frontdesk::adapters::qq {
namespace {

using nlohmann::json;
using Signed = std::vector<std::pair<std::string, std::string>>;

json Vectors() {
  std::ifstream file(std::filesystem::path(FD_SOURCE_DIR) / "tests/fixtures/qq/vectors.json");
  return json::parse(file)["cases"];
}

class QqCallback : public Bot {
 protected:
  base::Result<Verified> Verify(const Signed& headers, std::string_view body) const {
    return adapter_.Verify({"POST", "/hooks/qq", {}, headers, body}, env());
  }
  Signed SignedNow(const std::string& body) const {
    const std::string time = std::to_string(base::ToMillis(now_) / 1'000);
    return {{"X-Signature-Ed25519", base::HexEncode(Sign(SeedOf(kSecret), time + body))},
            {"X-Signature-Timestamp", time},
            {"X-Bot-Appid", "11111111"}};
  }
  base::Result<Parsed> Check(const std::string& body, const Signed& headers = {}) const {
    TRY(const Verified verified, Verify(headers, body));
    return adapter_.Parse(verified, env());
  }
};

TEST_F(QqCallback, IsJudgedAsOtherProgramsJudgeIt) {
  settings_.values["clock_window"] = "0";  // they are of several years
  int accepted = 0, refused = 0;
  for (const json& one : Vectors()) {
    if (one["op"] != "verify") continue;
    settings_.secrets["secret"] = base::Secret(one["secret"].get<std::string>());
    Signed headers;
    for (const auto& [name, value] : one["headers"].items()) headers.emplace_back(name, value.get<std::string>());
    const std::string body = one["body"];
    const auto verified = Verify(headers, body);
    EXPECT_EQ(verified.has_value(), one["expect"] == "accept") << one["name"];
    if (!verified) {
      EXPECT_EQ(verified.error().code, base::ErrorCode::kUnauthenticated);
    }
    ++(verified ? accepted : refused);
  }
  EXPECT_EQ(accepted, 7);
  EXPECT_EQ(refused, 13);
}

TEST_F(QqCallback, OfAnAddressIsAnsweredAsTheDocumentsPrintIt) {
  int tried = 0;
  for (const json& one : Vectors()) {
    if (one["op"] != "sign") continue;
    settings_.secrets["secret"] = base::Secret(one["secret"].get<std::string>());
    const std::string body = one["request_body"];
    const auto parsed = Check(body);
    ASSERT_TRUE(parsed.has_value()) << one["name"];
    const HttpAnswer& answer = std::get<HttpAnswer>(*parsed);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(json::parse(answer.body), one["expect_response"]);
    ++tried;
  }
  EXPECT_EQ(tried, 3);
}

TEST_F(QqCallback, OfAnAddressIsCheckedWhereItIsSigned) {
  const std::string body = R"({"d":{"plain_token":"Arq0D5A61EgUu4OxUvOp","event_ts":"1700000000"},"op":13})";
  EXPECT_TRUE(Check(body, SignedNow(body)).has_value());
  Signed wrong = SignedNow(body);
  wrong[0].second[0] = wrong[0].second[0] == '0' ? '1' : '0';
  EXPECT_FALSE(Check(body, wrong).has_value());
  EXPECT_FALSE(Check(body, {{"X-Signature-Timestamp", "1700000000"}}).has_value()) << "half signed is not unsigned";
}

// The signature of a callback is over time and body: whoever had us sign "1700000000" + "{...}" could send that.
TEST_F(QqCallback, SignsNothingThatCouldBeACallback) {
  for (const json& d : {json{{"plain_token", R"({"op":0})"}, {"event_ts", "1700000000"}},
                        json{{"plain_token", "abc"}, {"event_ts", "1700000000{"}},
                        json{{"plain_token", "abc"}, {"event_ts", ""}}, json{{"plain_token", ""}, {"event_ts", "1"}},
                        json{{"plain_token", std::string(200, 'a')}, {"event_ts", "1"}}, json{{"event_ts", "1"}}}) {
    const auto parsed = Check(json{{"op", 13}, {"d", d}}.dump());
    ASSERT_FALSE(parsed.has_value()) << d;
    EXPECT_EQ(parsed.error().code, base::ErrorCode::kInvalid);
  }
}

TEST_F(QqCallback, WithoutASignatureIsNoEvent) {
  const std::string body = json{{"op", 0}, {"t", "C2C_MESSAGE_CREATE"}, {"d", Words("你好")}}.dump();
  EXPECT_FALSE(Verify({}, body).has_value());
  EXPECT_TRUE(Verify(SignedNow(body), body).has_value());
  EXPECT_FALSE(Verify(SignedNow(body), body + " ").has_value());
}

TEST_F(QqCallback, IsGoodForItsTimeAndItsBotOnly) {
  const std::string body = json{{"op", 0}, {"t", "C2C_MESSAGE_CREATE"}, {"d", Words(" 你好 😀")}}.dump();
  Signed headers = SignedNow(body);
  now_ += std::chrono::seconds(300);
  EXPECT_TRUE(Verify(headers, body).has_value());
  now_ += std::chrono::seconds(1);
  EXPECT_FALSE(Verify(headers, body).has_value());
  headers = SignedNow(body);
  headers[2].second = "22222222";
  EXPECT_FALSE(Verify(headers, body).has_value());
}

TEST_F(QqCallback, ThatCannotBeReadIsABadRequest) {
  for (const std::string body : {"{", "[]", "null", "{\"op\":13,\"d\":{\"plain_token\":\"a\"", "\xff"}) {
    const auto parsed = Check(body, SignedNow(body));
    ASSERT_FALSE(parsed.has_value()) << body;
    EXPECT_EQ(adapter_.Answer(tl::unexpected(parsed.error())).status, 400);
  }
}

TEST_F(QqCallback, IsAcknowledgedByOp12) {
  EXPECT_EQ(adapter_.Answer({}).body, R"({"op":12,"d":0})");
  EXPECT_EQ(adapter_.Answer(base::Fail(base::ErrorCode::kUnavailable, "")).body, R"({"op":12,"d":1})");
  EXPECT_EQ(adapter_.Answer(base::Fail(base::ErrorCode::kUnauthenticated, "")).status, 401);
}

TEST_F(QqCallback, OfAPersonIsATalkWithThem) {
  const base::Event event = EventOf("C2C_MESSAGE_CREATE", Words(" 转人工 "));
  EXPECT_EQ(event.address.channel, kUser);
  EXPECT_EQ(event.author.id, kUser);
  EXPECT_EQ(std::get<base::Said>(event.body).text, "转人工");
  EXPECT_EQ(event.id, "msg:ROBOT1.0_.b6nx!");
  ASSERT_TRUE(event.path.has_value());
  EXPECT_EQ(event.path->words, event.id);
  EXPECT_EQ(event.path->messages, 5);
  EXPECT_EQ(event.path->until, kNow + std::chrono::minutes(60));
  EXPECT_EQ(EventOf("C2C_MESSAGE_CREATE", Words("转人工"), "EVENT:e2").id, event.id) << "pushed once more";
}

TEST_F(QqCallback, OfAGroupIsATalkWithTheGroupForFiveMinutes) {
  const json d = {{"id", "ROBOT1.0_g"},
                  {"author", {{"member_openid", "MEMBER1"}}},
                  {"group_openid", kGroup},
                  {"content", " 你好 <faceType=1,faceId=\"13\",ext=\"eyJ0ZXh0Ijoi5ZGy54mZIn0=\">"}};
  const base::Event event = EventOf("GROUP_AT_MESSAGE_CREATE", d);
  EXPECT_EQ(event.address.channel, std::string("group:") + kGroup);
  EXPECT_EQ(event.author.id, "MEMBER1");
  EXPECT_TRUE(event.to_us);
  EXPECT_EQ(std::get<base::Said>(event.body).text, "你好 [表情: 呲牙]");
  EXPECT_EQ(event.path->until, kNow + std::chrono::minutes(5));
  EXPECT_EQ(event.path->messages, 5);
}

TEST_F(QqCallback, OfAGuildLosesTheMentionOfTheBotByTheListOfMentions) {
  const json d = {
      {"id", "0812345677890abcdef"},
      {"author", {{"id", "1234"}, {"username", "小明"}, {"bot", false}}},
      {"channel_id", "100010"},
      {"guild_id", "18700000000001"},
      {"mentions", {{{"id", "9"}, {"bot", true}, {"username", "助手"}}, {{"id", "8"}, {"username", "小红"}}}},
      {"content", "<@!9> 问问 <@!8> 1 &lt; 2 &amp;amp; <emoji:4> <@!7>"}};
  const base::Event event = EventOf("AT_MESSAGE_CREATE", d);
  EXPECT_EQ(event.address.channel, "guild:100010");
  EXPECT_EQ(event.author.name, "小明");
  EXPECT_EQ(std::get<base::Said>(event.body).text, "问问 @小红 1 < 2 &amp; [表情] <@!7>");
  EXPECT_EQ(event.path->messages, 0) << "any number within five minutes";
  EXPECT_EQ(EventOf("DIRECT_MESSAGE_CREATE", d).address.channel, "dm:18700000000001");
  EXPECT_TRUE(Take("MESSAGE_CREATE", d).events.empty());
  settings_.lists["help_channels"] = {"100010"};
  EXPECT_EQ(EventOf("MESSAGE_CREATE", d).id, event.id) << "the same message by two ways";
  json bot = d;
  bot["author"]["bot"] = true;
  EXPECT_TRUE(Take("AT_MESSAGE_CREATE", bot).events.empty());
}

TEST_F(QqCallback, OfFilesTellsWhereTheyLie) {
  json d = Words("看这个");
  d["attachments"] = {{{"content_type", "image/png"},
                       {"filename", "a.png"},
                       {"size", 1024},
                       {"url", "https://multimedia.nt.qq.com.cn/download?x=1"}},
                      {{"content_type", "image/jpeg"}, {"url", "gchat.qpic.cn/qmeetpic/1"}},
                      {{"content_type", "file"}, {"filename", "b.pdf"}}};
  const auto sent = std::get<base::SentFiles>(EventOf("C2C_MESSAGE_CREATE", d).body);
  ASSERT_EQ(sent.files.size(), 2u);
  EXPECT_EQ(sent.caption, "看这个");
  EXPECT_FALSE(sent.voice);
  EXPECT_EQ(sent.files[0].name, "a.png");
  EXPECT_EQ(sent.files[1].name, "image.jpg");
  EXPECT_EQ(sent.files[1].remote, R"({"url":"https://gchat.qpic.cn/qmeetpic/1"})");
  d["content"] = "";
  d["attachments"] = {{{"content_type", "voice"}, {"filename", "x.amr"}, {"url", "https://grouptalk.c2c.qq.com/x"}}};
  EXPECT_TRUE(std::get<base::SentFiles>(EventOf("C2C_MESSAGE_CREATE", d).body).voice);
}

TEST_F(QqCallback, OfAPressIsConfirmedAndNamesTheMessage) {
  const json d = {{"id", "30540ff7-9d8f-4737-83f1-e116ce6afa8b"},
                  {"chat_type", 2},
                  {"user_openid", kUser},
                  {"data", {{"type", 11}, {"resolved", {{"button_data", "verdict:yes"}, {"button_id", "fd-42-0"}}}}}};
  const Taken taken = Take("INTERACTION_CREATE", d, "INTERACTION_CREATE:i1");
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& pressed = std::get<base::Pressed>(taken.events[0].body);
  EXPECT_EQ(pressed.value, "verdict:yes");
  EXPECT_EQ(pressed.row, 42);
  EXPECT_EQ(taken.events[0].id, "event:INTERACTION_CREATE:i1");
  ASSERT_EQ(taken.after.size(), 1u);
  const auto call = adapter_.After(taken.after[0], nullptr, env());
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->method, "PUT");
  EXPECT_EQ(call->url, "https://api.sgroup.qq.com/interactions/30540ff7-9d8f-4737-83f1-e116ce6afa8b");
  EXPECT_EQ(call->body, R"({"code":0})");
  EXPECT_FALSE(adapter_.After({"something else"}, nullptr, env()).has_value());
}

TEST_F(QqCallback, OfAPressInAGroupOrAGuildOrAMenuIsOneToo) {
  json d = {{"id", "i"},
            {"group_openid", kGroup},
            {"group_member_openid", "M"},
            {"data", {{"resolved", {{"button_data", "x"}}}}}};
  EXPECT_EQ(EventOf("INTERACTION_CREATE", d).address.channel, std::string("group:") + kGroup);
  d = {{"id", "i"}, {"channel_id", "100010"}, {"data", {{"resolved", {{"button_data", "x"}, {"user_id", "1234"}}}}}};
  EXPECT_EQ(EventOf("INTERACTION_CREATE", d).author.id, "1234");
  d = {{"id", "i"}, {"user_openid", kUser}, {"data", {{"resolved", {{"feature_id", "ticket:mine"}}}}}};
  EXPECT_EQ(std::get<base::Pressed>(EventOf("INTERACTION_CREATE", d).body).value, base::kMyTicketsValue);
  d = {{"id", "i"}, {"user_openid", kUser}};
  const Taken nothing = Take("INTERACTION_CREATE", d);
  EXPECT_TRUE(nothing.events.empty());
  EXPECT_EQ(nothing.after.size(), 1u) << "the client waits all the same";
}

TEST_F(QqCallback, OfANewFriendOpensATalk) {
  const base::Event event = EventOf("FRIEND_ADD", {{"openid", kUser}, {"timestamp", 1699240365}}, "FRIEND_ADD:701d");
  EXPECT_TRUE(std::holds_alternative<base::Opened>(event.body));
  EXPECT_EQ(event.path->words, "event:FRIEND_ADD:701d");
  const json group = {{"group_openid", kGroup}, {"op_member_openid", "M"}};
  EXPECT_EQ(EventOf("GROUP_ADD_ROBOT", group).address.channel, std::string("group:") + kGroup);
  for (const char* type : {"FRIEND_DEL", "C2C_MSG_REJECT", "C2C_MSG_RECEIVE", "GROUP_DEL_ROBOT", "GROUP_MSG_REJECT",
                           "GROUP_MSG_RECEIVE", "GUILD_CREATE", "MESSAGE_AUDIT_PASS", ""})
    EXPECT_TRUE(Take(type, {{"openid", kUser}, {"group_openid", kGroup}, {"op_member_openid", "M"}}).events.empty());
}

TEST_F(QqCallback, OfNobodyIsPassedOver) {
  json d = Words("你好");
  d["author"]["user_openid"] = "../../x";
  EXPECT_TRUE(Take("C2C_MESSAGE_CREATE", d).events.empty());
  d = Words("你好", "");
  EXPECT_TRUE(Take("C2C_MESSAGE_CREATE", d).events.empty());
  EXPECT_TRUE(Take("C2C_MESSAGE_CREATE", json::object()).events.empty());
  EXPECT_TRUE(Take("C2C_MESSAGE_CREATE", "text").events.empty());
}

TEST_F(QqCallback, SettingsSayHowToMendThem) {
  EXPECT_TRUE(adapter_.CheckSettings(settings_));
  for (const auto& [name, value] : {std::pair{"app_id", "wx1"}, std::pair{"clock_window", "-1"}}) {
    Settings wrong = settings_;
    wrong.values[name] = value;
    const base::Status status = adapter_.CheckSettings(wrong);
    ASSERT_FALSE(status.has_value());
    EXPECT_NE(status.error().message.find(name), std::string::npos);
    EXPECT_NE(status.error().where, "");
  }
}

}  // namespace
}  // namespace frontdesk::adapters::qq
