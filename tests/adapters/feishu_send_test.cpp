// How a message of ours becomes calls and cards, and what is made of the answers.
#include "adapters/feishu/card.h"
#include "adapters/feishu/outgoing.h"
#include "adapters/feishu/send_outcome.h"
#include "bot/base/rich_text.h"
#include "tests/adapters/feishu_account.h"

namespace frontdesk::adapters::feishu {
namespace {

using nlohmann::json;
using Kind = SendResult::Kind;

class FeishuSending : public FeishuAccount {
 protected:
  Sending Of(const base::Message& message, int part = 0, std::span<const HttpAnswer> answers = {}) {
    Sending sending{address_, row_,    message,
                    part,     answers, [this](const base::FileRef&) -> base::Result<std::string> { return bytes_; }};
    sending.avoid = avoid_;
    return sending;
  }
  Step NextOf(const Sending& sending) {
    auto step = adapter().Next(sending, env());
    EXPECT_TRUE(step.has_value()) << step.error().message;
    return step ? *step : Step(Done{});
  }
  std::vector<Call> CallsOf(const base::Message& message) {
    std::vector<Call> calls;
    for (int part = 0; part < 100; ++part) {
      Step step = NextOf(Of(message, part));
      if (std::holds_alternative<Done>(step)) return calls;
      calls.push_back(std::get<Call>(std::move(step)));
    }
    ADD_FAILURE() << "a message without end";
    return calls;
  }
  static json BodyOf(const Call& call) { return json::parse(call.body); }
  static json ContentOf(const Call& call) { return json::parse(BodyOf(call)["content"].get<std::string>()); }
  json ElementsOf(const base::Message& message) { return ContentOf(CallsOf(message).at(0))["body"]["elements"]; }
  SendResult OutcomeOfCode(std::int64_t code, int status = 400, bool reply = false, bool delivers = true) {
    Call call;
    call.url = std::string("https://open.feishu.cn/open-apis/im/v1/messages") + (reply ? "/om_root/reply" : "");
    call.delivers = delivers;
    const std::string body = json{{"code", code}, {"msg", "said the platform"}}.dump();
    return adapter().Classify(call, {HttpAnswer{status, {}, body}});
  }
  static base::Message WithButtons() {
    base::Message message = base::Say("解决了吗？");
    message.buttons = {{"解决了", "solved:yes"}, {"没有", "solved:no"}};
    return message;
  }

  base::Address address_{"feishu", "oc_1", ""};
  Row row_{7, 42, base::FromMillis(kNowMs), "bot", "", ""};
  std::vector<std::string> avoid_;
  std::string bytes_ = "PNG bytes";
};

TEST_F(FeishuSending, PlainWordsAreLinesInWhichNothingIsMarkup) {
  const auto calls = CallsOf(base::Say("你好 <at user_id=\"all\">大家</at>\n**不是粗体** @_all"));
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].method, "POST");
  EXPECT_EQ(calls[0].url, "https://open.feishu.cn/open-apis/im/v1/messages?receive_id_type=chat_id");
  EXPECT_EQ(FindHeader(calls[0].headers, "Authorization"), "Bearer t-token");
  const json body = BodyOf(calls[0]);
  EXPECT_EQ(body["receive_id"], "oc_1");
  EXPECT_EQ(body["msg_type"], "post");
  const json lines = ContentOf(calls[0])["zh_cn"]["content"];
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], json::parse(R"([{"tag":"text","text":"你好 <at user_id=\"all\">大家</at>"}])"));
  EXPECT_EQ(lines[1][0]["tag"], "text");
}

TEST_F(FeishuSending, APersonIsWrittenToByTheirOpenId) {
  address_.channel = "ou_1";
  EXPECT_TRUE(CallsOf(base::Say("hi"))[0].url.ends_with("?receive_id_type=open_id"));
  address_.channel = "oc_1/../../x";
  EXPECT_FALSE(adapter().Next(Of(base::Say("hi")), env()).has_value());
}

TEST_F(FeishuSending, InAThreadEachPartIsAReplyToItsRoot) {
  address_.thread = "om_root";
  const Call call = CallsOf(base::Say("hi")).at(0);
  EXPECT_EQ(call.url, "https://open.feishu.cn/open-apis/im/v1/messages/om_root/reply");
  EXPECT_EQ(BodyOf(call)["reply_in_thread"], true);
  EXPECT_FALSE(BodyOf(call).contains("receive_id"));
}

TEST_F(FeishuSending, AThreadThatIsGoneIsLeftAndTheWordsGoBesideIt) {
  address_.thread = "om_root";
  for (const std::int64_t code : {230011, 231003, 230110, 230019}) {
    const SendResult gone = OutcomeOfCode(code, 400, true);
    EXPECT_EQ(gone.kind, Kind::kRejected);
    EXPECT_EQ(gone.avoid, kAvoidThread) << code;
    EXPECT_EQ(OutcomeOfCode(code).avoid, "") << "no reply: there is no other way";
  }
  const std::string before = BodyOf(CallsOf(base::Say("hi")).at(0))["uuid"];
  avoid_ = {kAvoidThread};
  const Call call = CallsOf(base::Say("hi")).at(0);
  EXPECT_TRUE(call.url.ends_with("/messages?receive_id_type=chat_id"));
  EXPECT_NE(BodyOf(call)["uuid"], before);
}

TEST_F(FeishuSending, AUuidIsTheSameForEachTryAndNobodyElses) {
  const auto uuid = [&] { return BodyOf(CallsOf(base::Say("hi")).at(0))["uuid"].get<std::string>(); };
  const std::string first = uuid();
  EXPECT_EQ(uuid(), first);
  EXPECT_LE(first.size(), 50u);
  row_.id = 43;
  EXPECT_NE(uuid(), first);
  row_.id = 42;
  row_.at += base::Millis{1};
  EXPECT_NE(uuid(), first) << "of another database that counts from 1 again";
  EXPECT_TRUE(adapter().capabilities().deduplicates_sends);
}

TEST_F(FeishuSending, AButtonSaysWhoseItIs) {
  address_.thread = "om_root";
  const Call call = CallsOf(WithButtons()).at(0);
  EXPECT_EQ(BodyOf(call)["msg_type"], "interactive");
  const json card = ContentOf(call);
  EXPECT_EQ(card["schema"], "2.0");
  EXPECT_EQ(card["config"]["update_multi"], true);
  const json elements = card["body"]["elements"];
  EXPECT_EQ(elements[0], (json{{"tag", "markdown"}, {"content", "解决了吗？"}}));
  EXPECT_EQ(elements[1]["tag"], "column_set");
  const json button = elements[1]["columns"][0]["elements"][0];
  EXPECT_EQ(button["text"]["content"], "解决了");
  EXPECT_EQ(button["type"], "default") << "no choice is better than another";
  EXPECT_EQ(button["behaviors"][0]["type"], "callback");
  EXPECT_EQ(button["behaviors"][0]["value"],
            (json{{"row", "42"}, {"thread", "om_root"}, {"value", "solved:yes"}, {"label", "解决了"}}));
}

TEST_F(FeishuSending, LongLabelsStandOneBelowTheOther) {
  base::Message message = WithButtons();
  message.buttons[1].label = "我想换一种说法再描述一次这个问题";
  EXPECT_EQ(ElementsOf(message)[1]["tag"], "button");
  EXPECT_EQ(ElementsOf(message)[2]["tag"], "button");
}

TEST_F(FeishuSending, ManyChoicesAreNumberedLines) {
  base::Message message = base::Say("哪一个？");
  for (int i = 0; i < 30; ++i) message.buttons.push_back({"选项" + std::to_string(i), "v" + std::to_string(i)});
  const std::string body = CallsOf(message).at(0).body;
  EXPECT_EQ(body.find("callback"), std::string::npos);
  EXPECT_NE(body.find("30&#46; 选项29"), std::string::npos);
}

TEST_F(FeishuSending, WhatAUserTypedIsNoMarkupInACard) {
  base::Message message = WithButtons();
  const std::string typed =
      "<at id=all></at> **a** [x](https://evil.example) `c` #h :OK: $v &lt; \\* ~~s~~ |t| ![i](k)";
  message.text = base::PlainRichText(typed);
  message.facts = {{"title", "标题", typed}};
  const json elements = ElementsOf(message);
  for (const std::size_t i : {0u, 1u}) {
    const std::string text = elements[i]["content"];
    EXPECT_EQ(text.find("<at"), std::string::npos) << text;
    EXPECT_EQ(text.find(":OK:"), std::string::npos) << text;
    EXPECT_EQ(text.find('\\'), std::string::npos) << "escapes are entities: " << text;
    const base::RichText read = base::Markdown(text);
    for (const base::Block& block : read.blocks)
      for (const base::Span& span : block.spans)
        EXPECT_TRUE(span.kind == base::Span::Kind::kText || (i == 1 && span.text == "标题") || span.text == span.href)
            << text << " -> " << span.text;
  }
}

TEST_F(FeishuSending, MarkupIsThatOfCards) {
  base::Message message;
  message.text = base::Markdown(
      "# 重置密码\n\n点 **忘记密码**，再看 [帮助](https://help.example.com/a_(b))。\n\n- 一\n- 二\n\n```\n<at "
      "id=all></at>\n```\n");
  const std::string text = ElementsOf(message)[0]["content"];
  EXPECT_NE(text.find("# 重置密码"), std::string::npos) << text;
  EXPECT_NE(text.find("**忘记密码**"), std::string::npos) << text;
  EXPECT_NE(text.find("[帮助](https://help.example.com/a_%28b%29)"), std::string::npos) << text;
  EXPECT_NE(text.find("- 一\n- 二"), std::string::npos) << text;
  EXPECT_NE(text.find("```\n<"), std::string::npos) << text;
  EXPECT_EQ(text.find("<at"), std::string::npos) << text;
}

TEST_F(FeishuSending, FactsStandBelowTheWords) {
  base::Message message = base::Say("工单 1001");
  message.facts = {{"title", "标题", "无法登录"}, {"queue", "队列", "技术支持"}};
  const json elements = ElementsOf(message);
  EXPECT_EQ(elements[0]["content"], "工单 1001");
  EXPECT_EQ(elements[1]["content"], "**标题**: 无法登录\n**队列**: 技术支持");
}

TEST_F(FeishuSending, ACardThatIsTooLargeGoesAsTextWithEverythingInIt) {
  base::Message message = WithButtons();
  for (int i = 0; i < 20; ++i) message.facts.push_back({"f", "事实" + std::to_string(i), std::string(2'000, '*')});
  const auto calls = CallsOf(message);
  ASSERT_GE(calls.size(), 2u);
  std::string all;
  for (const Call& call : calls) {
    EXPECT_EQ(BodyOf(call)["msg_type"], "post");
    EXPECT_LE(BodyOf(call)["content"].get<std::string>().size(), 30'000u);
    all += call.body;
  }
  EXPECT_NE(all.find("事实19"), std::string::npos);
  EXPECT_NE(all.find("1. 解决了"), std::string::npos);
}

TEST_F(FeishuSending, ACardThatThePlatformRefusesGoesAsText) {
  EXPECT_EQ(OutcomeOfCode(230099).avoid, kAvoidCard);
  avoid_ = {kAvoidCard};
  const Call call = CallsOf(WithButtons()).at(0);
  EXPECT_EQ(BodyOf(call)["msg_type"], "post");
  EXPECT_NE(call.body.find("2. 没有"), std::string::npos);
}

TEST_F(FeishuSending, LongWordsArriveWholeInSmallEnoughParts) {
  base::Message message = WithButtons();
  std::string words;
  for (int i = 0; i < 3'000; ++i) words += "很*长*的<话> ";
  message.text = base::PlainRichText(words);
  const auto calls = CallsOf(message);
  ASSERT_GE(calls.size(), 3u);
  for (const Call& call : calls) EXPECT_LE(BodyOf(call)["content"].get<std::string>().size(), kMaxCard);
  EXPECT_NE(calls.back().body.find("callback"), std::string::npos) << "the buttons are below the last part";
  EXPECT_EQ(calls.front().body.find("callback"), std::string::npos);
}

TEST_F(FeishuSending, QuestionsAreAForm) {
  base::Message message = base::Say("请填写以下信息");
  message.buttons = {{"跳过", "slot:skip"}};
  message.form = {{"order", "订单号", "在确认邮件里", "text", {}, true, ""},
                  {"note", "补充说明", "", "longtext", {}, false, "太短了，请再写几个字"},
                  {"area", "范围", "", "choice", {{"邮件", "mail"}, {"网络", "wifi"}}, true, ""},
                  {"devices", "设备", "", "multi", {{"手机", "phone"}, {"电脑", "pc"}}, false, ""}};
  const json elements = ElementsOf(message);
  ASSERT_EQ(elements.size(), 2u) << "the form stands in the buttons' place";
  const json form = elements[1];
  EXPECT_EQ(form["tag"], "form");
  const json& inside = form["elements"];
  ASSERT_EQ(inside.size(), 9u);
  EXPECT_EQ(inside[1], (json{{"tag", "input"},
                             {"name", "order"},
                             {"input_type", "text"},
                             {"width", "fill"},
                             {"max_length", 1000},
                             {"required", true},
                             {"placeholder", {{"tag", "plain_text"}, {"content", "在确认邮件里"}}}}));
  EXPECT_EQ(inside[2]["content"], "**补充说明**（选填）\n<font color='red'>太短了，请再写几个字</font>");
  EXPECT_EQ(inside[3]["input_type"], "multiline_text");
  EXPECT_EQ(inside[5]["tag"], "select_static");
  EXPECT_EQ(inside[5]["options"][1], (json{{"text", {{"tag", "plain_text"}, {"content", "网络"}}}, {"value", "wifi"}}));
  EXPECT_EQ(inside[7]["tag"], "multi_select_static");
  EXPECT_EQ(inside[8]["form_action_type"], "submit");
  EXPECT_EQ(inside[8]["behaviors"][0]["value"]["fields"], (json{"order", "note", "area", "devices"}));
  settings_.values["region"] = "lark";
  EXPECT_EQ(ElementsOf(message)[1]["elements"][8]["text"]["content"], "Send");
}

TEST_F(FeishuSending, AFormDoesNotAskItsFirstQuestionTwice) {
  base::Message message = base::Say("先问几个问题。\n单号是多少？");
  message.form = {{"number", "单号是多少？", "", "text", {}, true, ""}};
  const json elements = ElementsOf(message);
  EXPECT_EQ(elements[0]["content"], "先问几个问题。");
  message.text = base::PlainRichText("单号是多少？");
  EXPECT_EQ(ElementsOf(message)[0]["tag"], "form");
}

TEST_F(FeishuSending, QuestionsThatNoFormHoldsAreAskedOneByOne) {
  base::Message message = base::Say("截图？");
  message.buttons = {{"跳过", "slot:skip"}};
  message.form = {{"shot", "截图", "", "file", {}, false, ""}};
  EXPECT_EQ(ElementsOf(message)[1]["tag"], "column_set");
}

TEST_F(FeishuSending, AChangedCardGoesByACallOrInTheAnswerThatWaits) {
  const base::Message message = WithButtons();
  Sending sending = Of(message);
  sending.replaces = "om_card";
  const Call call = std::get<Call>(NextOf(sending));
  EXPECT_EQ(call.method, "PATCH");
  EXPECT_EQ(call.url, "https://open.feishu.cn/open-apis/im/v1/messages/om_card");
  EXPECT_EQ(BodyOf(call).size(), 1u);
  const Verified open(Verified::Proof::kSignedBody, {}, {});
  sending.open = &open;
  const InAnswer answer = std::get<InAnswer>(NextOf(sending));
  EXPECT_TRUE(answer.delivers);
  const json told = json::parse(answer.answer.body);
  EXPECT_EQ(told["card"]["type"], "raw");
  EXPECT_EQ(told["card"]["data"].dump(), ContentOf(call).dump());
  sending.part = 1;
  EXPECT_TRUE(std::holds_alternative<Done>(NextOf(sending)));
}

// Without its buttons a message has nothing but words, and stays a card all the same.
TEST_F(FeishuSending, ACardWhoseButtonsAreGoneIsACardStill) {
  const base::Message message = base::Say("解决了吗？\n✓ 解决了");
  Sending sending = Of(message);
  sending.replaces = "om_card";
  EXPECT_EQ(ContentOf(std::get<Call>(NextOf(sending)))["schema"], "2.0");
}

TEST_F(FeishuSending, AMessageDoesNotTakeTheAnswerOfAClick) {
  const base::Message message = base::Say("好的");
  Sending sending = Of(message);
  const Verified open(Verified::Proof::kSignedBody, {}, {});
  sending.open = &open;
  EXPECT_TRUE(std::holds_alternative<Call>(NextOf(sending))) << "an answer can only hold the changed card";
}

TEST_F(FeishuSending, APictureIsUploadedAndThenShown) {
  base::Message message = base::Say("请看图");
  message.files = {{"f1", "新\"图\r\n.png", "image/png", 9}};
  const Call upload = std::get<Call>(NextOf(Of(message, 1)));
  EXPECT_EQ(upload.url, "https://open.feishu.cn/open-apis/im/v1/images");
  EXPECT_FALSE(upload.delivers);
  EXPECT_NE(upload.body.find("name=\"image_type\"\r\n\r\nmessage\r\n"), std::string::npos);
  EXPECT_NE(upload.body.find("\r\n\r\nPNG bytes\r\n--"), std::string::npos);
  EXPECT_EQ(upload.body.find("图\r\n.png"), std::string::npos) << "a name must not end its line";
  const std::vector<HttpAnswer> uploaded = {{200, {}, R"({"code":0,"data":{"image_key":"img_v3_1"}})"}};
  const Call show = std::get<Call>(NextOf(Of(message, 1, uploaded)));
  EXPECT_EQ(BodyOf(show)["msg_type"], "image");
  EXPECT_EQ(ContentOf(show)["image_key"], "img_v3_1");
  EXPECT_TRUE(std::holds_alternative<Done>(NextOf(Of(message, 2))));
  const std::vector<HttpAnswer> odd = {{200, {}, R"({"code":0,"data":{}})"}};
  EXPECT_FALSE(adapter().Next(Of(message, 1, odd), env()).has_value());
}

TEST_F(FeishuSending, OtherFilesAreFiles) {
  base::Message message;
  message.files = {{"f1", "指南.PDF", "application/pdf", 9}};
  const Call upload = std::get<Call>(NextOf(Of(message)));
  EXPECT_EQ(upload.url, "https://open.feishu.cn/open-apis/im/v1/files");
  EXPECT_NE(upload.body.find("name=\"file_type\"\r\n\r\npdf\r\n"), std::string::npos);
  const std::vector<HttpAnswer> uploaded = {{200, {}, R"({"code":0,"data":{"file_key":"file_v3_1"}})"}};
  EXPECT_EQ(BodyOf(std::get<Call>(NextOf(Of(message, 0, uploaded))))["msg_type"], "file");
  bytes_.clear();
  EXPECT_FALSE(adapter().Next(Of(message), env()).has_value()) << "the platform takes no empty files";
  bytes_.assign(31 << 20, 'x');
  EXPECT_EQ(adapter().Next(Of(message), env()).error().code, base::ErrorCode::kTooLarge);
}

TEST_F(FeishuSending, EveryErrorCodeHasItsOutcome) {
  struct Case {
    std::int64_t code;
    Kind kind;
    bool whole_account;
  };
  const Case cases[] = {
      {99991661, Kind::kTokenRefused, false}, {99991663, Kind::kTokenRefused, false},
      {99991664, Kind::kTokenRefused, false}, {99991671, Kind::kTokenRefused, false},
      {99991668, Kind::kRetry, true},         {99991677, Kind::kRetry, true},
      {99991400, Kind::kRetry, true},         {230020, Kind::kRetry, false},
      {99991672, Kind::kRetry, true},         {99991676, Kind::kRetry, true},
      {99991679, Kind::kRetry, true},         {230027, Kind::kRetry, true},
      {99991543, Kind::kRetry, true},         {99991662, Kind::kRetry, true},
      {99991673, Kind::kRetry, true},         {230001, Kind::kRejected, false},
      {230002, Kind::kGone, false},           {230006, Kind::kRetry, true},
      {232009, Kind::kGone, false},           {230013, Kind::kGone, false},
      {230035, Kind::kRejected, false},       {230018, Kind::kRejected, false},
      {230038, Kind::kGone, false},           {230011, Kind::kRejected, false},
      {231003, Kind::kRejected, false},       {230110, Kind::kRejected, false},
      {230019, Kind::kRejected, false},       {230022, Kind::kRejected, false},
      {230028, Kind::kRejected, false},       {230025, Kind::kRejected, false},
      {230055, Kind::kRejected, false},       {230054, Kind::kRejected, false},
      {230031, Kind::kRejected, false},       {230049, Kind::kRetry, false},
      {230099, Kind::kRejected, false},       {1, Kind::kRejected, false},
  };
  for (const Case& one : cases) {
    // The status says little: some refusals come with 200.
    for (const int status : {200, 400, 403}) {
      const SendResult result = OutcomeOfCode(one.code, status);
      EXPECT_EQ(static_cast<int>(result.kind), static_cast<int>(one.kind)) << one.code;
      EXPECT_EQ(result.whole_account, one.whole_account) << one.code;
      EXPECT_NE(result.reason.find("said the platform"), std::string::npos) << one.code;
    }
  }
  EXPECT_EQ(OutcomeOfCode(230027, 400, false, false).kind, Kind::kRejected) << "a file without the scope stops nobody";
  EXPECT_EQ(OutcomeOfCode(99991543).retry_after, std::chrono::minutes(5)) << "an admin has to act";
}

TEST_F(FeishuSending, APauseIsAsLongAsThePlatformSays) {
  const HttpAnswer limited{429, {{"x-ogw-ratelimit-reset", "12"}}, R"({"code":99991400,"msg":"slow"})"};
  EXPECT_EQ(adapter().Classify({}, {limited}).retry_after, std::chrono::seconds(12));
  EXPECT_EQ(OutcomeOfCode(230020).retry_after, std::chrono::seconds(1));
}

TEST_F(FeishuSending, AMessageIsKnownByItsIdFromThenOn) {
  const auto sent = [&](const std::string& body) { return adapter().Classify({}, {HttpAnswer{200, {}, body}}); };
  EXPECT_EQ(sent(R"({"code":0,"data":{"message_id":"om_9"}})").platform_id, "om_9");
  EXPECT_EQ(sent(R"({"code":0,"data":{"message_id":"../x"}})").platform_id, "");
  EXPECT_EQ(sent(R"({"code":0})").kind, Kind::kSent);
  EXPECT_EQ(sent(R"({"code":"0"})").kind, Kind::kRetry) << "shown once at most, by its uuid";
}

TEST_F(FeishuSending, ATokenIsMadeAndRenewedEarly) {
  const auto made = adapter().token()->Make(env());
  ASSERT_TRUE(made.has_value());
  const auto& call = std::get<Call>(*made);
  EXPECT_EQ(call.url, "https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal");
  EXPECT_EQ(BodyOf(call), (json{{"app_id", "cli_9f5343c580712544"}, {"app_secret", "CANARY-SECRET"}}));
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "");
  const auto read = [&](const std::string& body, int status = 200) {
    return adapter().token()->Read({status, {}, body}, env());
  };
  const auto token = read(R"({"code":0,"tenant_access_token":"t-1","expire":7200})");
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->value.Reveal(), "t-1");
  EXPECT_EQ(token->expires, now_ + std::chrono::hours(2));
  EXPECT_EQ(token->renew_at, now_ + std::chrono::minutes(105));
  EXPECT_EQ(read(R"({"code":0,"tenant_access_token":"t-1","expire":60})")->renew_at, now_ + std::chrono::seconds(30));
  EXPECT_EQ(read(R"({"code":10014,"msg":"app secret invalid"})").error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(read(R"({"code":99991400,"msg":"slow"})", 400).error().code, base::ErrorCode::kRateLimited);
  EXPECT_EQ(read("<html>", 502).error().code, base::ErrorCode::kUnavailable);
  EXPECT_FALSE(read("{\"code\":0,\"tenant_access_token\":\"t\\r\\nX: y\"}").has_value());
}

TEST_F(FeishuSending, AUsersFileIsFetchedByItsMessageAndNowhereElse) {
  const FileSource& source = *adapter().file_source();
  const base::FileRef file{"f", "a.png", "", 0, R"({"message":"om_1","key":"img_1","type":"image"})"};
  const auto first = source.Next(file, {}, env());
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(std::get<Call>(*first).url,
            "https://open.feishu.cn/open-apis/im/v1/messages/om_1/resources/img_1?type=image");
  for (const char* remote : {R"({"message":"om_1/../..","key":"x"})", R"({"message":"om_1","key":"a?b"})", "", "[]"}) {
    base::FileRef bad = file;
    bad.remote = remote;
    EXPECT_EQ(source.Next(bad, {}, env()).error().code, base::ErrorCode::kForbidden) << remote;
  }
  const auto answered = [&](const HttpAnswer& answer) { return source.Next(file, {&answer, 1}, env()); };
  EXPECT_EQ(std::get<std::string>(*answered({200, {}, "bytes"})), "bytes");
  EXPECT_EQ(answered({200, {}, R"({"code":99991663,"msg":"no"})"}).error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(answered({200, {}, R"({"code":234001,"msg":"no"})"}).error().code, base::ErrorCode::kNotFound);
  const Headers named = {{"Content-Disposition", "attachment; filename=\"a.json\""}};
  EXPECT_TRUE(answered({200, named, R"({"code":1})"}).has_value()) << "a user's file may be JSON";
  EXPECT_TRUE(source.RefusesToken({400, {}, R"({"code":99991663,"msg":"no"})"}));
  EXPECT_FALSE(source.RefusesToken({400, {}, R"({"code":230027,"msg":"no"})"}));
}

TEST_F(FeishuSending, AUsersNameAndZoneAreAskedOfTheContacts) {
  const ProfileSource& profiles = *adapter().profiles();
  const auto first = profiles.Next("ou_1", {}, env());
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(std::get<Call>(*first).url, "https://open.feishu.cn/open-apis/contact/v3/users/ou_1?user_id_type=open_id");
  EXPECT_FALSE(profiles.Next("ou_1/x", {}, env()).has_value());
  const auto told = [&](const HttpAnswer& answer) { return profiles.Next("ou_1", {&answer, 1}, env()); };
  const auto profile =
      told({200, {}, R"({"code":0,"data":{"user":{"name":"张三","time_zone":"Asia/Shanghai","open_id":"ou_1"}}})"});
  ASSERT_TRUE(profile.has_value());
  EXPECT_EQ(std::get<Profile>(*profile).name, "张三");
  EXPECT_EQ(std::get<Profile>(*profile).zone, "Asia/Shanghai");
  EXPECT_EQ(told({400, {}, R"({"code":99991663})"}).error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_EQ(told({400, {}, R"({"code":99991672})"}).error().code, base::ErrorCode::kNotFound) << "no scope for it";
}

}  // namespace
}  // namespace frontdesk::adapters::feishu
