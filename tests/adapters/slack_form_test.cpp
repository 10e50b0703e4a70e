// Buttons, forms, shortcuts and commands of Slack, and the answers that they wait for.
#include "adapters/slack/modal.h"
#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using base::Event;
using nlohmann::json;

base::FormField Field(const std::string& name, const std::string& input) {
  base::FormField field;
  field.name = name;
  field.label = "What is " + name + "?";
  field.input = input;
  return field;
}

base::Message FormMessage() {
  base::Message message = base::Say("Please tell me about it.\nWhat is device?");
  base::FormField device = Field("device", "choice");
  device.options = {{"Laptop", "laptop"}, {"Phone", "phone"}};
  base::FormField since = Field("since", "date");
  since.required = false;
  base::FormField more = Field("more", "longtext");
  more.hint = "All that you remember";
  message.form = {device, since, more};
  return message;
}

class SlackForm : public SlackAccount {
 protected:
  // A click on the form's button, and the modal that it opens.
  json OpenedView(const base::Message& message) {
    const Taken taken = TakeForm(Click({{"action_id", "form:fd-7"}, {"value", "form"}, {"action_ts", "1.1"}}));
    EXPECT_TRUE(taken.events.empty());
    EXPECT_EQ(taken.after.size(), 1u);
    if (taken.after.empty()) return nullptr;
    EXPECT_EQ(taken.after.front().row, 7);
    const auto call = adapter().After(taken.after.front(), &message, env());
    EXPECT_TRUE(call.has_value());
    EXPECT_EQ(call->url, "https://slack.com/api/views.open");
    EXPECT_FALSE(call->delivers);
    const json body = json::parse(call->body);
    EXPECT_EQ(body["trigger_id"], "1.2.ab");
    return body["view"];
  }
  static json Submission(const json& view, const json& values) {
    json sent = {{"id", "V0001"},
                 {"callback_id", view["callback_id"]},
                 {"private_metadata", view["private_metadata"]},
                 {"state", {{"values", values}}}};
    return {{"type", "view_submission"},
            {"team", {{"id", "T0001"}}},
            {"user", {{"id", "U0001"}}},
            {"trigger_id", "3.4.cd"},
            {"view", std::move(sent)}};
  }
  static json Values() {
    return {{"device", {{"answer", {{"type", "radio_buttons"}, {"selected_option", {{"value", "phone"}}}}}}},
            {"since", {{"answer", {{"type", "datepicker"}, {"selected_date", nullptr}}}}},
            {"more", {{"answer", {{"type", "plain_text_input"}, {"value", "one\ntwo"}}}}}};
  }
};

TEST_F(SlackForm, IsAModalWithOneInputForEachQuestion) {
  const json view = OpenedView(FormMessage());
  EXPECT_EQ(view["type"], "modal");
  EXPECT_LE(view["title"]["text"].get<std::string>().size(), 24u);
  EXPECT_EQ(view["submit"]["text"], "Send");
  ASSERT_EQ(view["blocks"].size(), 3u);
  EXPECT_EQ(view["blocks"][0]["block_id"], "device");
  EXPECT_EQ(view["blocks"][0]["element"]["type"], "radio_buttons");
  EXPECT_EQ(view["blocks"][0]["element"]["options"][1]["value"], "phone");
  EXPECT_EQ(view["blocks"][1]["element"]["type"], "datepicker");
  EXPECT_EQ(view["blocks"][1]["optional"], true);
  EXPECT_EQ(view["blocks"][2]["element"]["multiline"], true);
  EXPECT_EQ(view["blocks"][2]["hint"]["text"], "All that you remember");
}

TEST_F(SlackForm, SpeaksTheLanguageOfItsQuestions) {
  base::Message message;
  message.form = {Field("a", "text"), Field("b", "text")};
  for (base::FormField& field : message.form) field.label = "你的设备是什么？";
  EXPECT_EQ(OpenedView(message)["submit"]["text"], "提交");
  const json shown = Shown(message);
  EXPECT_NE(shown.dump().find("填写表单"), std::string::npos);
}

TEST_F(SlackForm, ShowsMenusOfAnySize) {
  base::FormField few = Field("few", "multi"), many = Field("many", "multi"), long_one = Field("long", "choice"),
                  too_many = Field("too_many", "choice");
  few.options = {{"A", "a"}, {"B", "b"}};
  for (int i = 0; i < 30; ++i) many.options.push_back({"M" + std::to_string(i), std::to_string(i)});
  for (int i = 0; i < 101; ++i) too_many.options.push_back({"T" + std::to_string(i), std::to_string(i)});
  long_one.options = many.options;
  long_one.options[0].label = std::string(200, 'x');
  base::Message message;
  message.form = {few, many, long_one, too_many};
  const json blocks = OpenedView(message)["blocks"];
  EXPECT_EQ(blocks[0]["element"]["type"], "checkboxes");
  EXPECT_EQ(blocks[1]["element"]["type"], "multi_static_select");
  EXPECT_EQ(blocks[2]["element"]["type"], "static_select");
  EXPECT_LE(blocks[2]["element"]["options"][0]["text"]["text"].get<std::string>().size(), 77u) << "75 and an ellipsis";
  EXPECT_EQ(blocks[3]["element"]["type"], "plain_text_input") << "its options are named below it";
  EXPECT_NE(blocks[3]["hint"]["text"].get<std::string>().find("T100"), std::string::npos);
}

TEST_F(SlackForm, ComesBackToWhereItWasOpened) {
  const json view = OpenedView(FormMessage());
  const Taken taken = TakeForm(Submission(view, Values()));
  ASSERT_EQ(taken.events.size(), 1u);
  const Event& event = taken.events.front();
  EXPECT_EQ(event.address, (base::Address{"slack", "U0001", ""}));
  const auto* filled = std::get_if<base::FilledForm>(&event.body);
  ASSERT_NE(filled, nullptr);
  std::map<std::string, std::string> answers;
  for (const base::Fact& fact : filled->values) answers[fact.key] = fact.value;
  EXPECT_EQ(answers, (std::map<std::string, std::string>{{"device", "phone"}, {"since", ""}, {"more", "one\ntwo"}}));
}

TEST_F(SlackForm, OfAThreadComesBackToTheThread) {
  const json container = {{"type", "message"}, {"message_ts", kTs}, {"channel_id", "C0HELP"}, {"thread_ts", kRoot}};
  const Taken click = TakeForm(Click({{"action_id", "form:fd-7"}, {"value", "form"}}, container));
  ASSERT_EQ(click.after.size(), 1u);
  const base::Message message = FormMessage();
  const auto call = adapter().After(click.after.front(), &message, env());
  ASSERT_TRUE(call.has_value());
  const Taken taken = TakeForm(Submission(json::parse(call->body)["view"], Values()));
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(taken.events.front().address, (base::Address{"slack", "C0HELP", kRoot}));
}

TEST_F(SlackForm, ThatIsSentTwiceIsTwoEvents) {
  const json view = OpenedView(FormMessage());
  json again = Submission(view, Values());
  const std::string first = TakeForm(again).events.at(0).id;
  EXPECT_EQ(TakeForm(again).events.at(0).id, first);
  again["trigger_id"] = "5.6.ef";
  EXPECT_NE(TakeForm(again).events.at(0).id, first) << "the same view, sent anew after errors";
}

TEST_F(SlackForm, ThatIsClosedSaysSo) {
  const json view = OpenedView(base::Say("Thank you!"));
  EXPECT_FALSE(view.contains("submit"));
  EXPECT_NE(view.dump().find("This form is closed"), std::string::npos);
  const auto call = adapter().After({R"({"trigger":"1","channel":"U0001"})", 7}, nullptr, env());
  ASSERT_TRUE(call.has_value());
  EXPECT_NE(call->body.find("This form is closed"), std::string::npos);
  EXPECT_FALSE(adapter().After({"nonsense", 7}, nullptr, env()).has_value());
}

TEST_F(SlackForm, OfSomebodyElseIsNothing) {
  json view = {{"callback_id", "other"}, {"private_metadata", R"({"channel":"U0001"})"}};
  EXPECT_TRUE(TakeForm(Submission(view, Values())).events.empty());
  view["callback_id"] = kFormView;
  view["private_metadata"] = "";
  EXPECT_TRUE(TakeForm(Submission(view, Values())).events.empty());
}

class SlackFormAnswer : public SlackForm {
 protected:
  void SetUp() override {
    const auto verified = Verify(Form(Submission(OpenedView(FormMessage()), Values())));
    ASSERT_TRUE(verified.has_value());
    verified_ = *verified;
    open_ = &*verified_;
  }
  std::optional<Verified> verified_;
};

TEST_F(SlackFormAnswer, NamesWhatWasWrongUnderItsQuestion) {
  EXPECT_TRUE(adapter().MayWait(*open_));
  base::Message message = base::Say("That day is in the future.");
  message.form = {Field("since", "date")};
  message.form[0].error = "That day is in the future.";
  const auto step = NextOf(message);
  ASSERT_TRUE(step.has_value());
  const auto* answer = std::get_if<InAnswer>(&*step);
  ASSERT_NE(answer, nullptr);
  EXPECT_TRUE(answer->delivers);
  EXPECT_EQ(json::parse(answer->answer.body),
            (json{{"response_action", "errors"}, {"errors", {{"since", "That day is in the future."}}}}));
}

TEST_F(SlackFormAnswer, ClosesTheFormWhenAllIsWellAndTheReplyGoesItsWay) {
  const auto step = NextOf(base::Say("Thank you!"));
  ASSERT_TRUE(step.has_value());
  const auto* answer = std::get_if<InAnswer>(&*step);
  ASSERT_NE(answer, nullptr);
  EXPECT_FALSE(answer->delivers);
  EXPECT_EQ(answer->answer.status, 200);
  EXPECT_EQ(answer->answer.body, "") << "anything else shows an error in the form";
}

// A block_id that the open view does not have would be an error of ours.
TEST_F(SlackFormAnswer, ClosesAFormThatDoesNotShowAllThatIsAskedNow) {
  base::Message message = base::Say("And one more.");
  message.form = {Field("since", "date"), Field("colour", "text")};
  message.form[0].error = "No such day.";
  const auto step = NextOf(message);
  ASSERT_TRUE(step.has_value());
  EXPECT_FALSE(std::get<InAnswer>(*step).delivers);
}

TEST_F(SlackFormAnswer, IsWaitedForByFormsOnly) {
  EXPECT_FALSE(adapter().MayWait(*Verify(EventBody(Message("hello")).dump())));
  EXPECT_FALSE(adapter().MayWait(*Verify(Form({{"type", "block_actions"}}))));
  EXPECT_FALSE(adapter().MayWait(*Verify("command=%2Fsupport&user_id=U0001")));
  EXPECT_LT(adapter().capabilities().answer_wait, adapter().capabilities().answer_deadline);
}

class SlackClick : public SlackAccount {};

TEST_F(SlackClick, NamesTheMessageAndTheChoice) {
  const Taken taken = TakeForm(Click({{"action_id", "press:fd-1029457500870543736:2"},
                                      {"value", "flow:yes"},
                                      {"text", {{"text", "Yes"}}},
                                      {"action_ts", "1.1"}}));
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& pressed = std::get<base::Pressed>(taken.events[0].body);
  EXPECT_EQ(pressed.value, "flow:yes");
  EXPECT_EQ(pressed.label, "Yes");
  EXPECT_EQ(pressed.row, 1029457500870543736);
}

TEST_F(SlackClick, OfTwoPeopleAtOneMomentAreTwo) {
  json click = Click({{"action_id", "press:fd-7:0"}, {"value", "x"}, {"action_ts", "1.1"}});
  const std::string first = TakeForm(click).events.at(0).id;
  EXPECT_EQ(TakeForm(click).events.at(0).id, first) << "a double click";
  click["user"]["id"] = "U0002";
  EXPECT_NE(TakeForm(click).events.at(0).id, first);
}

TEST_F(SlackClick, OnACardBelongsToItsThread) {
  const json container = {{"type", "message"}, {"message_ts", kRoot}, {"channel_id", "C0DESK"}};
  const Taken taken =
      TakeForm(Click({{"action_id", "press:fd-7:0"}, {"value", "desk:take=1002"}, {"action_ts", "1.1"}}, container));
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(taken.events[0].address, (base::Address{"slack", "C0DESK", kRoot}));
}

TEST_F(SlackClick, OfAnythingElseIsNothing) {
  for (const char* id : {"approve", "press", "press:", "pick:fd-7", "other:7:1", ""})
    EXPECT_TRUE(TakeForm(Click({{"action_id", id}, {"value", ""}, {"action_ts", "1"}})).events.empty()) << id;
  EXPECT_TRUE(TakeForm(Click({{"action_id", "press:fd-7:0"}, {"value", "x"}}, {{"type", "message_attachment"}}))
                  .events.empty());
  EXPECT_TRUE(TakeForm({{"type", "view_closed"}}).events.empty());
  EXPECT_TRUE(TakeForm({{"type", "workflow_step_edit"}}).events.empty());
}

class SlackShortcut : public SlackAccount {
 protected:
  static json Shortcut(const json& message, const std::string& channel = "C0001") {
    return {
        {"type", "message_action"},  {"callback_id", "open_ticket"}, {"team", {{"id", "T0001"}, {"domain", "acme"}}},
        {"user", {{"id", "U0001"}}}, {"channel", {{"id", channel}}}, {"trigger_id", "1.2"},
        {"message", message}};
  }
};

TEST_F(SlackShortcut, MakesATicketOfAMessageAndIsAnsweredBelowIt) {
  const Taken taken = TakeForm(
      Shortcut({{"type", "message"}, {"user", "U0002"}, {"text", "It is broken"}, {"ts", kTs}, {"thread_ts", kRoot}}));
  ASSERT_EQ(taken.events.size(), 1u);
  const auto& posted = std::get<base::Posted>(taken.events[0].body);
  EXPECT_TRUE(posted.receipt);
  EXPECT_EQ(posted.url,
            "https://acme.slack.com/archives/C0001/p1767225599000100?thread_ts=" + std::string(kRoot) + "&cid=C0001");
  EXPECT_EQ(taken.events[0].address, (base::Address{"slack", "C0001", kRoot}));
  EXPECT_EQ(taken.events[0].author.id, "U0001") << "whoever asked for it";
}

TEST_F(SlackShortcut, MakesOneTicketOfAMessageHoweverManyAsk) {
  json shortcut = Shortcut({{"user", "U0002"}, {"text", "It is broken"}, {"ts", kTs}});
  const std::string first = TakeForm(shortcut).events.at(0).id;
  shortcut["user"]["id"] = "U0003";
  shortcut["trigger_id"] = "9.9";
  EXPECT_EQ(TakeForm(shortcut).events.at(0).id, first);
}

TEST_F(SlackShortcut, TakesFilesByTheirNames) {
  const Taken taken = TakeForm(
      Shortcut({{"user", "U0001"}, {"text", ""}, {"ts", kTs}, {"files", {{{"id", "F1"}, {"name", "crash.log"}}}}}));
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Posted>(taken.events[0].body).text, "[crash.log]");
  EXPECT_TRUE(std::get<base::Posted>(taken.events[0].body).facts.empty()) << "it is their own message";
}

TEST_F(SlackShortcut, OfATalkBetweenOthersIsAnsweredToWhoeverAsked) {
  const Taken taken = TakeForm(Shortcut({{"user", "U0002"}, {"text", "broken"}, {"ts", kTs}}, "D0099"));
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(taken.events[0].address, (base::Address{"slack", "U0001", ""}));
}

class SlackCommand : public SlackAccount {
 protected:
  std::string AnswerTo(const std::string& body) {
    const auto verified = Verify(body);
    EXPECT_TRUE(verified.has_value());
    const HttpAnswer answer = adapter().AnswerTo(*verified, {}, env());
    EXPECT_EQ(answer.status, 200);
    return answer.body;
  }
};

TEST_F(SlackCommand, IsAnsweredInTheDirectTalkAndSaysSo) {
  const std::string body = "command=%2Fsupport&text=my+VPN+%26+me&user_id=U0001&channel_id=C0001&trigger_id=1.2";
  const Taken taken = Take(body);
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(taken.events[0].address, (base::Address{"slack", "U0001", ""}));
  EXPECT_EQ(std::get<base::Said>(taken.events[0].body).text, "my VPN & me");
  EXPECT_EQ(AnswerTo(body), R"({"response_type":"ephemeral","text":"I have answered you in a direct message."})");
  EXPECT_NE(AnswerTo("command=%2Fsupport&text=%E6%89%93%E5%8D%B0%E6%9C%BA&user_id=U0001").find("私信"),
            std::string::npos);
}

TEST_F(SlackCommand, OfAnAgentIsDoneWhereItWasTyped) {
  const std::string body = "command=%2Fsupport&text=take+1002&user_id=U0009&channel_id=C0DESK&trigger_id=1.2";
  const Taken taken = Take(body);
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(taken.events[0].address, (base::Address{"slack", "C0DESK", ""}));
  EXPECT_TRUE(taken.events[0].to_us);
  EXPECT_EQ(AnswerTo(body), R"({"response_type":"in_channel"})");
}

TEST_F(SlackCommand, WithoutWordsAsksForHelp) {
  const Taken taken = Take("command=%2Fsupport&text=&user_id=U0001&channel_id=C0001&trigger_id=1.2");
  ASSERT_EQ(taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(taken.events[0].body).text, "help");
}

TEST_F(SlackCommand, ThatWasRefusedIsNotCalledAnswered) {
  const auto verified = Verify("command=%2Fsupport&text=x&user_id=U0001");
  EXPECT_EQ(adapter().AnswerTo(*verified, base::Fail(base::ErrorCode::kUnavailable, "x"), env()).status, 503);
}

TEST_F(SlackCommand, OptionsThatNobodyHasAreNone) {
  EXPECT_EQ(AnswerTo(Form({{"type", "block_suggestion"}})), R"({"options":[]})");
}

}  // namespace
}  // namespace frontdesk::adapters::slack
