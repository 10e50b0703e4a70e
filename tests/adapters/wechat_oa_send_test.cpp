// What followers of an official account are sent: in the answer, by calls, within WeChat's budgets.
#include "adapters/wechat_oa/outgoing.h"
#include "bot/base/xml.h"
#include "tests/adapters/wechat_oa_account.h"

namespace frontdesk::adapters::wechat_oa {
namespace {

using base::MessageKind;
using nlohmann::json;

class OaSend : public OfficialAccount {
 protected:
  void HaveLeft(int messages, base::Millis time = std::chrono::hours(48), int of = 5) {
    path_ = {{}, now_ + time, of};
    sent_since_ = of - messages;
  }
  static std::string Kind(const Step& step) {
    if (std::holds_alternative<Call>(step)) return "call";
    if (std::holds_alternative<InAnswer>(step)) return "answer";
    return std::holds_alternative<Spared>(step) ? "spared" : "done";
  }
};

TEST_F(OaSend, WordsGoByTheCustomerServiceApiAsRawUtf8) {
  const auto calls = CallsOf(base::Say("你好 😀"));
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].url, "https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=the-token");
  EXPECT_EQ(calls[0].body, R"({"msgtype":"text","text":{"content":"你好 😀"},"touser":"oUser0001"})");
}

TEST_F(OaSend, TheFirstWordsGoInTheAnswerSealedAndWithTheNamesSwapped) {
  const Verified open = Opened(Text("你好"));
  const Step step = Next(base::Say("您好 ]]> <b>"), 0, &open);
  ASSERT_TRUE(std::holds_alternative<InAnswer>(step));
  EXPECT_TRUE(std::get<InAnswer>(step).delivers);
  const std::string opened = OpenedAnswer(std::get<InAnswer>(step).answer);
  EXPECT_EQ(opened,
            "<xml><ToUserName><![CDATA[oUser0001]]></ToUserName><FromUserName><![CDATA[gh_123456789abc]]>"
            "</FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            "<Content><![CDATA[您好 ]]]]><![CDATA[> <\u200Bb>]]></Content></xml>");
  const auto xml = base::ReadXml(opened);
  ASSERT_TRUE(xml.has_value());
  EXPECT_EQ(xml->ChildText("Content"), "您好 ]]> <\u200Bb>");
}

TEST_F(OaSend, TheAnswerOfPlainModeIsPlain) {
  settings_.values["mode"] = "plain";
  const Verified open = Opened(Text("你好"));
  const Step step = Next(base::Say("您好"), 0, &open);
  ASSERT_TRUE(std::holds_alternative<InAnswer>(step));
  EXPECT_TRUE(std::get<InAnswer>(step).answer.body.starts_with("<xml><ToUserName>"));
}

TEST_F(OaSend, NothingGoesInTheAnswerWhereItIsSwitchedOff) {
  settings_.values["passive_replies"] = "false";
  const Verified open = Opened(Text("你好"));
  EXPECT_EQ(Kind(Next(base::Say("您好"), 0, &open)), "call");
}

TEST_F(OaSend, LongWordsGoInPartsThatWeChatTakes) {
  std::string text;
  while (text.size() < 5'000) text += "很长的一句话，";
  const auto calls = CallsOf(base::Say(text));
  ASSERT_EQ(calls.size(), 3u);
  std::string all;
  for (const Call& call : calls) {
    const std::string part = BodyOf(call)["text"]["content"];
    EXPECT_LE(part.size(), 2048u);
    all += part;
  }
  EXPECT_EQ(all, text);
}

TEST_F(OaSend, ATagOfAUserIsBrokenAndALinkOfTheBotIsOne) {
  base::Message message;
  message.text = base::Markdown("看 [帮助](https://help.example.com/a?b=1&c=2) 或 <https://example.com>");
  base::Append(message.text, base::PlainRichText("<a href=\"https://evil.example\">银行</a> 1 < 2 </a>"));
  EXPECT_EQ(BodyOf(CallsOf(message).at(0))["text"]["content"],
            "看 <a href=\"https://help.example.com/a?b=1&c=2\">帮助</a> 或 https://example.com\n"
            "<\u200Ba href=\"https://evil.example\">银行<\u200B/a> 1 < 2 <\u200B/a>");
}

TEST_F(OaSend, ALinkThatLiesShowsItsHost) {
  base::Message message;
  message.text = base::Markdown("[bank.example](https://evil.example/x)");
  const std::string text = BodyOf(CallsOf(message).at(0))["text"]["content"];
  EXPECT_NE(text.find("(evil.example)"), std::string::npos) << text;
}

TEST_F(OaSend, ChoicesAreOneMenuWithTheWordsAbove) {
  const auto calls = CallsOf(YesOrNo("解决了吗？"));
  ASSERT_EQ(calls.size(), 1u) << "one of five messages, not two";
  EXPECT_EQ(BodyOf(calls[0]), json::parse(R"({"touser":"oUser0001","msgtype":"msgmenu","msgmenu":{
      "head_content":"先做这个。\n解决了吗？","list":[
      {"id":"fd-42:verdict:yes=reset","content":"解决了"},{"id":"fd-42:verdict:no=reset","content":"没有"}]}})"));
}

TEST_F(OaSend, ChoicesUnderALinkAreAMenuOfTheirOwn) {
  base::Message message = YesOrNo("解决了吗？");
  message.source = "重置密码";
  message.source_href = "https://help.example.com/reset";
  const auto calls = CallsOf(message);
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_NE(calls[0].body.find("<a href="), std::string::npos);
  EXPECT_EQ(BodyOf(calls[0])["text"]["content"].get<std::string>().find("解决了吗"), std::string::npos);
  EXPECT_EQ(BodyOf(calls[1])["msgmenu"]["head_content"], "解决了吗？");
}

TEST_F(OaSend, ChoicesThatNoMenuHoldsAreNumberedText) {
  const auto text_of = [&](const base::Message& message) {
    const auto calls = CallsOf(message);
    EXPECT_EQ(calls.size(), 1u);
    return BodyOf(calls.at(0))["msgtype"] == "text" ? BodyOf(calls.at(0))["text"]["content"].get<std::string>() : "";
  };
  base::Message many = base::Say("选哪个？");
  for (int i = 0; i < 11; ++i) many.buttons.push_back({"选项" + std::to_string(i), "v" + std::to_string(i)});
  EXPECT_NE(text_of(many).find("11. 选项10"), std::string::npos);
  base::Message same = base::Say("选哪个？");
  same.buttons = {{"一样", "a"}, {"一样", "b"}};
  EXPECT_NE(text_of(same).find("2. 一样"), std::string::npos);
  base::Message longer = base::Say("选哪个？");
  longer.buttons = {{"甲", std::string(200, 'x')}, {"乙", "b"}};
  EXPECT_NE(text_of(longer).find("2. 乙"), std::string::npos);
  settings_.values["buttons"] = "text";
  EXPECT_NE(text_of(YesOrNo("解决了吗？")).find("1. 解决了\n2. 没有"), std::string::npos);
}

TEST_F(OaSend, AMenuThatTheAccountMayNotSendBecomesNumberedText) {
  const Call menu = CallsOf(YesOrNo("解决了吗？")).at(0);
  const SendResult refused =
      adapter_.Classify(menu, {HttpAnswer{200, {}, R"({"errcode":40200,"errmsg":"invalid account type"})"}, false});
  EXPECT_EQ(refused.kind, SendResult::Kind::kRejected);
  avoid_ = {refused.avoid};
  EXPECT_EQ(BodyOf(CallsOf(YesOrNo("解决了吗？")).at(0))["text"]["content"],
            "先做这个。\n解决了吗？\n1. 解决了\n2. 没有");
}

TEST_F(OaSend, FiveMessagesMayGoAndTheSixthIsRefusedHere) {
  const base::Message words = SaidBy(MessageKind::kAgent, "我看一下。");
  for (int left = 5; left >= 1; --left) {
    HaveLeft(left);
    EXPECT_EQ(Kind(Next(words)), "call") << left;
  }
  HaveLeft(0);
  const auto refused = TryNext(words);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kForbidden);
  EXPECT_NE(refused.error().message.find("until the user speaks"), std::string::npos);
}

TEST_F(OaSend, AMinuteAfterAClickNothingMayGo) {
  HaveLeft(3, std::chrono::minutes(1), 3);
  now_ += std::chrono::seconds(60);
  EXPECT_EQ(Kind(Next(base::Say("您好"))), "call");
  now_ += std::chrono::milliseconds(1);
  EXPECT_FALSE(TryNext(base::Say("您好")).has_value());
}

TEST_F(OaSend, CourtesiesLeaveTheLastMessagesForAnswers) {
  for (const MessageKind kind : {MessageKind::kGreeting, MessageKind::kNotice}) {
    HaveLeft(3);
    EXPECT_EQ(Kind(Next(SaidBy(kind, "Kim 已加入"))), "call");
    for (const int left : {2, 1, 0}) {
      HaveLeft(left);
      EXPECT_EQ(Kind(Next(SaidBy(kind, "Kim 已加入"))), "spared") << left;
    }
  }
  HaveLeft(2);
  EXPECT_EQ(Kind(Next(SaidBy(MessageKind::kReceipt, "工单 1001"))), "call");
  HaveLeft(1);
  EXPECT_EQ(Kind(Next(SaidBy(MessageKind::kReceipt, "工单 1001"))), "spared");
  EXPECT_EQ(Kind(Next(SaidBy(MessageKind::kAnswer, "点击“忘记密码”"))), "call");
}

TEST_F(OaSend, AnUploadThatWasMadeIsNotSparedAfterIt) {
  base::Message message = SaidBy(MessageKind::kNotice, "");
  message.text = {};
  message.files = {{"f1", "a.png", "image/png", 9}};
  HaveLeft(3);
  answers_ = {HttpAnswer{200, {}, R"({"type":"image","media_id":"m-1","created_at":1})"}};
  sent_since_ = 4;
  EXPECT_EQ(Kind(Next(message)), "call");
}

TEST_F(OaSend, PicturesAreUploadedFirst) {
  base::Message message;
  message.files = {{"f1", "屏幕\".png", "image/png", 9}};
  const Step upload = Next(message);
  ASSERT_TRUE(std::holds_alternative<Call>(upload));
  const Call& call = std::get<Call>(upload);
  EXPECT_FALSE(call.delivers);
  EXPECT_EQ(call.url, "https://api.weixin.qq.com/cgi-bin/media/upload?type=image&access_token=the-token");
  EXPECT_NE(call.body.find("filename=\"屏幕_.png\""), std::string::npos);
  answers_ = {HttpAnswer{200, {}, R"({"type":"image","media_id":"m-1","created_at":1})"}};
  EXPECT_EQ(BodyOf(std::get<Call>(Next(message))),
            json::parse(R"({"touser":"oUser0001","msgtype":"image","image":{"media_id":"m-1"}})"));
  EXPECT_EQ(Kind(Next(message, 1)), "done");
}

TEST_F(OaSend, FilesThatWeChatDoesNotCarryAreSaidToBe) {
  base::Message message = base::Say("请看附件");
  message.files = {{"f1", "report.pdf", "application/pdf", 9}};
  EXPECT_EQ(Kind(Next(message)), "call") << "the words go";
  const auto refused = TryNext(message, 1);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("report.pdf"), std::string::npos);
  message.files = {{"f1", "big.mp3", "audio/mpeg", 9}};
  file_ = std::string((2 << 20) + 1, 'x');
  EXPECT_EQ(TryNext(message, 1).error().code, base::ErrorCode::kTooLarge);
}

TEST_F(OaSend, AHandoffEndsWithTheTransferToTheAccountsOwnAgents) {
  settings_.values["transfer"] = "true";
  const Verified open = Opened(Text("转人工"));
  const base::Message message = SaidBy(MessageKind::kHandoff, "正在为您转接人工客服");
  EXPECT_EQ(Kind(Next(message, 0, &open)), "call") << "the answer is kept for the transfer";
  const Step transfer = Next(message, 1, &open);
  ASSERT_TRUE(std::holds_alternative<InAnswer>(transfer));
  EXPECT_EQ(OpenedAnswer(std::get<InAnswer>(transfer).answer),
            "<xml><ToUserName><![CDATA[oUser0001]]></ToUserName><FromUserName><![CDATA[gh_123456789abc]]>"
            "</FromUserName><CreateTime>1700000000</CreateTime>"
            "<MsgType><![CDATA[transfer_customer_service]]></MsgType></xml>");
  EXPECT_EQ(Kind(Next(message, 2, &open)), "done");
  settings_.values["kf_account"] = "test1@gh";
  EXPECT_NE(OpenedAnswer(std::get<InAnswer>(Next(message, 1, &open)).answer)
                .find("<TransInfo><KfAccount><![CDATA[test1@gh]]></KfAccount></TransInfo></xml>"),
            std::string::npos);
  EXPECT_EQ(Kind(Next(base::Say("您好"), 1, &open)), "done") << "only a handoff is one";
}

TEST_F(OaSend, ATransferThatIsLateGoesToTheAgentWhoIsConfigured) {
  settings_.values["transfer"] = "true";
  const base::Message message = SaidBy(MessageKind::kHandoff, "正在为您转接人工客服");
  EXPECT_EQ(Kind(Next(message, 1)), "done") << "no answer is open and nobody is named";
  settings_.values["kf_account"] = "test1@gh";
  const Step session = Next(message, 1);
  ASSERT_TRUE(std::holds_alternative<Call>(session));
  EXPECT_EQ(std::get<Call>(session).url,
            "https://api.weixin.qq.com/customservice/kfsession/create?access_token=the-token");
  EXPECT_EQ(std::get<Call>(session).body, R"({"kf_account":"test1@gh","openid":"oUser0001"})");
  const Verified click = Opened(Happened("CLICK", "<EventKey>person</EventKey>"));
  EXPECT_EQ(Kind(Next(message, 1, &click)), "call") << "events cannot be transferred in the answer";
}

TEST_F(OaSend, TheSignThatSomebodyWritesIsShownAndTakenBack) {
  const auto body_of = [&](bool on) {
    const auto step = adapter_.ShowTyping({address_, on, nullptr}, env());
    EXPECT_TRUE(step.has_value() && std::holds_alternative<Call>(*step));
    return std::get<Call>(*step).body;
  };
  EXPECT_EQ(body_of(true), R"({"command":"Typing","touser":"oUser0001"})");
  EXPECT_EQ(body_of(false), R"({"command":"CancelTyping","touser":"oUser0001"})");
  const base::ReplyPath over{{}, now_ - std::chrono::seconds(1), 5};
  EXPECT_TRUE(std::holds_alternative<Done>(*adapter_.ShowTyping({address_, true, &over}, env())));
  settings_.values["typing"] = "false";
  EXPECT_TRUE(std::holds_alternative<Done>(*adapter_.ShowTyping({address_, true, nullptr}, env())));
}

TEST_F(OaSend, NobodyButAFollowerIsWrittenTo) {
  address_.channel = "not an id";
  EXPECT_EQ(TryNext(base::Say("您好")).error().code, base::ErrorCode::kInvalid);
}

}  // namespace
}  // namespace frontdesk::adapters::wechat_oa
