// What an application of WeCom sends, in answers and by calls, and what it makes of their answers.
#include "adapters/wecom/app_outgoing.h"
#include "adapters/wecom/card.h"
#include "bot/base/xml.h"
#include "tests/adapters/wecom_account.h"

namespace frontdesk::adapters::wecom {
namespace {

using nlohmann::json;

const AppAdapter kAdapter;

class WecomApp : public Account {
 protected:
  WecomApp() : Account(kAdapter) {}

  // The message inside an encrypted answer.
  base::XmlElement Inside(const Step& step) const {
    const auto* answer = std::get_if<InAnswer>(&step);
    if (answer == nullptr) {
      ADD_FAILURE() << "no answer";
      return {};
    }
    const auto envelope = base::ReadXml(answer->answer.body);
    EXPECT_TRUE(envelope.has_value()) << answer->answer.body;
    const auto message = common::WxDecrypt(*common::WxKey(kAesKeyText), envelope->ChildText("Encrypt"), kCorp);
    EXPECT_TRUE(message.has_value());
    auto xml = base::ReadXml(*message);
    EXPECT_TRUE(xml.has_value()) << *message;
    return xml ? *xml : base::XmlElement{};
  }
  static std::string Words(const std::string& kind) {
    return "<xml><FromUserName>zhangsan</FromUserName><MsgType>" + kind +
           "</MsgType><Content>hi</Content><MsgId>1</MsgId></xml>";
  }
  static std::string Happening(const std::string& event) {
    return "<xml><FromUserName>zhangsan</FromUserName><MsgType>event</MsgType><Event>" + event + "</Event></xml>";
  }
};

TEST_F(WecomApp, ATextGoesToTheMemberWithTheTokenInTheAddress) {
  const auto calls = CallsOf(base::Say("你好"));
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].url, "https://qyapi.weixin.qq.com/cgi-bin/message/send?access_token=the-token");
  EXPECT_EQ(BodyOf(calls[0]),
            (json{{"touser", "zhangsan"}, {"agentid", 1000002}, {"msgtype", "text"}, {"text", {{"content", "你好"}}}}));
  EXPECT_TRUE(calls[0].delivers);
}

TEST_F(WecomApp, AQuestionIsTheTitleOfACardBehindTheWords) {
  const auto calls = CallsOf(YesOrNo("这解决了你的问题吗？"));
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(BodyOf(calls[0])["text"]["content"], "先做这个。");
  const json card = BodyOf(calls[1]);
  EXPECT_EQ(card["msgtype"], "template_card");
  EXPECT_EQ(card["template_card"], (json{{"card_type", "button_interaction"},
                                         {"main_title", {{"title", "这解决了你的问题吗？"}}},
                                         {"task_id", "fd-42-1700000000"},
                                         {"button_list", json::array({{{"text", "解决了"}, {"key", "verdict:yes"}},
                                                                      {{"text", "没有"}, {"key", "verdict:no"}}})}}));
}

TEST_F(WecomApp, AQuestionThatATitleCannotHoldStandsWholeInTheText) {
  std::string question;
  for (int i = 0; i < 30; ++i) question += "问";
  const auto calls = CallsOf(YesOrNo(question));
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_NE(BodyOf(calls[0])["text"]["content"].get<std::string>().find(question), std::string::npos);
  EXPECT_EQ(BodyOf(calls[1])["template_card"]["main_title"]["title"], "请选择");
}

TEST_F(WecomApp, ChoicesThatACardCannotHoldAreNumberedText) {
  const std::vector<std::vector<base::Button>> hard = {
      {{"一", "1"}, {"二", "2"}, {"三", "3"}, {"四", "4"}, {"五", "5"}, {"六", "6"}, {"七", "7"}},
      {{"这一个选择的名字实在太长太长了", "1"}},
      {{"同名", "1"}, {"同名", "2"}},
      {{"甲", "1"}, {"乙", "1"}},
      {{"甲", std::string(kMaxKey + 1, 'k')}}};
  for (const auto& buttons : hard) {
    base::Message message = YesOrNo("哪一个？");
    message.buttons = buttons;
    const auto calls = CallsOf(message);
    ASSERT_EQ(calls.size(), 1u);
    const auto text = BodyOf(calls[0])["text"]["content"].get<std::string>();
    EXPECT_NE(text.find("1. " + buttons[0].label), std::string::npos) << text;
  }
}

TEST_F(WecomApp, MembersWhoReadInWeChatAreGivenNumberedText) {
  settings_.values["buttons"] = "text";
  const auto calls = CallsOf(YesOrNo("这解决了你的问题吗？"));
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_NE(BodyOf(calls[0])["text"]["content"].get<std::string>().find("2. 没有"), std::string::npos);
}

TEST_F(WecomApp, TheFirstWordsGoInTheAnswerToAMessage) {
  const Verified open = Opened(Words("text"));
  const base::XmlElement reply = Inside(Next(base::Say("已收到 😀 ]]> <b>"), 0, &open));
  EXPECT_EQ(reply.ChildText("ToUserName"), "zhangsan");
  EXPECT_EQ(reply.ChildText("FromUserName"), kCorp);
  EXPECT_EQ(reply.ChildText("CreateTime"), "1700000000");
  EXPECT_EQ(reply.ChildText("MsgType"), "text");
  EXPECT_EQ(reply.ChildText("Content"), "已收到 😀 ]]> <b>");
}

TEST_F(WecomApp, CardsFilesAndRepliesToEventsGoByCalls) {
  const Verified said = Opened(Words("text")), entered = Opened(Happening("enter_agent")),
                 pressed = Opened(Happening("template_card_event"));
  base::Message card = YesOrNo("好吗？");
  EXPECT_TRUE(std::holds_alternative<Call>(Next(card, 1, &said)));
  EXPECT_TRUE(std::holds_alternative<Call>(Next(base::Say("你好"), 0, &entered)));
  EXPECT_TRUE(std::holds_alternative<Call>(Next(base::Say("你好"), 0, &pressed)));
  settings_.values["passive_replies"] = "false";
  EXPECT_TRUE(std::holds_alternative<Call>(Next(base::Say("你好"), 0, &said)));
}

TEST_F(WecomApp, WaitsOnlyForWhatAnAnswerCanCarry) {
  EXPECT_EQ(adapter_.AnswerWait(Opened(Words("text")), env()), base::Millis(800));
  EXPECT_EQ(adapter_.AnswerWait(Opened(Happening("template_card_event")), env()), base::Millis(800));
  EXPECT_EQ(adapter_.AnswerWait(Opened(Happening("enter_agent")), env()), base::Millis(0));
  settings_.values["passive_replies"] = "false";
  EXPECT_EQ(adapter_.AnswerWait(Opened(Words("text")), env()), base::Millis(0));
}

TEST_F(WecomApp, APressedCardShowsTheChoiceInItsAnswer) {
  replaces_ = "msg-1 SENT-1";
  base::Message chosen = base::Say("好吗？");
  base::Append(chosen.text, base::PlainRichText("✓ 解决了"));
  const Verified pressed = Opened(Happening("template_card_event"));
  const base::XmlElement reply = Inside(Next(chosen, 0, &pressed));
  EXPECT_EQ(reply.ChildText("MsgType"), "update_button");
  ASSERT_NE(reply.Child("Button"), nullptr);
  EXPECT_EQ(reply.Child("Button")->ChildText("ReplaceName"), "✓ 解决了");
  EXPECT_TRUE(std::holds_alternative<Done>(Next(chosen, 1, &pressed)));
}

TEST_F(WecomApp, ACardIsChangedWithTheCodeOfItsLastClickElseOfItsSending) {
  replaces_ = "msg-1 SENT-1";
  const base::Message chosen = base::Say("✓ 解决了");
  Call call = std::get<Call>(Next(chosen));
  EXPECT_EQ(call.url, "https://qyapi.weixin.qq.com/cgi-bin/message/update_template_card?access_token=the-token");
  EXPECT_EQ(BodyOf(call), (json{{"userids", json::array({"zhangsan"})},
                                {"agentid", 1000002},
                                {"response_code", "SENT-1"},
                                {"button", {{"replace_name", "✓ 解决了"}}}}));
  path_.words = R"({"task":"fd-42-1700000000","code":"CLICK-1"})";
  EXPECT_EQ(BodyOf(std::get<Call>(Next(chosen)))["response_code"], "CLICK-1");
  path_.words = R"({"task":"fd-41-1700000000","code":"CLICK-0"})";
  EXPECT_EQ(BodyOf(std::get<Call>(Next(chosen)))["response_code"], "SENT-1");
}

TEST_F(WecomApp, ACodeThatIsUsedUpLeavesTheOther) {
  replaces_ = "msg-1 SENT-1";
  path_.words = R"({"task":"fd-42-1700000000","code":"CLICK-1"})";
  const base::Message chosen = base::Say("✓ 解决了");
  const Call first = std::get<Call>(Next(chosen));
  EXPECT_EQ(BodyOf(first)["response_code"], "CLICK-1");
  const HttpAnswer used{200, {}, R"({"errcode":40058,"errmsg":"invalid response_code"})"};
  EXPECT_EQ(adapter_.Classify(first, {used, false}).kind, SendResult::Kind::kSent) << "it is looked at";
  answers_ = {used};
  EXPECT_EQ(BodyOf(std::get<Call>(Next(chosen)))["response_code"], "SENT-1");
  answers_ = {used, used};
  EXPECT_EQ(TryNext(chosen).error().code, base::ErrorCode::kNotFound);
  answers_ = {used, {200, {}, R"({"errcode":0,"errmsg":"ok"})"}};
  EXPECT_TRUE(std::holds_alternative<Done>(Next(chosen)));
  EXPECT_EQ(adapter_.Classify(first, {HttpAnswer{200, {}, R"({"errcode":42001})"}, false}).kind,
            SendResult::Kind::kTokenRefused);
}

TEST_F(WecomApp, APressBringsTheCodeForItsCard) {
  const Verified press = Opened(
      "<xml><FromUserName>zhangsan</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
      "<Event>template_card_event</Event><EventKey>verdict:yes</EventKey><TaskId>fd-42-1700000000</TaskId>"
      "<ResponseCode>CLICK-1</ResponseCode></xml>");
  const auto parsed = adapter_.Parse(press, env());
  ASSERT_TRUE(parsed.has_value());
  const auto& events = std::get<Taken>(*parsed).events;
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(std::get<base::Pressed>(events[0].body).row, 42);
  ASSERT_TRUE(events[0].path.has_value());
  path_ = *events[0].path;
  EXPECT_EQ(path_.until, base::TimePoint{}) << "a card's code says nothing of how long words may be sent";
  replaces_ = "msg-1 SENT-1";
  EXPECT_EQ(BodyOf(std::get<Call>(Next(base::Say("✓ 解决了"))))["response_code"], "CLICK-1");
}

TEST_F(WecomApp, ATicketsCardIsNamedByItsFirstLine) {
  base::Message card = base::Say("#1001 张三 等待人工，账号 im，已经等了很久很久很久很久很久很久很久很久");
  card.facts = {{"title", "标题", "打印机坏了"}};
  card.buttons = {{"接手", "desk:take=1001"}, {"解决", "desk:resolve=1001"}};
  const auto calls = CallsOf(card);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_NE(BodyOf(calls[0])["text"]["content"].get<std::string>().find("标题: 打印机坏了"), std::string::npos);
  const auto title = BodyOf(calls[1])["template_card"]["main_title"]["title"].get<std::string>();
  EXPECT_TRUE(title.starts_with("#1001 张三 等待人工")) << title;
  EXPECT_LE(WidthOf(title), kTitleWidth);
}

TEST_F(WecomApp, OtherButtonsMakeANewCardOfTheSameTask) {
  replaces_ = "msg-1 SENT-1";
  base::Message held = YesOrNo("#1001 由 Kim 处理");
  const json body = BodyOf(std::get<Call>(Next(held)));
  EXPECT_EQ(body["template_card"]["task_id"], "fd-42-1700000000");
  EXPECT_EQ(body["template_card"]["main_title"]["title"], "#1001 由 Kim 处理");
}

TEST_F(WecomApp, WhatHasNoCodeCannotBeChanged) {
  replaces_ = "msg-1";
  const auto step = TryNext(base::Say("✓ 解决了"));
  ASSERT_FALSE(step.has_value());
  EXPECT_EQ(step.error().code, base::ErrorCode::kNotFound);
}

// A code is good once, and for 72 hours.
TEST_F(WecomApp, ACodeThatIsUsedUpIsNoReasonToTryAgain) {
  EXPECT_EQ(OutcomeOfCode(42'014).kind, SendResult::Kind::kRejected);
}

TEST_F(WecomApp, TheTaskOfACardNamesItsMessage) {
  EXPECT_EQ(RowOfTask(TaskId({7, 42, kNow, "bot", "", ""})), 42);
  for (const std::string odd : {"", "fd-", "fd-42", "fd--1", "fd-x-1", "T-42-1", "fd-99999999999999999999-1"})
    EXPECT_EQ(RowOfTask(odd), 0) << odd;
}

TEST_F(WecomApp, FilesAreUploadedAndThenShown) {
  base::Message message = base::Say("请看：");
  message.files = {{"f1", "map \"1\".png", "image/png", 9}, {"f2", "手册.pdf", "application/pdf", 9}};
  const Call upload = std::get<Call>(Next(message, 1));
  EXPECT_EQ(upload.url, "https://qyapi.weixin.qq.com/cgi-bin/media/upload?access_token=the-token&type=image");
  EXPECT_FALSE(upload.delivers);
  EXPECT_NE(upload.body.find("name=\"media\"; filename=\"map _1_.png\"; filelength=9"), std::string::npos);
  EXPECT_NE(upload.body.find("\r\n\r\nPNG bytes\r\n--"), std::string::npos);
  answers_ = {{200, {}, R"({"errcode":0,"errmsg":"","type":"image","media_id":"1G6n_-r","created_at":"1380000000"})"}};
  EXPECT_EQ(adapter_.Classify(upload, {answers_[0], false}).kind, SendResult::Kind::kSent);
  EXPECT_EQ(BodyOf(std::get<Call>(Next(message, 1)))["image"], (json{{"media_id", "1G6n_-r"}}));
  EXPECT_EQ(BodyOf(std::get<Call>(Next(message, 2)))["file"], (json{{"media_id", "1G6n_-r"}}));
  EXPECT_TRUE(std::holds_alternative<Done>(Next(message, 3)));
}

TEST_F(WecomApp, AFileThatWeComDoesNotTakeIsAnErrorThatNamesIt) {
  base::Message message;
  message.files = {{"f1", "big.bin", "application/zip", 9}};
  file_ = std::string((20 << 20) + 1, 'x');
  EXPECT_NE(TryNext(message).error().message.find("big.bin"), std::string::npos);
  file_ = "tiny";
  EXPECT_NE(TryNext(message).error().message.find("big.bin"), std::string::npos);
}

TEST_F(WecomApp, OneMemberIsWrittenToAndNeverMore) {
  for (const char* odd : {"zhangsan|lisi", "@all", "", "a b"}) {
    address_.channel = odd;
    const auto step = TryNext(base::Say("hi"));
    ASSERT_FALSE(step.has_value()) << odd;
    EXPECT_EQ(step.error().code, base::ErrorCode::kInvalid);
  }
}

TEST_F(WecomApp, LongWordsGoInPartsOfTwoThousandBytes) {
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += "长";
  const auto calls = CallsOf(base::Say(text));
  EXPECT_EQ(calls.size(), 5u);
  for (const Call& call : calls) EXPECT_LE(BodyOf(call)["text"]["content"].get<std::string>().size(), kMostText);
}

TEST_F(WecomApp, SettingsThatCannotBeAreExplained) {
  const auto problem = [&](const std::string& name, const std::string& value, bool secret) {
    Settings bad = AccountSettings();
    if (secret) bad.secrets[name] = base::Secret(value);
    if (!secret) bad.values[name] = value;
    const base::Status status = adapter_.CheckSettings(bad);
    EXPECT_FALSE(status.has_value()) << name;
    return status ? std::string() : status.error().message + status.error().where;
  };
  EXPECT_TRUE(adapter_.CheckSettings(settings_).has_value());
  EXPECT_NE(problem("token", "has a space", true).find("Token"), std::string::npos);
  EXPECT_NE(problem("token", std::string(33, 'a'), true).find("Token"), std::string::npos);
  EXPECT_NE(problem("aes_key", "short", true).find("EncodingAESKey"), std::string::npos);
  EXPECT_NE(problem("corp_id", "ww/../x", false).find("corp_id"), std::string::npos);
  EXPECT_NE(problem("agent_id", "0", false).find("AgentId"), std::string::npos);
  EXPECT_NE(problem("clock_window", "-1", false).find("clock_window"), std::string::npos);
}

TEST_F(WecomApp, AMembersIdIsTheSameInAnyCase) { EXPECT_EQ(adapter_.Spelled("ZhangSan"), "zhangsan"); }

}  // namespace
}  // namespace frontdesk::adapters::wecom
