// The intelligent robot: what it hears, how it answers, and what a group's webhook is told.
#include "adapters/wecom/callback.h"
#include "adapters/wecom/media.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "tests/adapters/wecom_account.h"

namespace frontdesk::adapters::wecom {
namespace {

using base::ErrorCode;
using nlohmann::json;

const RobotAdapter kRobot;
const GroupAdapter kGroup;

constexpr char kResponseUrl[] = "https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=RC1";

class WecomRobot : public Account {
 protected:
  WecomRobot() : Account(kRobot) { settings_.values["robot_name"] = "小助手"; }

  static json Callback(const std::string& kind, json more) {
    json body = {{"msgid", "m1"},
                 {"aibotid", "AIBOT"},
                 {"chattype", "single"},
                 {"from", {{"userid", "ZhangSan"}}},
                 {"response_url", kResponseUrl},
                 {"msgtype", kind}};
    body.update(more);
    return body;
  }
  // Through the signature and the cipher, as it comes.
  base::Result<Parsed> Parse(const std::string& message) {
    const auto sealed = SealedAnswer(message, Wrapping::kJson, "", env());
    EXPECT_TRUE(sealed.has_value());
    const json envelope = json::parse(sealed->body);
    query_ = "msg_signature=" + envelope["msgsignature"].get<std::string>() +
             "&timestamp=" + envelope["timestamp"].get<std::string>() +
             "&nonce=" + envelope["nonce"].get<std::string>();
    body_ = sealed->body;
    TRY(const Verified verified, adapter_.Verify({"POST", "/hooks/im", query_, {}, body_}, env()));
    return adapter_.Parse(verified, env());
  }
  std::vector<base::Event> EventsOf(const json& callback) {
    auto parsed = Parse(callback.dump());
    EXPECT_TRUE(parsed.has_value()) << parsed.error().message;
    const auto* taken = parsed ? std::get_if<Taken>(&*parsed) : nullptr;
    return taken ? taken->events : std::vector<base::Event>();
  }
  std::string SaidIn(const json& callback) {
    const auto events = EventsOf(callback);
    const auto* said = events.size() == 1 ? std::get_if<base::Said>(&events[0].body) : nullptr;
    return said ? said->text : "(nothing was said)";
  }
  // The message inside an encrypted answer.
  json Inside(const Step& step) const {
    const auto* answer = std::get_if<InAnswer>(&step);
    if (answer == nullptr) return "no answer";
    const json envelope = json::parse(answer->answer.body);
    const auto message = common::WxDecrypt(*common::WxKey(kAesKeyText), envelope["encrypt"].get<std::string>(), "");
    return message ? json::parse(*message) : json("not opened");
  }

  std::string query_, body_;
};

TEST_F(WecomRobot, HearsWhatIsSaidToItAloneAndKnowsTheWayBack) {
  const auto events = EventsOf(Callback("text", {{"text", {{"content", "你好 😀"}}}}));
  ASSERT_EQ(events.size(), 1u);
  const base::Event& event = events[0];
  EXPECT_EQ(event.id, "m1");
  EXPECT_EQ(event.address, (base::Address{"im", "zhangsan", ""}));
  EXPECT_EQ(event.author.id, "zhangsan");
  EXPECT_EQ(std::get<base::Said>(event.body).text, "你好 😀");
  EXPECT_FALSE(event.to_us);
  ASSERT_TRUE(event.path.has_value());
  EXPECT_EQ(event.path->words, R"({"target":"/cgi-bin/aibot/response?response_code=RC1"})");
  EXPECT_EQ(event.path->until, kNow + std::chrono::hours(1));
  EXPECT_EQ(event.path->messages, 2);
}

TEST_F(WecomRobot, IsSpokenToInAGroupWithoutItsName) {
  json callback = Callback("text", {{"chattype", "group"}, {"chatid", "wrGroup1"}});
  const auto said = [&](const std::string& words) {
    callback["text"] = {{"content", words}};
    return SaidIn(callback);
  };
  EXPECT_EQ(said("@小助手 打印机坏了"), "打印机坏了");
  EXPECT_EQ(said("打印机坏了 @小助手 帮忙看看"), "打印机坏了 帮忙看看");
  EXPECT_EQ(said("@小助手"), "(nothing was said)");
  settings_.values.erase("robot_name");
  EXPECT_EQ(said("@RobotA 你好 @小王"), "你好 @小王");
  const auto events = EventsOf(callback);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].address.channel, "wrGroup1");
  EXPECT_EQ(events[0].author.id, "zhangsan");
  EXPECT_TRUE(events[0].to_us);
}

TEST_F(WecomRobot, HearsVoiceAsWordsAndPicturesWithTheirWords) {
  EXPECT_EQ(SaidIn(Callback("voice", {{"voice", {{"content", "我要退款"}}}})), "我要退款");
  const json items = json::array({{{"msgtype", "text"}, {"text", {{"content", "看这个"}}}},
                                  {{"msgtype", "image"}, {"image", {{"url", "https://x.myqcloud.com/a"}}}}});
  const auto events = EventsOf(Callback("mixed", {{"mixed", {{"msg_item", items}}}}));
  ASSERT_EQ(events.size(), 1u);
  const auto& sent = std::get<base::SentFiles>(events[0].body);
  EXPECT_EQ(sent.caption, "看这个");
  ASSERT_EQ(sent.files.size(), 1u);
  EXPECT_EQ(sent.files[0].remote, R"({"url":"https://x.myqcloud.com/a"})");
  for (const char* kind : {"image", "file", "video"}) {
    const auto one = EventsOf(Callback(kind, {{kind, {{"url", "https://x.myqcloud.com/a"}}}}));
    ASSERT_EQ(one.size(), 1u) << kind;
    EXPECT_TRUE(std::holds_alternative<base::SentFiles>(one[0].body)) << kind;
  }
}

TEST_F(WecomRobot, APressNamesTheMessageInEitherSpelling) {
  const json click = {{"card_type", "button_interaction"}, {"event_key", "person"}, {"task_id", "fd-42-1700000000"}};
  json flat = click;
  flat["eventtype"] = "template_card_event";
  for (const json& event : {json{{"eventtype", "template_card_event"}, {"template_card_event", click}}, flat}) {
    const auto events = EventsOf(Callback("event", {{"event", event}}));
    ASSERT_EQ(events.size(), 1u);
    const auto& pressed = std::get<base::Pressed>(events[0].body);
    EXPECT_EQ(pressed.value, "person");
    EXPECT_EQ(pressed.row, 42);
  }
}

TEST_F(WecomRobot, HearsNothingOfFeedbackOtherRobotsAndPolls) {
  EXPECT_TRUE(EventsOf(Callback("event", {{"event", {{"eventtype", "feedback_event"}}}})).empty());
  settings_.values["robot_id"] = "OTHER";
  EXPECT_TRUE(EventsOf(Callback("text", {{"text", {{"content", "hi"}}}})).empty());
  const auto poll = Parse(R"({"msgid":"m2","msgtype":"stream","stream":{"id":"fd-42-1-0"}})");
  ASSERT_TRUE(poll.has_value());
  EXPECT_EQ(std::get<HttpAnswer>(*poll).body, "") << "a stream ends with its first answer";
}

TEST_F(WecomRobot, OddMessagesAreRefusedOrPassedOver) {
  for (const std::string odd : {"", "null", "[]", "{", "7", "\"x\"", "\xff\xfe"}) {
    const auto parsed = Parse(odd);
    if (parsed) {
      EXPECT_TRUE(std::get<Taken>(*parsed).events.empty()) << odd;
    } else {
      EXPECT_EQ(parsed.error().code, ErrorCode::kInvalid) << odd;
    }
  }
  for (const json& odd :
       {json{{"msgtype", "text"}}, json{{"msgtype", 7}, {"from", 7}}, Callback("text", {{"text", 7}}),
        Callback("text", {{"text", {{"content", "x"}}}, {"from", {{"userid", "../x"}}}}),
        Callback("text", {{"text", {{"content", "x"}}}, {"chattype", "group"}}), Callback("event", {{"event", {}}})})
    EXPECT_TRUE(EventsOf(odd).empty()) << odd;
  EXPECT_TRUE(EventsOf(Callback("mixed", {{"mixed", {{"msg_item", {1, "x"}}}}})).empty());
}

TEST_F(WecomRobot, AnswersAMessageWithAStreamThatEndsAtOnce) {
  const Verified open = Opened(Callback("text", {{"text", {{"content", "hi"}}}}).dump());
  const json reply = Inside(Next(base::Say("**重置**密码"), 0, &open));
  EXPECT_EQ(reply["msgtype"], "stream");
  EXPECT_EQ(reply["stream"]["id"], "fd-42-1700000000-0");
  EXPECT_EQ(reply["stream"]["finish"], true);
  EXPECT_EQ(reply["stream"]["content"], "\\*\\*重置\\*\\*密码") << "what a person typed is no markup";
}

TEST_F(WecomRobot, AnswersWithWordsAndACardTogether) {
  const Verified open = Opened(Callback("text", {{"text", {{"content", "hi"}}}}).dump());
  const json reply = Inside(Next(YesOrNo("解决了吗？"), 0, &open));
  EXPECT_EQ(reply["msgtype"], "stream_with_template_card");
  EXPECT_EQ(reply["stream"]["content"], "先做这个。");
  EXPECT_EQ(reply["template_card"]["main_title"]["title"], "解决了吗？");
  EXPECT_TRUE(std::holds_alternative<Done>(Next(YesOrNo("解决了吗？"), 1)));
}

TEST_F(WecomRobot, GreetsInWordsWithNumberedChoices) {
  const Verified open = Opened(Callback("event", {{"event", {{"eventtype", "enter_chat"}}}}).dump());
  const json reply = Inside(Next(YesOrNo("要做什么？"), 0, &open));
  EXPECT_EQ(reply["msgtype"], "text");
  EXPECT_EQ(reply["text"]["content"], "先做这个。\n要做什么？\n1. 解决了\n2. 没有");
}

TEST_F(WecomRobot, SpeaksOnceMoreByTheResponseUrlOfItsOwnPlatform) {
  path_.words = R"({"target":"/cgi-bin/aibot/response?response_code=RC1"})";
  settings_.values["api_base"] = "https://wecom.example.com";
  const Call call = std::get<Call>(Next(base::Say("你好")));
  EXPECT_EQ(call.url, "https://wecom.example.com/cgi-bin/aibot/response?response_code=RC1");
  EXPECT_EQ(BodyOf(call), (json{{"msgtype", "markdown"}, {"markdown", {{"content", "你好"}}}}));
  const json words = BodyOf(std::get<Call>(Next(YesOrNo("解决了吗？"))));
  EXPECT_NE(words["markdown"]["content"].get<std::string>().find("没有"), std::string::npos);
}

TEST_F(WecomRobot, SaysWhyItCannotSpeak) {
  EXPECT_EQ(TryNext(base::Say("hi")).error().code, ErrorCode::kForbidden);
  path_.words = R"({"target":"/cgi-bin/aibot/response?response_code=RC1"})";
  sent_since_ = 2;
  const auto step = TryNext(base::Say("hi"));
  ASSERT_FALSE(step.has_value());
  EXPECT_EQ(step.error().code, ErrorCode::kForbidden);
  EXPECT_NE(step.error().message.find("twice"), std::string::npos);
}

TEST_F(WecomRobot, ChangesACardOnlyWhileItIsPressed) {
  replaces_ = "card";
  base::Message chosen = base::Say("解决了吗？");
  base::Append(chosen.text, base::PlainRichText("✓ 解决了"));
  EXPECT_EQ(TryNext(chosen).error().code, ErrorCode::kNotFound);
  const Verified open = Opened(Callback("event", {{"event", {{"eventtype", "template_card_event"}}}}).dump());
  const json reply = Inside(Next(chosen, 0, &open));
  EXPECT_EQ(reply["response_type"], "update_template_card");
  EXPECT_EQ(reply["template_card"]["card_type"], "text_notice");
  EXPECT_EQ(reply["template_card"]["main_title"]["title"], "✓ 解决了");
  EXPECT_EQ(reply["template_card"]["task_id"], "fd-42-1700000000");
}

TEST_F(WecomRobot, OpensFilesFromTencentsStorageAndNowhereElse) {
  const FileSource& source = *adapter_.file_source();
  const auto next = [&](const std::string& url, std::vector<HttpAnswer> answers = {}) {
    return source.Next({"f", "n", "", 0, RemoteOfUrl(url)}, answers, env());
  };
  const std::string good = "https://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/abc?q-sign=1";
  EXPECT_EQ(std::get<Call>(*next(good)).url, good);
  for (const std::string bad :
       {"http://x.myqcloud.com/a", "https://myqcloud.com.evil.example/a", "https://evil.example/.myqcloud.com",
        "https://user@x.myqcloud.com/a", "https://x.myqcloud.com:8080/a", "https://127.0.0.1/a", ""})
    EXPECT_EQ(next(bad).error().code, ErrorCode::kForbidden) << bad;
  settings_.lists["media_hosts"] = {"files.example.com"};
  EXPECT_TRUE(next("https://files.example.com/a").has_value());
  EXPECT_EQ(next(good, {{200, {}, "not encrypted"}}).error().code, ErrorCode::kInvalid);
}

class WecomGroup : public Account {
 protected:
  WecomGroup() : Account(kGroup) {}
};

TEST_F(WecomGroup, HearsNothingAndTellsInText) {
  EXPECT_FALSE(adapter_.takes_hooks());
  EXPECT_FALSE(adapter_.Verify({"POST", "/hooks/im", {}, {}, {}}, env()).has_value());
  const auto calls = CallsOf(YesOrNo("好吗？"));
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].url, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=CANARY-KEY");
  EXPECT_EQ(BodyOf(calls[0]),
            (json{{"msgtype", "text"}, {"text", {{"content", "先做这个。\n好吗？\n1. 解决了\n2. 没有"}}}}));
}

TEST_F(WecomGroup, TellsNobodyOfCommandsThatItCannotHear) {
  base::Message card = base::Say("新工单 #1001");
  card.facts = {{"title", "标题", "打印机坏了"}, {"commands", "命令", "/take 1001"}};
  EXPECT_EQ(BodyOf(CallsOf(card).at(0))["text"]["content"], "新工单 #1001\n标题: 打印机坏了");
}

TEST_F(WecomGroup, PicturesGoInTheMessageAndFilesAreUploaded) {
  base::Message message;
  message.files = {{"f1", "map.png", "image/png", 9}, {"f2", "log.txt", "text/plain", 9}};
  const json picture = BodyOf(std::get<Call>(Next(message, 0)));
  EXPECT_EQ(picture["image"]["base64"], base::Base64Encode("PNG bytes"));
  EXPECT_EQ(picture["image"]["md5"].get<std::string>().size(), 32u);
  const Call upload = std::get<Call>(Next(message, 1));
  EXPECT_EQ(upload.url, "https://qyapi.weixin.qq.com/cgi-bin/webhook/upload_media?key=CANARY-KEY&type=file");
  answers_ = {{200, {}, R"({"errcode":0,"media_id":"3a8"})"}};
  EXPECT_EQ(BodyOf(std::get<Call>(Next(message, 1))), (json{{"msgtype", "file"}, {"file", {{"media_id", "3a8"}}}}));
}

TEST_F(WecomGroup, ItsKeyStandsInNoReasonAndALostWebhookIsTheAdmins) {
  const SendResult result = OutcomeOfCode(93000);
  EXPECT_EQ(result.kind, SendResult::Kind::kRetry);
  EXPECT_TRUE(result.whole_account);
  EXPECT_EQ(result.reason.find("CANARY"), std::string::npos);
  EXPECT_EQ(OutcomeOfCode(42001).kind, SendResult::Kind::kRejected) << "there is no token to fetch";
  Settings bad = AccountSettings();
  bad.secrets["key"] = base::Secret("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x");
  EXPECT_NE(adapter_.CheckSettings(bad).error().where.find("key="), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::adapters::wecom
