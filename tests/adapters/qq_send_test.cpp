// What people on QQ are sent: always a reply, each once, within QQ's windows and five replies; and what QQ says to it.
#include <set>

#include "tests/adapters/qq_account.h"

namespace frontdesk::adapters::qq {
namespace {

using base::MessageKind;
using nlohmann::json;
using Kind = SendResult::Kind;

class QqSend : public Bot {
 protected:
  static bool IsSpared(const base::Result<Step>& step) {
    return step.has_value() && std::holds_alternative<Spared>(*step);
  }
  SendResult Outcome(int status, const std::string& body) const {
    return adapter_.Classify(CallOf(base::Say("您好")), {HttpAnswer{status, {}, body}, false});
  }
  SendResult OutcomeOfCode(long long code, int status = 400) const {
    return Outcome(status, json{{"message", "went wrong"}, {"code", code}, {"trace_id", "t"}}.dump());
  }
};

TEST_F(QqSend, WordsAnswerTheMessageWithANumber) {
  Answering("msg:ROBOT1.0_a!");
  const Call call = CallOf(base::Say("您好"));
  EXPECT_EQ(call.url, std::string("https://api.sgroup.qq.com/v2/users/") + kUser + "/messages");
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "QQBot the-token");
  EXPECT_GE(call.timeout, std::chrono::seconds(5));
  EXPECT_EQ(call.body, R"({"content":"您好","msg_id":"ROBOT1.0_a!","msg_seq":1345,"msg_type":0})");
}

TEST_F(QqSend, ASecondTryHasTheNumberOfTheFirstAndNoOtherMessageHasIt) {
  Answering("msg:ROBOT1.0_a!");
  const json first = BodyOf(base::Say("您好"));
  sent_since_ = 3;  // other messages went in between
  EXPECT_EQ(BodyOf(base::Say("您好")), first);
  std::set<int> numbers;
  for (row_ = 1; row_ <= 10; ++row_)
    for (int part = 0; part < 5; ++part) {
      const std::string text(20'000, 'x');
      numbers.insert(BodyOf(base::Say(text), part)["msg_seq"].get<int>());
    }
  EXPECT_EQ(numbers.size(), 50u);
  EXPECT_GE(*numbers.begin(), 1);
  EXPECT_LE(*numbers.rbegin(), 2'147'483'647);
}

// The user has written again meanwhile, and the first try may have arrived: a reply to the new message would be a
// second one.
TEST_F(QqSend, ASecondTryAnswersTheSameMessageAsTheFirst) {
  event_ = "msg:ROBOT1.0_a!";
  Answering("msg:ROBOT1.0_a!");
  const json first = BodyOf(base::Say("您好"));
  Answering("msg:ROBOT1.0_b!");
  EXPECT_EQ(BodyOf(base::Say("您好")), first);
  now_ += std::chrono::minutes(61);
  Answering("msg:ROBOT1.0_b!");
  EXPECT_EQ(BodyOf(base::Say("您好"))["msg_id"], "ROBOT1.0_b!") << "the first is too old to be answered";
}

TEST_F(QqSend, AnAgentsWordsAnswerTheNewestMessage) {
  event_ = "act-17";
  Answering("msg:ROBOT1.0_b!");
  EXPECT_EQ(BodyOf(SaidBy(MessageKind::kAgent, "您好"))["msg_id"], "ROBOT1.0_b!");
  Answering("event:FRIEND_ADD:1");
  EXPECT_EQ(BodyOf(SaidBy(MessageKind::kAgent, "您好"))["event_id"], "FRIEND_ADD:1");
}

TEST_F(QqSend, EachPlaceHasItsAddress) {
  Answering("msg:m");
  const auto url_of = [&](const std::string& channel) {
    address_.channel = channel;
    return CallOf(base::Say("您好")).url.substr(25);
  };
  EXPECT_EQ(url_of("group:G1"), "/v2/groups/G1/messages");
  EXPECT_EQ(url_of("guild:100010"), "/channels/100010/messages");
  EXPECT_EQ(url_of("dm:18700"), "/dms/18700/messages");
  EXPECT_EQ(BodyOf(base::Say("您好")), (json{{"content", "您好"}, {"msg_id", "m"}})) << "guilds know no numbers";
  address_.channel = "group:../x";
  EXPECT_EQ(TryNext(base::Say("您好")).error().code, base::ErrorCode::kInvalid);
}

TEST_F(QqSend, WhatNobodyAskedForIsSentAsItIsAndRefusedByQQ) {
  const json body = BodyOf(base::Say("您好"));
  EXPECT_FALSE(body.contains("msg_id"));
  EXPECT_FALSE(body.contains("event_id"));
}

TEST_F(QqSend, FiveRepliesMayGoAndTheSixthIsRefusedHere) {
  for (int left = 5; left >= 1; --left) {
    Answering("msg:m", left);
    EXPECT_TRUE(TryNext(SaidBy(MessageKind::kAgent, "您好")).has_value()) << left;
  }
  Answering("msg:m", 0);
  const auto sixth = TryNext(SaidBy(MessageKind::kAgent, "您好"));
  ASSERT_FALSE(sixth.has_value());
  EXPECT_EQ(sixth.error().code, base::ErrorCode::kForbidden);
  EXPECT_NE(sixth.error().message.find("until the user speaks"), std::string::npos);
}

TEST_F(QqSend, AfterTheWindowNothingIsSent) {
  Answering("msg:m", 5, std::chrono::minutes(5));
  now_ += std::chrono::minutes(5);
  EXPECT_TRUE(TryNext(base::Say("您好")).has_value());
  now_ += std::chrono::milliseconds(1);
  EXPECT_EQ(TryNext(base::Say("您好")).error().code, base::ErrorCode::kForbidden);
}

TEST_F(QqSend, CourtesiesLeaveTheLastRepliesForAnswers) {
  Answering("msg:m", 3);
  EXPECT_FALSE(IsSpared(TryNext(SaidBy(MessageKind::kNotice, "Kim 已加入"))));
  Answering("msg:m", 2);
  EXPECT_TRUE(IsSpared(TryNext(SaidBy(MessageKind::kNotice, "Kim 已加入"))));
  EXPECT_TRUE(IsSpared(TryNext(SaidBy(MessageKind::kGreeting, "您好"))));
  EXPECT_FALSE(IsSpared(TryNext(SaidBy(MessageKind::kReceipt, "工单 1001"))));
  Answering("msg:m", 1);
  EXPECT_TRUE(IsSpared(TryNext(SaidBy(MessageKind::kReceipt, "工单 1001"))));
  EXPECT_FALSE(IsSpared(TryNext(SaidBy(MessageKind::kAnswer, "点击“忘记密码”"))));
}

TEST_F(QqSend, NothingThatAUserWroteMentionsAnybody) {
  Answering("msg:m");
  const std::string text = BodyOf(base::Say("<@123> <#5> <emoji:4> @everyone a<b 1 < 2 <@!1>"))["content"];
  EXPECT_EQ(text, "<\u200B@\u200B123> <\u200B#5> <\u200Bemoji:4> @\u200Beveryone a<\u200Bb 1 < 2 <\u200B@!1>");
}

TEST_F(QqSend, AnAddressThatIsNotRegisteredIsLeftOut) {
  Answering("msg:m");
  base::Message message;
  message.text = base::Markdown("看 [帮助](https://help.example.com/a) 或 https://example.com/b?c=1 吧");
  message.source = "重置密码";
  message.source_href = "https://help.example.com/reset";
  EXPECT_NE(BodyOf(message)["content"].get<std::string>().find("https://help.example.com/a"), std::string::npos);
  for (const long long code : {304003LL, 40054010LL}) {
    const SendResult refused = OutcomeOfCode(code);
    EXPECT_EQ(refused.kind, Kind::kRejected);
    avoid_ = {refused.avoid};
    const std::string text = BodyOf(message)["content"];
    EXPECT_EQ(text.find("http"), std::string::npos) << text;
    EXPECT_NE(text.find("看 帮助 或 [链接]"), std::string::npos) << text;
    EXPECT_NE(text.find("重置密码"), std::string::npos) << text;
    avoid_.clear();
  }
}

TEST_F(QqSend, ChoicesAreNumberedTextUnlessQQHasApprovedButtons) {
  Answering("msg:m");
  base::Message message = base::Say("解决了吗？");
  message.buttons = {{"解决了", "verdict:yes"}, {"没有", "verdict:no"}};
  EXPECT_EQ(BodyOf(message)["content"], "解决了吗？\n1. 解决了\n2. 没有");
  settings_.values["buttons"] = "keyboard";
  const json body = BodyOf(message);
  EXPECT_EQ(body["msg_type"], 2);
  EXPECT_EQ(body["markdown"]["content"], "解决了吗？");
  EXPECT_EQ(body["keyboard"]["content"]["rows"].size(), 2u);
  EXPECT_EQ(body["keyboard"]["content"]["rows"][1]["buttons"][0], json::parse(R"({"id":"fd-42-1",
      "render_data":{"label":"没有","visited_label":"✓ 没有","style":1},
      "action":{"type":1,"permission":{"type":2},"data":"verdict:no","unsupport_tips":"请直接回复：没有"}})"));
  address_.channel = "guild:100010";
  EXPECT_EQ(BodyOf(message)["content"], "解决了吗？\n1. 解决了\n2. 没有");
  address_.channel = kUser;
  for (const long long code : {304036LL, 304037LL, 50056LL}) avoid_ = {OutcomeOfCode(code).avoid};
  EXPECT_EQ(BodyOf(message)["content"], "解决了吗？\n1. 解决了\n2. 没有") << "the bot may not send buttons after all";
}

TEST_F(QqSend, ManyChoicesStandInFiveRowsAndTooManyAreNumbered) {
  Answering("msg:m");
  settings_.values["buttons"] = "keyboard";
  base::Message message = base::Say("选哪个？");
  for (int i = 0; i < 25; ++i) message.buttons.push_back({"选项" + std::to_string(i), "v"});
  const json rows = BodyOf(message)["keyboard"]["content"]["rows"];
  ASSERT_EQ(rows.size(), 5u);
  for (const json& row : rows) EXPECT_EQ(row["buttons"].size(), 5u);
  message.buttons.push_back({"选项25", "v"});
  EXPECT_NE(BodyOf(message)["content"].get<std::string>().find("26. 选项25"), std::string::npos);
}

TEST_F(QqSend, PicturesAreUploadedAnewForEachTry) {
  Answering("msg:m");
  base::Message message;
  message.files = {{"f1", "a.png", "image/png", 9}};
  const Call upload = CallOf(message);
  EXPECT_EQ(upload.url, std::string("https://api.sgroup.qq.com/v2/users/") + kUser + "/files");
  EXPECT_FALSE(upload.delivers);
  EXPECT_EQ(json::parse(upload.body), (json{{"file_type", 1}, {"file_data", "UE5HIGJ5dGVz"}, {"srv_send_msg", false}}));
  answers_ = {HttpAnswer{200, {}, R"({"file_uuid":"u","file_info":"INFO","ttl":60})"}};
  EXPECT_EQ(BodyOf(message), json::parse(R"({"content":" ","msg_type":7,"media":{"file_info":"INFO"},
                                             "msg_id":"m","msg_seq":1345})"));
  answers_ = {HttpAnswer{200, {}, "{}"}};
  EXPECT_EQ(TryNext(message).error().code, base::ErrorCode::kUnavailable) << "the next try begins with the upload";
}

TEST_F(QqSend, FilesThatQQDoesNotCarryAreSaidToBe) {
  Answering("msg:m");
  base::Message message;
  message.files = {{"f1", "report.pdf", "application/pdf", 9}};
  EXPECT_NE(TryNext(message).error().message.find("report.pdf"), std::string::npos);
  message.files = {{"f1", "a.png", "image/png", 9}};
  address_.channel = "dm:18700";
  EXPECT_EQ(TryNext(message).error().code, base::ErrorCode::kInvalid);
  address_.channel = "group:G1";
  file_ = std::string((8 << 20) + 1, 'x');
  EXPECT_EQ(TryNext(message).error().code, base::ErrorCode::kTooLarge);
}

TEST_F(QqSend, EveryCodeHasItsConsequence) {
  Answering("msg:m");
  const struct {
    long long code;
    Kind kind;
    bool whole_account;
  } known[] = {
      {11241, Kind::kTokenRefused, false}, {11242, Kind::kTokenRefused, false}, {11243, Kind::kTokenRefused, false},
      {11244, Kind::kTokenRefused, false}, {11251, Kind::kTokenRefused, false}, {11261, Kind::kTokenRefused, false},
      {11275, Kind::kTokenRefused, false}, {11252, Kind::kRetry, false},        {11263, Kind::kRetry, false},
      {11281, Kind::kRetry, false},        {11253, Kind::kRetry, true},         {11254, Kind::kRetry, true},
      {11262, Kind::kRejected, false},     {11264, Kind::kRejected, false},     {11282, Kind::kRejected, false},
      {11265, Kind::kRetry, true},         {22009, Kind::kRetry, false},        {20028, Kind::kRetry, false},
      {1100100, Kind::kRetry, false},      {1100308, Kind::kRetry, false},      {304003, Kind::kRejected, false},
      {40054010, Kind::kRejected, false},  {304022, Kind::kRejected, false},    {304026, Kind::kRejected, false},
      {304027, Kind::kRejected, false},    {304028, Kind::kRejected, false},    {304035, Kind::kRejected, false},
      {304045, Kind::kRejected, false},    {304050, Kind::kRejected, false},    {40034024, Kind::kRejected, false},
      {40034102, Kind::kRejected, false},  {40034105, Kind::kRejected, false},  {304036, Kind::kRejected, false},
      {304037, Kind::kRejected, false},    {50056, Kind::kRejected, false},     {304020, Kind::kRejected, false},
      {304082, Kind::kRetry, false},       {304083, Kind::kRetry, false},       {304025, Kind::kRejected, false},
      {1100101, Kind::kRejected, false},   {3300006, Kind::kRejected, false},   {304023, Kind::kUnknown, false},
      {304024, Kind::kUnknown, false},     {304018, Kind::kRetry, false},       {10001, Kind::kGone, false},
      {10004, Kind::kGone, false},         {304031, Kind::kGone, false},        {304034, Kind::kGone, false},
      {610007, Kind::kGone, false},        {1100104, Kind::kGone, false},       {50006, Kind::kRejected, false},
      {12345678, Kind::kRejected, false}};
  for (const auto& one : known) {
    const SendResult result = OutcomeOfCode(one.code);
    EXPECT_EQ(static_cast<int>(result.kind), static_cast<int>(one.kind)) << one.code;
    EXPECT_EQ(result.whole_account, one.whole_account) << one.code;
    EXPECT_TRUE(result.reason.starts_with(std::to_string(one.code) + " went wrong")) << result.reason;
  }
  for (const long long code : {304022LL, 304027LL, 40034024LL, 40034102LL})
    EXPECT_NE(OutcomeOfCode(code).reason.find("the window for replies is closed"), std::string::npos) << code;
  EXPECT_EQ(static_cast<int>(OutcomeOfCode(304023, 202).kind), static_cast<int>(Kind::kUnknown));
}

TEST_F(QqSend, ASecondTryOfWhatHasArrivedIsSent) {
  Answering("msg:m");
  EXPECT_EQ(OutcomeOfCode(40054005).kind, Kind::kSent);
  const SendResult sent = Outcome(200, R"({"id":"ROBOT1.0_x","timestamp":"2025-04-21T10:00:00+08:00"})");
  EXPECT_EQ(sent.kind, Kind::kSent);
  EXPECT_EQ(sent.platform_id, "ROBOT1.0_x");
}

TEST_F(QqSend, ALostAnswerIsTriedAgainOnlyWhereQQKnowsTheReply) {
  Answering("msg:m");
  EXPECT_EQ(adapter_.Classify(CallOf(base::Say("您好")), {}).kind, Kind::kRetry);
  EXPECT_EQ(Outcome(500, "{}").kind, Kind::kRetry);
  address_.channel = "guild:100010";
  EXPECT_EQ(adapter_.Classify(CallOf(base::Say("您好")), {}).kind, Kind::kUnknown) << "guilds know no numbers";
  EXPECT_EQ(adapter_.Classify(CallOf(base::Say("您好")), {std::nullopt, true}).kind, Kind::kRetry);
  address_.channel = kUser;
  path_ = {};
  EXPECT_EQ(adapter_.Classify(CallOf(base::Say("您好")), {}).kind, Kind::kUnknown) << "it answers nothing";
}

TEST_F(QqSend, TheTokenIsAskedForAnewInItsLastMinuteWhenTwoAreGood) {
  const auto made = adapter_.token()->Make(env());
  ASSERT_TRUE(made.has_value());
  const Call& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, "https://bots.qq.com/app/getAppAccessToken");
  EXPECT_EQ(json::parse(call.body), (json{{"appId", "11111111"}, {"clientSecret", kSecret}}));
  for (const std::string life : {"\"7200\"", "7200"}) {
    const auto token = adapter_.token()->Read({200, {}, R"({"access_token":"T","expires_in":)" + life + "}"}, env());
    ASSERT_TRUE(token.has_value()) << life;
    EXPECT_EQ(token->expires, kNow + std::chrono::seconds(7200));
    EXPECT_GT(token->renew_at, token->expires - std::chrono::seconds(60)) << "earlier, the same one comes";
    EXPECT_LT(token->renew_at, token->expires);
  }
  const auto soon = adapter_.token()->Read({200, {}, R"({"access_token":"T","expires_in":"40"})"}, env());
  EXPECT_EQ(soon->renew_at, kNow + std::chrono::seconds(20));
}

TEST_F(QqSend, WrongCredentialsAreNotAskedWithAgainAndAgain) {
  const auto failed = [&](const std::string& body) {
    const auto read = adapter_.token()->Read({200, {}, body}, env());
    EXPECT_FALSE(read.has_value()) << body;
    return read.error().code;
  };
  EXPECT_EQ(failed(R"({"code":100016,"message":"invalid appid or secret"})"), base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(failed(R"({"code":100007,"message":"appid invalid"})"), base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(failed(R"({"code":100002,"message":"internal err"})"), base::ErrorCode::kUnavailable);
  for (const char* body : {"", "[]", "{}", R"({"access_token":"T"})", R"({"access_token":"T","expires_in":"soon"})",
                           R"({"access_token":"","expires_in":"7200"})"})
    EXPECT_EQ(failed(body), base::ErrorCode::kUnavailable) << body;
}

TEST_F(QqSend, FilesAreFetchedFromQQsMediaHostsOnly) {
  base::FileRef file;
  const auto next = [&](const std::string& url) {
    file.remote = json{{"url", url}}.dump();
    return adapter_.file_source()->Next(file, {}, env());
  };
  for (const char* url : {"https://multimedia.nt.qq.com.cn/download?a=1", "https://gchat.qpic.cn/1"}) {
    const auto step = next(url);
    ASSERT_TRUE(step.has_value()) << url;
    EXPECT_EQ(std::get<Call>(*step).url, url);
    EXPECT_EQ(FindHeader(std::get<Call>(*step).headers, "Authorization"), "");
  }
  for (const char* url : {"http://x.qq.com/", "https://qq.com.evil.example/", "https://evil.example/.qq.com",
                          "https://a@evil.example:1/.qpic.cn", ""})
    EXPECT_EQ(next(url).error().code, base::ErrorCode::kForbidden) << url;
  settings_.lists["media_hosts"] = {"files.example.com"};
  EXPECT_TRUE(next("https://files.example.com/x").has_value());
}

TEST_F(QqSend, KeysAreMadeOfSecretsOfAnyLength) {
  EXPECT_EQ(SeedOf("k"), std::string(32, 'k'));
  EXPECT_EQ(SeedOf(std::string(33, 'a') + "b"), std::string(32, 'a'));
  EXPECT_EQ(SeedOf(""), "");
  EXPECT_EQ(PublicKeyOf(""), "");
  EXPECT_EQ(Sign("", "x"), "");
  const std::string seed = SeedOf("123456abcdef");
  EXPECT_TRUE(base::VerifyEd25519(PublicKeyOf(seed), "hello", Sign(seed, "hello")));
  EXPECT_FALSE(base::VerifyEd25519(PublicKeyOf(seed), "hullo", Sign(seed, "hello")));
}

}  // namespace
}  // namespace frontdesk::adapters::qq
