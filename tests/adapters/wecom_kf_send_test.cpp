// WeChat customer service: what goes out, how it fits into five messages, and who has the word.
#include "tests/adapters/wecom_kf_account.h"

namespace frontdesk::adapters::wecom::kf {
namespace {

using base::MessageKind;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Kind = SendResult::Kind;

class KfSend : public KfAccount {};

std::string Long(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) text += "第" + std::to_string(i) + "句话，说得很长。\n";
  return text;
}

TEST_F(KfSend, ATextGoesThroughTheAccountThatTheCustomerCameBy) {
  const Call call = CallOf(base::Say("您好 ]]> & <b>"));
  EXPECT_TRUE(Asks(call, "kf/send_msg"));
  EXPECT_EQ(json::parse(call.body), (json{{"touser", kCustomer},
                                          {"open_kfid", kKf},
                                          {"msgid", "fd-42-1700000000-0"},
                                          {"msgtype", "text"},
                                          {"text", {{"content", "您好 ]]> & <b>"}}}}));
  EXPECT_TRUE(std::holds_alternative<Done>(Next(base::Say("您好"), 1)));
}

TEST_F(KfSend, MessageIdsAreOnesThatWeComTakes) {
  row_.id = 999'999'999'999;
  const std::string id = BodyOf(base::Say("x"))["msgid"];
  EXPECT_LE(id.size(), 32u);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"),
            std::string::npos);
}

TEST_F(KfSend, ChoicesAreAMenuBelowTheWords) {
  const auto bodies = BodiesOf(YesOrNo("解决了吗？"));
  ASSERT_THAT(bodies, SizeIs(1));
  EXPECT_EQ(bodies[0]["msgtype"], "msgmenu");
  EXPECT_EQ(bodies[0]["msgmenu"]["head_content"], "先做这个。\n解决了吗？");
  EXPECT_EQ(bodies[0]["msgmenu"]["list"],
            (json::array({{{"type", "click"}, {"click", {{"id", "fd/verdict:yes"}, {"content", "解决了"}}}},
                          {{"type", "click"}, {"click", {{"id", "fd/verdict:no"}, {"content", "没有"}}}}})));
}

TEST_F(KfSend, ASourceIsARowThatOpensIt) {
  base::Message message = YesOrNo("解决了吗？");
  message.source = "重置密码";
  message.source_href = "https://help.example.com/a/1";
  const json menu = BodyOf(message)["msgmenu"];
  ASSERT_EQ(menu["list"].size(), 3u);
  EXPECT_EQ(menu["list"][2],
            (json{{"type", "view"}, {"view", {{"url", "https://help.example.com/a/1"}, {"content", "重置密码"}}}}));
  EXPECT_THAT(menu["head_content"].get<std::string>(), Not(HasSubstr("help.example.com")));
}

TEST_F(KfSend, LongWordsStandAboveAMenuWithTheQuestion) {
  base::Message message = base::Say(Long(1'500));
  base::Append(message.text, base::PlainRichText("解决了吗？"));
  message.asks = true;
  message.buttons = {{"是", "yes"}, {"否", "no"}};
  const auto bodies = BodiesOf(message);
  ASSERT_THAT(bodies, SizeIs(2));
  EXPECT_EQ(bodies[0]["msgtype"], "text");
  EXPECT_EQ(bodies[1]["msgmenu"]["head_content"], "解决了吗？");
}

TEST_F(KfSend, WhatAMenuHasNoRoomForIsNumbered) {
  base::Message eleven = base::Say("选哪个？");
  for (int i = 0; i < 11; ++i) eleven.buttons.push_back({"第" + std::to_string(i), "v" + std::to_string(i)});
  EXPECT_THAT(BodyOf(eleven)["text"]["content"].get<std::string>(), HasSubstr("11. 第10"));
  base::Message value = YesOrNo("?");
  value.buttons[0].value = std::string(62, 'v');
  EXPECT_EQ(BodyOf(value)["msgtype"], "text") << "an id has 64 bytes";
  value.buttons[0].value = std::string(61, 'v');
  EXPECT_EQ(BodyOf(value)["msgtype"], "msgmenu");
  base::Message label = YesOrNo("?");
  label.buttons[0].label = std::string(129, 'x');
  EXPECT_EQ(BodyOf(label)["msgtype"], "text");
  base::Message same = YesOrNo("?");
  same.buttons[1].value = same.buttons[0].value;
  EXPECT_EQ(BodyOf(same)["msgtype"], "text");
}

TEST_F(KfSend, FilesAreUploadedAsWhatTheyAre) {
  const std::pair<const char*, const char*> kinds[] = {
      {"image/png", "image"}, {"video/mp4", "video"}, {"audio/amr", "voice"}, {"application/pdf", "file"}};
  for (const auto& [type, kind] : kinds) {
    base::Message message = base::Say("请看");
    message.files = {{"f1", "名字.bin", type, 11, ""}};
    answers_.clear();
    const Call upload = CallOf(message, 1);
    EXPECT_TRUE(Asks(upload, "media/upload")) << upload.url;
    EXPECT_THAT(upload.url, HasSubstr(std::string("&type=") + kind));
    EXPECT_FALSE(upload.delivers);
    Learn({{"errcode", 0}, {"media_id", "MEDIA"}});
    const json body = BodyOf(message, 1);
    EXPECT_EQ(body["msgtype"], kind);
    EXPECT_EQ(body[kind], (json{{"media_id", "MEDIA"}}));
    EXPECT_EQ(body["msgid"], "fd-42-1700000000-1");
  }
  base::Message voice;
  voice.files = {{"f1", "v.amr", "audio/amr", 3 << 20, ""}};
  answers_.clear();
  file_ = std::string(3 << 20, 'x');
  EXPECT_EQ(TryNext(voice).error().code, base::ErrorCode::kTooLarge);
}

TEST_F(KfSend, NothingGoesToWhoIsNoCustomer) {
  address_.thread.clear();
  EXPECT_EQ(BodyOf(base::Say("x"))["open_kfid"], kKf) << "the first service account";
  address_ = {"kf", "@all", kKf};
  EXPECT_EQ(TryNext(base::Say("x")).error().code, base::ErrorCode::kInvalid);
}

class KfBudget : public KfAccount {
 protected:
  bool IsSpared(MessageKind kind, int sent) {
    sent_since_ = sent;
    auto step = TryNext(OfKind(kind, "words"));
    return step && std::holds_alternative<Spared>(*step);
  }
};

TEST_F(KfBudget, FiveMessagesGoAndTheSixthIsRefusedWithTheReason) {
  for (sent_since_ = 0; sent_since_ < 5; ++sent_since_)
    EXPECT_TRUE(TryNext(OfKind(MessageKind::kAgent, "x"))) << sent_since_;
  const auto sixth = TryNext(OfKind(MessageKind::kAgent, "x"));
  ASSERT_FALSE(sixth);
  EXPECT_EQ(sixth.error().code, base::ErrorCode::kForbidden);
  EXPECT_THAT(sixth.error().message, HasSubstr("until they write again"));
  sent_since_ = 4;
  EXPECT_TRUE(std::holds_alternative<Done>(Next(OfKind(MessageKind::kAgent, "x"), 1))) << "the fifth was the last part";
}

TEST_F(KfBudget, AnswersGoBeforeCourtesies) {
  EXPECT_FALSE(IsSpared(MessageKind::kGreeting, 0));
  EXPECT_FALSE(IsSpared(MessageKind::kNotice, 1));
  EXPECT_TRUE(IsSpared(MessageKind::kNotice, 2));
  EXPECT_TRUE(IsSpared(MessageKind::kGreeting, 3));
  EXPECT_FALSE(IsSpared(MessageKind::kReceipt, 3));
  EXPECT_TRUE(IsSpared(MessageKind::kReceipt, 4));
  for (const MessageKind kind : {MessageKind::kAnswer, MessageKind::kAsk, MessageKind::kAgent, MessageKind::kHandoff})
    EXPECT_FALSE(IsSpared(kind, 4));
}

TEST_F(KfBudget, NewsThatAnotherChannelCouldNotBringIsNoCourtesy) {
  sent_since_ = 4;
  base::Message news = OfKind(MessageKind::kNotice, "We could not reach you elsewhere");
  news.subject = "forwarded";
  EXPECT_TRUE(std::holds_alternative<Call>(Next(news)));
}

TEST_F(KfBudget, WhereFewAreLeftWordsAreShortenedAndTheirEndStays) {
  base::Message answer = OfKind(MessageKind::kAnswer, Long(20'000));
  answer.source = "手册";
  answer.source_href = "https://help.example.com/a/1";
  EXPECT_EQ(BodiesOf(answer).size(), 4u) << "one of five is kept for what comes after";
  sent_since_ = 3;
  const auto bodies = BodiesOf(answer);
  ASSERT_THAT(bodies, SizeIs(1));
  const std::string text = bodies[0]["text"]["content"];
  EXPECT_LE(text.size(), 2'048u);
  EXPECT_THAT(text, StartsWith("第0句话"));
  EXPECT_THAT(text, HasSubstr("…"));
  EXPECT_THAT(text, HasSubstr("https://help.example.com/a/1"));
}

TEST_F(KfBudget, WhereFewAreLeftChoicesAreLinesOfTheSameMessage) {
  base::Message message = base::Say(Long(1'500));
  base::Append(message.text, base::PlainRichText("解决了吗？"));
  message.asks = true;
  message.buttons = {{"是", "yes"}, {"否", "no"}};
  sent_since_ = 4;
  const auto bodies = BodiesOf(message);
  ASSERT_THAT(bodies, SizeIs(1));
  EXPECT_THAT(bodies[0]["text"]["content"].get<std::string>(), HasSubstr("2. 否"));
}

TEST_F(KfBudget, AFileThatHasNoRoomLeftIsAnErrorAndNotSilence) {
  base::Message message = OfKind(MessageKind::kAgent, "两个文件");
  message.files = {{"f1", "a.pdf", "application/pdf", 11, ""}, {"f2", "b.pdf", "application/pdf", 11, ""}};
  sent_since_ = 3;
  EXPECT_TRUE(TryNext(message, 1));
  EXPECT_EQ(TryNext(message, 2).error().code, base::ErrorCode::kForbidden);
}

TEST_F(KfBudget, TheWordsAreCutTheSameForEachPart) {
  const base::Message answer = OfKind(MessageKind::kAnswer, Long(20'000));
  std::string first = BodyOf(answer, 0)["text"]["content"];
  sent_since_ = 1;
  EXPECT_EQ(BodyOf(answer, 0)["text"]["content"], first);
}

class KfWelcome : public KfAccount {
 protected:
  KfWelcome() { path_ = {WordsOf({"WC", "e1"}), kNow + std::chrono::seconds(20), 1}; }
  const base::Message greeting_ = OfKind(MessageKind::kGreeting, "您好，我是小助手。");
};

TEST_F(KfWelcome, TheGreetingGoesWithTheCodeAndOnlyOnce) {
  const Call call = CallOf(greeting_);
  EXPECT_TRUE(Asks(call, "kf/send_msg_on_event"));
  EXPECT_EQ(json::parse(call.body), (json{{"code", "WC"},
                                          {"msgid", "fd-42-1700000000-0"},
                                          {"msgtype", "text"},
                                          {"text", {{"content", "您好，我是小助手。"}}}}));
  EXPECT_TRUE(std::holds_alternative<Done>(Next(greeting_, 1)));
  base::Message menu = greeting_;
  menu.buttons = {{"重置密码", "article:reset"}};
  EXPECT_EQ(BodyOf(menu)["msgtype"], "msgmenu");
}

TEST_F(KfWelcome, AfterTwentySecondsItIsLeftOut) {
  now_ = kNow + std::chrono::seconds(20);
  EXPECT_TRUE(std::holds_alternative<Spared>(Next(greeting_)));
}

TEST_F(KfWelcome, NothingElseMayGoBeforeTheCustomerWrites) {
  EXPECT_EQ(TryNext(base::Say("x")).error().code, base::ErrorCode::kForbidden);
  row_.event_id = "another";
  EXPECT_TRUE(std::holds_alternative<Spared>(Next(greeting_)));
}

class KfSession : public KfAccount {
 protected:
  Call Refuse(const base::Message& message, long long code) {
    const Call call = CallOf(message);
    const SendResult result = Refused(call, code);
    EXPECT_EQ(result.kind, Kind::kRejected);
    EXPECT_NE(result.avoid, "");
    avoid_.push_back(result.avoid);
    return call;
  }
  void LearnState(int state, const std::string& servicer = "") {
    Learn({{"errcode", 0}, {"service_state", state}, {"servicer_userid", servicer}});
  }
  const base::Message words_ = base::Say("您好");
  const base::Message handoff_ = OfKind(MessageKind::kHandoff, "正在转人工");
};

TEST_F(KfSession, ARefusedStateIsAskedForAndTheSessionTakenBeforeTheWordsGo) {
  for (const long long code : {95013, 95016, 95018}) {
    answers_.clear();
    avoid_.clear();
    Refuse(words_, code);
    EXPECT_TRUE(Asks(CallOf(words_), "kf/service_state/get"));
    EXPECT_FALSE(CallOf(words_).delivers);
    LearnState(0);
    const Call move = CallOf(words_);
    EXPECT_TRUE(Asks(move, "kf/service_state/trans"));
    EXPECT_EQ(json::parse(move.body)["service_state"], 1);
    Learn({{"errcode", 0}, {"errmsg", "ok"}});
    EXPECT_TRUE(Asks(CallOf(words_), "kf/send_msg"));
  }
}

TEST_F(KfSession, WhereAServicerHasTheWordWeAreSilentAndTheDeskReadsWhy) {
  const std::pair<int, const char*> states[] = {{2, "pool"}, {3, "'lisi'"}, {4, "has ended"}};
  for (const auto& [state, why] : states) {
    answers_.clear();
    avoid_ = {std::string(kSendRefused)};
    LearnState(state, "lisi");
    const auto step = TryNext(words_);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, base::ErrorCode::kForbidden);
    EXPECT_THAT(step.error().message, HasSubstr(why));
  }
  answers_.clear();
  LearnState(1);
  EXPECT_TRUE(Asks(CallOf(words_), "kf/send_msg")) << "it was ours all along";
  answers_.clear();
  Learn({{"errcode", 0}, {"service_state", 3}, {"service_userid", "wangwu"}});
  EXPECT_THAT(TryNext(words_).error().message, HasSubstr("'wangwu'")) << "older descriptions spell it so";
}

TEST_F(KfSession, AnUploadIsKeptWhileTheStateIsAskedFor) {
  base::Message file;
  file.files = {{"f1", "a.png", "image/png", 11, ""}};
  Learn({{"errcode", 0}, {"media_id", "MEDIA"}});
  avoid_ = {std::string(kSendRefused)};
  EXPECT_TRUE(Asks(CallOf(file), "kf/service_state/get"));
  LearnState(1);
  EXPECT_EQ(BodyOf(file)["image"]["media_id"], "MEDIA");
}

TEST_F(KfSession, StaysWithOurDeskUnlessTheWorkspaceSaysOtherwise) { EXPECT_THAT(BodiesOf(handoff_), SizeIs(1)); }

TEST_F(KfSession, TheWordsGoFirstAndThenTheSessionToThePool) {
  settings_.values["handoff"] = "pool";
  EXPECT_TRUE(Asks(CallOf(handoff_), "kf/send_msg"));
  const Call move = CallOf(handoff_, 1);
  EXPECT_TRUE(Asks(move, "kf/service_state/trans"));
  EXPECT_EQ(json::parse(move.body), (json{{"open_kfid", kKf}, {"external_userid", kCustomer}, {"service_state", 2}}));
  Learn({{"errcode", 0}, {"msg_code", "MC"}});
  EXPECT_TRUE(std::holds_alternative<Done>(Next(handoff_, 1)));
  answers_.clear();
  EXPECT_THAT(BodiesOf(words_), SizeIs(1)) << "other words move nothing";
}

TEST_F(KfSession, ToOneServicerAndToThePoolWhenThatOneIsNotThere) {
  settings_.values["handoff"] = "servicer";
  settings_.values["servicer"] = "lisi";
  const Call move = CallOf(handoff_, 1);
  EXPECT_EQ(json::parse(move.body)["service_state"], 3);
  EXPECT_EQ(json::parse(move.body)["servicer_userid"], "lisi");
  avoid_.push_back(Refused(move, 95014).avoid);
  EXPECT_TRUE(Asks(CallOf(handoff_, 1), "kf/service_state/get"));
  LearnState(1);
  const Call pool = CallOf(handoff_, 1);
  EXPECT_EQ(json::parse(pool.body)["service_state"], 2);
  avoid_.push_back(Refused(pool, 95014).avoid);
  EXPECT_TRUE(std::holds_alternative<Done>(Next(handoff_, 1))) << "it stays in our queue";
}

TEST_F(KfSession, WhatIsAlreadyThereNeedsNoMove) {
  settings_.values["handoff"] = "pool";
  avoid_.push_back(Refused(CallOf(handoff_, 1), 95016).avoid);
  for (const int state : {2, 3, 4}) {
    answers_.clear();
    LearnState(state);
    EXPECT_TRUE(std::holds_alternative<Done>(Next(handoff_, 1))) << state;
  }
}

TEST_F(KfSession, WithNoMessageLeftTheMoveBringsOneMore) {
  settings_.values["handoff"] = "pool";
  sent_since_ = 5;
  EXPECT_TRUE(Asks(CallOf(handoff_), "kf/service_state/trans"));
  Learn({{"errcode", 0}, {"msg_code", "MC"}});
  const Call call = CallOf(handoff_);
  EXPECT_TRUE(Asks(call, "kf/send_msg_on_event"));
  EXPECT_EQ(json::parse(call.body)["code"], "MC");
  EXPECT_EQ(json::parse(call.body)["text"]["content"], "正在转人工");
  EXPECT_TRUE(std::holds_alternative<Done>(Next(handoff_, 1)));
}

TEST_F(KfSession, EachCodeHasItsReaction) {
  const Call call = CallOf(words_);
  const auto kind = [&](long long code) { return Refused(call, code).kind; };
  for (const long long code : {40014, 42001, 41001}) EXPECT_EQ(kind(code), Kind::kTokenRefused) << code;
  for (const long long code : {40001, 40013, 45009, 45033, 60020, 95000, 95004, 95017}) {
    EXPECT_EQ(kind(code), Kind::kRetry) << code;
    EXPECT_TRUE(Refused(call, code).whole_account) << code;
  }
  EXPECT_EQ(kind(-1), Kind::kRetry);
  for (const long long code : {48002, 60011, 50002, 40004, 40006, 40009, 44004, 45002, 40058, 95001, 12345})
    EXPECT_EQ(kind(code), Kind::kRejected) << code;
  for (const long long code : {81013, 40003, 60111}) EXPECT_EQ(kind(code), Kind::kGone) << code;
  EXPECT_EQ(kind(40007), Kind::kRetry) << "the next try uploads anew";
  EXPECT_EQ(Refused(call, 95001).avoid, "") << "there is no other way";
  EXPECT_THAT(Refused(call, 95001).reason, HasSubstr("the customer has to speak first"));
}

class KfAdmin : public KfAccount {};

TEST_F(KfAdmin, NicknamesAreAskedFor) {
  const ProfileSource& profiles = *adapter_.profiles();
  const auto asked = profiles.Next(kCustomer, {}, env());
  ASSERT_TRUE(asked);
  const Call& call = std::get<Call>(*asked);
  EXPECT_TRUE(Asks(call, "kf/customer/batchget"));
  EXPECT_EQ(json::parse(call.body), (json{{"external_userid_list", {kCustomer}}}));
  const std::vector<HttpAnswer> good = {
      {200, {}, json{{"errcode", 0}, {"customer_list", {{{"nickname", "小雨"}}}}}.dump()}};
  EXPECT_EQ(std::get<Profile>(*profiles.Next(kCustomer, good, env())).name, "小雨");
  const std::vector<HttpAnswer> none = {{200, {}, R"({"errcode":0,"customer_list":[]})"}};
  EXPECT_EQ(profiles.Next(kCustomer, none, env()).error().code, base::ErrorCode::kNotFound);
  const std::vector<HttpAnswer> expired = {{200, {}, R"({"errcode":42001,"errmsg":"expired"})"}};
  EXPECT_EQ(profiles.Next(kCustomer, expired, env()).error().code, base::ErrorCode::kUnauthenticated);
}

TEST_F(KfAdmin, SettingsThatCannotWorkAreNamed) {
  EXPECT_TRUE(adapter_.CheckSettings(settings_));
  const auto problem = [&] { return adapter_.CheckSettings(settings_).error().message; };
  settings_.lists["open_kfid"] = {};
  EXPECT_THAT(problem(), HasSubstr("open_kfid must name 1 to 50"));
  settings_.lists["open_kfid"] = {"wk one"};
  EXPECT_THAT(problem(), HasSubstr("'wk one' is not the id"));
  settings_.lists["open_kfid"] = {kKf};
  settings_.values["handoff"] = "servicer";
  EXPECT_THAT(problem(), HasSubstr("needs the member id"));
  settings_.values["servicer"] = "lisi";
  EXPECT_TRUE(adapter_.CheckSettings(settings_));
  settings_.values["handoff"] = "pool";
  EXPECT_THAT(problem(), HasSubstr("counts only with"));
}

TEST_F(KfAdmin, NoSecretStandsInAReason) {
  const Call call = CallOf(base::Say("x"));
  for (const long long code : {40001, 60020, 95001, 95018}) {
    const std::string reason = Refused(call, code).reason;
    EXPECT_THAT(reason, Not(HasSubstr("CANARY")));
    EXPECT_THAT(reason, Not(HasSubstr("the-token")));
  }
}

}  // namespace
}  // namespace frontdesk::adapters::wecom::kf
