// How a message of ours becomes calls: in place while the session lives, by the API after it, as a card where it can
// be.
#include "adapters/dingtalk/outgoing.h"
#include "adapters/dingtalk/robot_body.h"
#include "tests/adapters/dingtalk_account.h"

namespace frontdesk::adapters::dingtalk {
namespace {

using nlohmann::json;

class DingTalkSending : public DingTalkAccount {
 protected:
  Call OnlyCall(const base::Message& message) {
    const auto calls = CallsOf(message);
    EXPECT_EQ(calls.size(), 1u);
    return calls.empty() ? Call{} : calls[0];
  }
  void HaveSession(base::Millis left) {
    path_back_ = base::ReplyPath{json{{"session", kSession}, {"until", base::ToMillis(now_ + left)}}.dump()};
  }
  static base::Message Picture(const std::string& type = "image/png", const std::string& name = "截图.png") {
    base::Message message;
    message.kind = base::MessageKind::kAgent;
    message.files = {{"f1", name, type, 9}};
    return message;
  }
};

TEST_F(DingTalkSending, AnswersInPlaceWhileTheSessionLives) {
  HaveSession(std::chrono::minutes(90));
  const Call call = OnlyCall(base::Say("你好"));
  EXPECT_EQ(call.url, kSession);
  EXPECT_EQ(FindHeader(call.headers, "x-acs-dingtalk-access-token"), "") << "it needs none";
  EXPECT_EQ(BodyOf(call), (json{{"msgtype", "markdown"}, {"markdown", {{"title", "你好"}, {"text", "你好"}}}}));
}

TEST_F(DingTalkSending, AnswersByTheApiWhenTheSessionHasEnded) {
  for (const base::Millis left : {base::Millis{-1}, base::Millis{0}, base::Millis{59'000}}) {
    HaveSession(left);
    EXPECT_EQ(OnlyCall(base::Say("你好")).url, "https://api.dingtalk.com/v1.0/robot/oToMessages/batchSend")
        << left.count();
  }
  HaveSession(std::chrono::seconds(61));
  EXPECT_EQ(OnlyCall(base::Say("你好")).url, kSession);
}

TEST_F(DingTalkSending, WhatTheSessionRefusesGoesByTheApi) {
  HaveSession(std::chrono::minutes(90));
  const Call call = OnlyCall(base::Say("你好"));
  const SendResult refused =
      adapter().Classify(call, {HttpAnswer{200, {}, R"({"errcode":300001,"errmsg":"session is not exist"})"}, false});
  EXPECT_EQ(refused.kind, SendResult::Kind::kRejected);
  avoid_ = {refused.avoid};
  const Call other = OnlyCall(base::Say("你好"));
  EXPECT_EQ(other.url, "https://api.dingtalk.com/v1.0/robot/oToMessages/batchSend");
  EXPECT_EQ(adapter().Classify(other, {HttpAnswer{400, {}, R"({"code":"x"})"}, false}).avoid, "")
      << "there is no third";
}

TEST_F(DingTalkSending, ACardThatIsRefusedIsShownWithoutOne) {
  settings_.values["card_template_id"] = "8a-1.schema";
  const Call call = OnlyCall(WithButtons(2));
  avoid_ = {adapter().Classify(call, {HttpAnswer{400, {}, R"({"code":"param.cardTemplateId"})"}, false}).avoid};
  EXPECT_EQ(BodyOf(OnlyCall(WithButtons(2)))["msgKey"], "sampleActionCard2");
  address_.channel = "group:cidA==";
  EXPECT_EQ(BodyOf(OnlyCall(WithButtons(2)))["msgKey"], "sampleMarkdown");
}

TEST_F(DingTalkSending, NeverAnswersAtAnotherHost) {
  path_back_ = base::ReplyPath{json{{"session", "https://evil.example/steal"}, {"until", kNowMs + 5'400'000}}.dump()};
  EXPECT_EQ(OnlyCall(base::Say("你好")).url, "https://api.dingtalk.com/v1.0/robot/oToMessages/batchSend");
  path_back_ = base::ReplyPath{"no json"};
  EXPECT_EQ(OnlyCall(base::Say("你好")).url, "https://api.dingtalk.com/v1.0/robot/oToMessages/batchSend");
}

TEST_F(DingTalkSending, APersonIsWrittenToByTheirStaffId) {
  const Call call = OnlyCall(base::Say("你好 \"世界\"\n第二行 😀"));
  EXPECT_EQ(FindHeader(call.headers, "x-acs-dingtalk-access-token"), "the-token");
  const json body = BodyOf(call);
  EXPECT_EQ(body["robotCode"], "dingapp");
  EXPECT_EQ(body["userIds"], json::array({"16650"}));
  EXPECT_EQ(body["msgKey"], "sampleMarkdown");
  ASSERT_TRUE(body["msgParam"].is_string()) << "JSON written down as a text";
  EXPECT_EQ(ParameterOf(call)["text"], "你好 \"世界\"\n\n第二行 😀");
  EXPECT_EQ(ParameterOf(call)["title"], "你好 \"世界\"");
}

TEST_F(DingTalkSending, AGroupIsWrittenToByItsConversationId) {
  address_.channel = "group:cidA==";
  settings_.values["robot_code"] = "dingrobot";
  const Call call = OnlyCall(base::Say("你好"));
  EXPECT_EQ(call.url, "https://api.dingtalk.com/v1.0/robot/groupMessages/send");
  EXPECT_EQ(BodyOf(call)["openConversationId"], "cidA==");
  EXPECT_EQ(BodyOf(call)["robotCode"], "dingrobot");
}

TEST_F(DingTalkSending, AnOutsiderIsAnsweredInPlaceOnly) {
  address_.channel = "$:LWCP_v1:$out";
  HaveSession(std::chrono::minutes(90));
  EXPECT_EQ(OnlyCall(base::Say("你好")).url, kSession);
  settings_.values["card_template_id"] = "a.schema";
  EXPECT_EQ(BodyOf(OnlyCall(WithButtons()))["msgtype"], "actionCard") << "a card cannot be delivered to them";
  HaveSession(base::Millis{0});
  for (const base::Message& message : {base::Say("你好"), Picture()}) {
    const auto step = TryNext(message);
    ASSERT_FALSE(step.has_value());
    EXPECT_EQ(step.error().code, base::ErrorCode::kForbidden);
    EXPECT_NE(step.error().message.find("outside"), std::string::npos) << "agents read why";
  }
}

TEST_F(DingTalkSending, ButtonsInDirectTalkSayTheirWords) {
  const Call call = OnlyCall(WithButtons(2));
  EXPECT_EQ(BodyOf(call)["msgKey"], "sampleActionCard2");
  const json parameter = ParameterOf(call);
  EXPECT_EQ(parameter["actionTitle1"], "是的");
  EXPECT_EQ(parameter["actionURL1"], "dtmd://dingtalkclient/sendMessage?content=%E6%98%AF%E7%9A%84");
  EXPECT_EQ(parameter["actionTitle2"], "没有");
  EXPECT_EQ(parameter["text"], "解决了吗？");
  EXPECT_EQ(BodyOf(OnlyCall(WithButtons(5)))["msgKey"], "sampleActionCard5");
  const json single = ParameterOf(OnlyCall(WithButtons(1)));
  EXPECT_EQ(single["singleTitle"], "是的");
  EXPECT_TRUE(single["singleURL"].get<std::string>().starts_with("dtmd://"));
  HaveSession(std::chrono::minutes(90));
  const json in_place = BodyOf(OnlyCall(WithButtons(2)));
  EXPECT_EQ(in_place["msgtype"], "actionCard");
  ASSERT_EQ(in_place["actionCard"]["btns"].size(), 2u);
  EXPECT_EQ(in_place["actionCard"]["btns"][1]["title"], "没有");
}

TEST_F(DingTalkSending, AButtonWhoseLabelWasCutSaysItsNumber) {
  base::Message message = WithButtons(1);
  message.buttons.push_back(
      {"这个按钮的文字实在是太长了，一行根本放不下来，谁也没有耐心把它从头到尾读完，所以在这里就截断了", "v"});
  const json parameter = ParameterOf(OnlyCall(message));
  EXPECT_TRUE(parameter["actionTitle2"].get<std::string>().ends_with("…"));
  EXPECT_TRUE(parameter["actionURL2"].get<std::string>().ends_with("content=2"));
}

TEST_F(DingTalkSending, MoreButtonsThanACardHasAreNumbered) {
  const Call call = OnlyCall(WithButtons(6));
  EXPECT_EQ(BodyOf(call)["msgKey"], "sampleMarkdown");
  const std::string text = ParameterOf(call)["text"];
  EXPECT_NE(text.find("6. 不知道"), std::string::npos) << text;
}

// A robot is not told what is said in a group without its name.
TEST_F(DingTalkSending, ButtonsInAGroupAreNumberedWithoutATemplate) {
  address_.channel = "group:cidA==";
  const Call call = OnlyCall(WithButtons(2));
  EXPECT_EQ(BodyOf(call)["msgKey"], "sampleMarkdown");
  const std::string text = ParameterOf(call)["text"];
  EXPECT_NE(text.find("1. 是的"), std::string::npos) << text;
  EXPECT_NE(text.find("2. 没有"), std::string::npos) << text;
  EXPECT_FALSE(adapter().ShowsButtons(settings_));
}

TEST_F(DingTalkSending, ButtonsWithoutWordsHaveSomeAboveThem) {
  base::Message message = WithButtons(2);
  message.text = {};
  EXPECT_EQ(ParameterOf(OnlyCall(message))["text"], "请选择：");
}

TEST_F(DingTalkSending, ACardIsMadeOfTheTemplateInAGroup) {
  settings_.values["card_template_id"] = "8a-1.schema";
  address_.channel = "group:cidA==";
  HaveSession(std::chrono::minutes(90));
  const Call call = OnlyCall(WithButtons(2));
  EXPECT_EQ(call.url, "https://api.dingtalk.com/v1.0/card/instances/createAndDeliver");
  const json body = BodyOf(call);
  EXPECT_EQ(body["cardTemplateId"], "8a-1.schema");
  EXPECT_EQ(body["outTrackId"], "fd-42-1700000000000");
  EXPECT_EQ(body["callbackType"], "STREAM");
  EXPECT_EQ(body["openSpaceId"], "dtv1.card//IM_GROUP.cidA==");
  EXPECT_EQ(body["imGroupOpenDeliverModel"]["robotCode"], "dingapp");
  EXPECT_EQ(body["userIdType"], 1);
  const json& card = body["cardData"]["cardParamMap"];
  EXPECT_EQ(card["content"], "解决了吗？");
  EXPECT_EQ(card["button1"], "是的");
  EXPECT_EQ(card["value2"], "value:1");
  EXPECT_EQ(card["button3"], "");
  for (const auto& [name, value] : card.items()) EXPECT_TRUE(value.is_string()) << name;
  EXPECT_TRUE(adapter().ShowsButtons(settings_));
}

TEST_F(DingTalkSending, ACardInDirectTalkGoesToThePersonsSpace) {
  settings_.values["card_template_id"] = "8a-1.schema";
  settings_.values["transport"] = "http";
  settings_.values["card_route"] = "frontdesk";
  const json body = BodyOf(OnlyCall(WithButtons(2)));
  EXPECT_EQ(body["openSpaceId"], "dtv1.card//IM_ROBOT.16650");
  EXPECT_EQ(body["imRobotOpenDeliverModel"]["spaceType"], "IM_ROBOT");
  EXPECT_EQ(body["callbackType"], "HTTP");
  EXPECT_EQ(body["callbackRouteKey"], "frontdesk");
}

TEST_F(DingTalkSending, ACardIsMadeToReadOtherwise) {
  replaces_ = "fd-42-1700000000000";
  base::Message message = base::Say("✓ 是的");
  auto step = TryNext(message);
  ASSERT_TRUE(step.has_value());
  const Call call = std::get<Call>(*step);
  EXPECT_EQ(call.method, "PUT");
  EXPECT_EQ(call.url, "https://api.dingtalk.com/v1.0/card/instances");
  const json body = BodyOf(call);
  EXPECT_EQ(body["outTrackId"], "fd-42-1700000000000");
  EXPECT_EQ(body["cardUpdateOptions"]["updateCardDataByKey"], true);
  EXPECT_EQ(body["cardData"]["cardParamMap"]["content"], "✓ 是的");
  EXPECT_EQ(body["cardData"]["cardParamMap"]["button1"], "") << "the buttons go away";
  EXPECT_TRUE(std::holds_alternative<Done>(*TryNext(message, 1)));
  replaces_ = "something else";
  EXPECT_TRUE(std::holds_alternative<Done>(*TryNext(message))) << "only cards can be changed";
}

TEST_F(DingTalkSending, ALongMessageIsSplitAndEveryParameterFits) {
  std::string text;
  while (text.size() < 60'000) text += "*引用* \"很长\" 的 _一段_ 话，😀 ";
  const auto calls = CallsOf(base::Say(text));
  EXPECT_GT(calls.size(), 9u);
  for (const Call& call : calls) EXPECT_LE(BodyOf(call)["msgParam"].get<std::string>().size(), kMostParameter);
}

TEST_F(DingTalkSending, ACardWhoseButtonsLeaveNoRoomIsNumbered) {
  base::Message message = base::Say(std::string(5'900, '"'));
  std::string wide;
  for (int i = 0; i < 18; ++i) wide += "👩‍👩‍👧‍👦";
  for (int i = 0; i < 5; ++i) message.buttons.push_back({std::to_string(i) + wide, "v"});
  for (const Call& call : CallsOf(message)) {
    EXPECT_EQ(BodyOf(call)["msgKey"], "sampleMarkdown");
    EXPECT_LE(BodyOf(call)["msgParam"].get<std::string>().size(), kMostParameter);
  }
}

TEST_F(DingTalkSending, AFileIsUploadedAndThenShown) {
  auto step = TryNext(Picture());
  ASSERT_TRUE(step.has_value());
  const Call upload = std::get<Call>(*step);
  EXPECT_FALSE(upload.delivers);
  EXPECT_EQ(upload.url, "https://oapi.dingtalk.com/media/upload?access_token=the-token&type=image");
  EXPECT_NE(upload.body.find("name=\"media\"; filename=\"截图.png\""), std::string::npos);
  const HttpAnswer uploaded[] = {{200, {}, R"({"errcode":0,"media_id":"@lADPDe7s2Q","type":"image"})"}};
  step = TryNext(Picture(), 0, uploaded);
  ASSERT_TRUE(step.has_value());
  EXPECT_EQ(BodyOf(std::get<Call>(*step))["msgKey"], "sampleImageMsg");
  EXPECT_EQ(ParameterOf(std::get<Call>(*step)), (json{{"photoURL", "@lADPDe7s2Q"}}));
  step = TryNext(Picture("application/pdf", "报告.PDF"), 0, uploaded);
  EXPECT_EQ(BodyOf(std::get<Call>(*step))["msgKey"], "sampleFile");
  EXPECT_EQ(ParameterOf(std::get<Call>(*step)),
            (json{{"mediaId", "@lADPDe7s2Q"}, {"fileName", "报告.PDF"}, {"fileType", "pdf"}}));
  const HttpAnswer odd[] = {{200, {}, "{}"}};
  EXPECT_EQ(TryNext(Picture(), 0, odd).error().code, base::ErrorCode::kUnavailable);
}

TEST_F(DingTalkSending, NoSecretStandsInAnyCallButTheTokenInItsPlace) {
  HaveSession(std::chrono::minutes(90));
  for (const base::Message& message : {base::Say("你好"), WithButtons(2)})
    for (const Call& call : CallsOf(message)) {
      EXPECT_EQ(call.body.find("CANARY"), std::string::npos);
      EXPECT_EQ(call.url.find("the-token"), std::string::npos);
      EXPECT_EQ(call.body.find("the-token"), std::string::npos);
    }
}

TEST_F(DingTalkSending, WhatAUserTypedMeansNothingButItself) {
  const std::string typed =
      "<font color=red>x</font> @所有人 # 标题\n# 标题\n- 项\n1. 项\n> 引\n[骗](https://evil.example) "
      "![图](https://evil.example/a.png)"
      " **粗** `码` &lt; https://bank.example@evil.example";
  const std::string text = ParameterOf(OnlyCall(base::Say(typed)))["text"];
  EXPECT_EQ(text.find("<font"), std::string::npos);
  EXPECT_EQ(text.find("@所有人"), std::string::npos);
  EXPECT_EQ(text.find("\n#"), std::string::npos);
  EXPECT_EQ(text.find("\n- "), std::string::npos);
  EXPECT_EQ(text.find("\n1."), std::string::npos);
  EXPECT_EQ(text.find("\n>"), std::string::npos);
  EXPECT_EQ(text.find("]("), text.find("\\](") + 1) << "every bracket is escaped: " << text;
  EXPECT_NE(text.find("\\*\\*粗\\*\\*"), std::string::npos);
  EXPECT_EQ(text.find("&lt;"), std::string::npos);
}

TEST_F(DingTalkSending, RichTextIsThePlatformsMarkdown) {
  base::Message message;
  message.text = base::Markdown(
      "## 步骤\n\n请点 **设置**，再看 [说明](https://help.example.com/a_(b))：\n\n1. 打开\n2. 保存\n\n> "
      "注意\n\n`code`");
  EXPECT_EQ(ParameterOf(OnlyCall(message))["text"],
            "## 步骤\n\n请点 **设置**，再看 [说明](https://help.example.com/a_%28b%29)：\n\n1. 打开\n2. 保存\n\n> "
            "注意\n\ncode");
}

}  // namespace
}  // namespace frontdesk::adapters::dingtalk
