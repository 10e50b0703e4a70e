// What a conversation in a flow feels like: asking, answering, refusing, reviewing, handing in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using Result = Outcome::Result;
using testing::HasSubstr;

// Loads `steps` as the flow "test"; ends it with a ticket over all answers.
class Flows : public testing::Test {
 protected:
  const Flow& Load(const std::string& steps, const std::string& ending =
                                                 "  - confirm: review\n"
                                                 "  - ticket: {category: functional, title: \"{{a | first_line}}\"}\n"
                                                 "  - say: Number {{ticket.number}} by {{ticket.answer_by | time}}.\n"
                                                 "  - end: done\n") {
    std::string lines;
    library_ = LoadText(
        "flow: test\ntitle: Test\nlocale: en\nstart: {phrases: [start the test please]}\nsteps:\n" + steps + ending,
        &lines);
    EXPECT_EQ(lines, "");
    return *library_.Find("test");
  }

  const Flow& Shipped(const std::string& id) {
    base::Findings findings;
    library_ = LoadFlows(ShippedFlows(), BothLocales(), findings);
    return *library_.Find(id);
  }

  FlowLibrary library_;
};

constexpr const char* kA = "  - {ask: a, type: text, text: What?}\n";
constexpr const char* kArea =
    "  - ask: area\n    type: choice\n    text: Which part?\n"
    "    options: [{value: call, label: Calls}, {value: message, label: Messages}, {value: help, label: Help}]\n";
constexpr const char* kFile =
    "  - {ask: f, type: file, text: A screenshot?, accept: [image/*, text/plain], max_size: 1MB, many: 2, skip: "
    "true}\n";

TEST_F(Flows, AsksOneQuestionAtATimeAndOpensOneTicket) {
  Talk talk(Load(std::string(kA) + kArea), TestContext());
  EXPECT_EQ(Show(talk.last), "ask a: What?\n");
  EXPECT_EQ(Show(talk.Type("It broke")), "ask area: Which part? [Calls] [Messages] [Help]\n");
  EXPECT_EQ(Show(talk.Type("messages")),
            "review test: Please check your answers before we send them.\n  a=It broke\n  area=Messages"
            " [Submit] [Change an answer] [Cancel]\n");
  EXPECT_EQ(talk.last.result, Result::kWaiting);
  talk.Press("flow:submit");
  EXPECT_EQ(talk.last.result, Result::kEnded);
  EXPECT_EQ(Show(talk.last), "receipt 1042: Number 1042 by 11:00.\n");
  ASSERT_TRUE(talk.last.ticket.has_value());
  EXPECT_EQ(talk.last.ticket->title, "It broke");
  EXPECT_EQ(talk.last.ticket->fields[1], (base::Fact{"area", "Area", "Messages"}));
}

TEST_F(Flows, TakeAnOptionByButtonNumberLabelOrValue) {
  for (const char* answer : {"2", "２", "2.", "(2)", "Messages", "message", "MESSAGES!"}) {
    Talk talk(Load(std::string(kArea) + kA), TestContext());
    talk.Type(answer);
    EXPECT_EQ(talk.Value("area"), "message") << answer;
  }
  Talk talk(Load(std::string(kArea) + kA), TestContext());
  talk.Press("slot:area=message");
  EXPECT_EQ(talk.Value("area"), "message");
}

TEST_F(Flows, PreferAnOptionsLabelToAGlobalWord) {
  Talk talk(Load(std::string(kArea) + kA), TestContext());
  EXPECT_TRUE(FitsOpenChoice(talk.flow(), talk.last.session, "help", "en"));
  EXPECT_FALSE(FitsOpenChoice(talk.flow(), talk.last.session, "person", "en"));
  talk.Type("help");
  EXPECT_EQ(talk.Value("area"), "help");
}

TEST_F(Flows, AskAgainInOneMessageWhenAnAnswerDoesNotFit) {
  Talk talk(Load("  - {ask: a, type: email, text: Your mail?, retry: Like name@example.com please.}\n"), TestContext());
  talk.Type("what do you mean");
  EXPECT_EQ(talk.last.result, Result::kNotUnderstood);
  EXPECT_EQ(Show(talk.last), "ask a: Like name@example.com please.\n");
  EXPECT_EQ(talk.Value("a"), "(none)");
}

TEST_F(Flows, SayTheReasonAndTheQuestionWhereTheAuthorGaveNoRetry) {
  Talk talk(Load("  - {ask: a, type: yesno, text: \"Really?\\nThink twice.\"}\n"), TestContext());
  EXPECT_EQ(Show(talk.Type("maybe")), "ask a: Please answer yes or no.\nReally? [Yes] [No]\n");
}

TEST_F(Flows, LetTheCallerDropARefusedAnswerWithoutCountingATry) {
  const Flow& flow = Load("  - {ask: a, type: email, text: Your mail?, tries: 2}\n");
  const Outcome start = Start(flow, TestContext());
  const Outcome refused = Advance(flow, start.session, Typed{"how do I find it"}, TestContext());
  EXPECT_EQ(refused.result, Result::kNotUnderstood);
  EXPECT_EQ(refused.session.tries, 1);
  const Outcome again = Reask(flow, start.session, TestContext());
  EXPECT_EQ(again.session.tries, 0);
  EXPECT_EQ(Show(again), "ask a: Your mail?\n");
}

TEST_F(Flows, GoWhereTheAuthorSaysAfterTheLastTry) {
  Talk talk(Load("  - {ask: a, type: email, text: Mail?, tries: 2, on_fail: {goto: person}}\n",
                 "  - end: done\n  - label: person\n    say: A person comes.\n  - handoff: {reason: \"no mail {{a}}\", "
                 "queue: tech}\n"),
            TestContext());
  talk.Type("x");
  EXPECT_EQ(talk.last.result, Result::kNotUnderstood);
  talk.Type("y");
  EXPECT_EQ(talk.last.result, Result::kHandoff);
  EXPECT_EQ(talk.last.handoff_reason, "no mail ");
  EXPECT_EQ(talk.last.handoff_queue, "tech");
  EXPECT_EQ(Text(talk.last), "A person comes.");
}

TEST_F(Flows, HandOverOrSkipAfterTheLastTryWhereTheAuthorSaysNothing) {
  Talk needed(Load("  - {ask: a, type: email, text: Mail?, tries: 1}\n"), TestContext());
  needed.Type("x");
  EXPECT_EQ(needed.last.result, Result::kHandoff);
  EXPECT_EQ(needed.last.handoff_reason, "no answer to 'a' that fits");
  Talk optional(Load("  - {ask: m, type: email, text: Mail?, tries: 1, skip: true}\n" + std::string(kA)),
                TestContext());
  optional.Type("x");
  EXPECT_EQ(Subject(optional.last), "a");
}

TEST_F(Flows, NameALimitRatherThanTheAuthorsRetry) {
  Talk talk(Load("  - {ask: a, type: text, text: What?, min: 5, max: 20, retry: More words please.}\n"), TestContext());
  EXPECT_EQ(Text(talk.Type("oh")), "More words please.");
  EXPECT_EQ(Text(talk.Type(std::string(21, 'x'))), "That is too long; at most 20 characters fit here.\nWhat?");
  EXPECT_EQ(talk.last.result, Result::kWaiting);
}

TEST_F(Flows, FillFromTheOpeningMessageWhenItSaysEnough) {
  const Flow& flow = Load("  - {ask: a, type: longtext, text: What?, min: 10, prefill: {from: message}}\n" +
                          std::string("  - {ask: v, type: version, text: Version?}\n"));
  EXPECT_EQ(Subject(Start(flow, TestContext(), "it crashes when I open settings")), "v");
  EXPECT_EQ(Subject(Start(flow, TestContext(), "点设置就闪退")), "v");
  EXPECT_EQ(Subject(Start(flow, TestContext(), "crash")), "a");
  EXPECT_EQ(Subject(Start(flow, TestContext(), "Start the TEST please!")), "a") << "the trigger says nothing";
  EXPECT_EQ(Subject(Start(flow, TestContext())), "a");
  const Outcome both = Start(flow, TestContext(), "version 3.2 crashes when I open settings");
  EXPECT_EQ(Subject(both), "test");
  EXPECT_EQ(both.session.slots.at("v").value, "3.2");
}

TEST_F(Flows, FillFromContextAndProfileInNormalForm) {
  const Flow& flow = Load(
      "  - {ask: v, type: version, text: Version?, prefill: {from: context.app_version}}\n"
      "  - {ask: m, type: email, text: Mail?, prefill: {from: profile.email}}\n" +
      std::string(kA));
  FlowContext context = TestContext();
  context.context["app_version"] = "v3.2";
  context.profile["email"] = "Ada@EXAMPLE.com";
  const Outcome start = Start(flow, context);
  EXPECT_EQ(Subject(start), "a");
  EXPECT_EQ(start.session.slots.at("v").value, "3.2");
  EXPECT_EQ(start.session.slots.at("m").value, "Ada@example.com");
  context.context["app_version"] = "newest";
  EXPECT_EQ(Subject(Start(flow, context)), "v") << "a value of another form is asked for";
}

TEST_F(Flows, FillSeveralSlotsFromOneMessageAndNeverAskThemAgain) {
  Talk talk(Load(std::string(kA) + kArea + "  - {ask: v, type: version, text: Version?}\n"), TestContext());
  talk.Type("It hangs, Messages, version 3.2");
  EXPECT_EQ(Subject(talk.last), "test");
  EXPECT_EQ(talk.Value("area"), "message");
  EXPECT_EQ(talk.Value("v"), "3.2");
}

TEST_F(Flows, FillNothingFromARefusedAnswer) {
  Talk talk(
      Load("  - {ask: n, type: yesno, text: Really?}\n  - {ask: v, type: version, text: Version?}\n" + std::string(kA)),
      TestContext());
  talk.Type("well, version 3.2");
  EXPECT_EQ(talk.last.result, Result::kNotUnderstood);
  EXPECT_EQ(talk.Value("v"), "(none)");
}

TEST_F(Flows, AskOnlyWhenTheConditionHolds) {
  const Flow& flow = Load(std::string(kArea) + "  - {ask: id, type: text, text: Call id?, when: {area: call}}\n" + kA);
  Talk call(flow, TestContext());
  EXPECT_EQ(Subject(call.Type("1")), "id");
  Talk message(flow, TestContext());
  EXPECT_EQ(Subject(message.Type("2")), "a");
}

TEST_F(Flows, BranchSetAndGoTo) {
  Talk talk(Load("  - {ask: v, type: version, text: Version?}\n"
                 "  - branch:\n      - when: {v: {below: '3.0'}}\n        goto: old\n      - else: fine\n"
                 "  - label: old\n    say: \"{{v}} is old.\"\n  - set: {age: old}\n    goto: ask_a\n"
                 "  - label: fine\n    set: {age: new}\n"
                 "  - label: ask_a\n    say: \"It is {{age}}.\"\n" +
                 std::string(kA)),
            TestContext());
  EXPECT_EQ(Show(talk.Type("v2.9")), "say: 2.9 is old.\nsay: It is old.\nask a: What?\n");
}

TEST_F(Flows, AskAgainInALoopThatForgetsItsAnswer) {
  Talk talk(Load(std::string(kA) + "  - label: again\n    say: Count {{a}}.\n"
                                   "  - {ask: more, type: yesno, text: More?}\n"
                                   "  - branch:\n      - when: {more: no}\n        goto: review\n"
                                   "  - set: {more: }\n    goto: again\n"),
            TestContext());
  talk.Type("one");
  EXPECT_EQ(Show(talk.Type("yes")), "say: Count one.\nask more: More? [Yes] [No]\n");
  EXPECT_EQ(Subject(talk.Type("no")), "test");
}

TEST_F(Flows, CollectFilesUntilDoneAndSayTheLimits) {
  Talk talk(Load(std::string(kFile) + kA), TestContext());
  EXPECT_EQ(Show(talk.last), "ask f: A screenshot? [Skip]\n");
  EXPECT_EQ(talk.last.messages[0].input, "file");
  EXPECT_EQ(Show(talk.Send({Picture("big.png", 2 << 20)})),
            "ask f: big.png is too large; the limit is 1 MB.\nA screenshot? [Skip]\n");
  EXPECT_EQ(Show(talk.Send({{"id", "a.exe", "application/x-msdownload", 10}})),
            "ask f: a.exe is of a kind that we cannot take here. We can take: images, txt.\nA screenshot? [Skip]\n");
  EXPECT_EQ(Show(talk.Send({Picture("one.png")})), "ask f: Got it: one.png. Send another, or press Done. [Done]\n");
  EXPECT_EQ(Subject(talk.Press("flow:done=f")), "a");
  EXPECT_EQ(talk.last.session.slots.at("f").files.size(), 1u);
}

TEST_F(Flows, GoOnWhenAllFilesAreThereAndRefuseOneTooMany) {
  Talk talk(Load(std::string(kFile) + kA), TestContext());
  talk.Send({Picture("1.png"), Picture("2.png"), Picture("3.png")});
  EXPECT_EQ(Show(talk.last), "say: Those are too many files; the limit here is 2.\nask a: What?\n");
  EXPECT_EQ(talk.last.session.slots.at("f").files.size(), 2u);
}

TEST_F(Flows, TakeWordsForNoFile) {
  for (const char* word : {"skip", "no", "没有", "1", "done"}) {
    Talk talk(Load(std::string(kFile) + kA), TestContext());
    EXPECT_EQ(Subject(talk.Type(word)), "a") << word;
  }
  Talk talk(Load(std::string(kFile) + kA), TestContext());
  EXPECT_EQ(talk.Type("where do I find it").result, Result::kNotUnderstood);
}

TEST_F(Flows, KeepAFileThatComesEarlyAndDoNotAskForIt) {
  Talk talk(Load(std::string(kA) + kFile), TestContext());
  EXPECT_EQ(Show(talk.Send({Picture("early.png")})), "ask a: Got it: early.png.\nWhat?\n");
  talk.Send({Picture("second.png")}, "it broke");
  EXPECT_EQ(talk.Value("a"), "it broke") << "the caption answers the open question";
  EXPECT_EQ(Subject(talk.last), "test");
  EXPECT_EQ(talk.last.session.slots.at("f").files.size(), 2u);
  talk.Send({Picture("third.png")});
  EXPECT_THAT(Show(talk.last), HasSubstr("say: Those are too many files; the limit here is 2."));
  talk.Press("flow:submit");
  EXPECT_EQ(talk.last.ticket->files.size(), 2u);
}

TEST_F(Flows, SayThatAFileDoesNotHelpWhereThereIsNoPlaceForIt) {
  Talk talk(Load(kA), TestContext());
  EXPECT_EQ(Text(talk.Send({Picture()})), "A file does not help with this question.\nWhat?");
}

TEST_F(Flows, CollectSeveralOptionsByButtonOrInOneMessage) {
  const std::string multi =
      "  - ask: parts\n    type: multi\n    text: Which?\n    max: 2\n"
      "    options: [{value: a1, label: One}, {value: b2, label: Two}, {value: c3, label: Three}]\n";
  Talk pressed(Load(multi + kA), TestContext());
  EXPECT_EQ(Show(pressed.Press("slot:parts=b2")),
            "ask parts: Chosen: Two. Choose more, or press Done. [One] [Three] [Done]\n");
  EXPECT_EQ(Subject(pressed.Press("slot:parts=a1")), "a") << "two is the most";
  EXPECT_EQ(pressed.Value("parts"), "a1,b2");
  Talk typed(Load(multi + kA), TestContext());
  typed.Type("1, 3");
  EXPECT_EQ(typed.Value("parts"), "a1,c3");
  Talk many(Load(multi + kA), TestContext());
  EXPECT_EQ(Text(many.Type("1, 2, 3")), "Please choose at least 1 and at most 2 of these.\nWhich?");
}

TEST_F(Flows, SkipWithADefault) {
  Talk talk(Load("  - {ask: v, type: version, text: Version?, skip: true, default: \"3.0\"}\n" + std::string(kA)),
            TestContext());
  talk.Type("I don't know");
  EXPECT_EQ(Subject(talk.last), "a");
  EXPECT_EQ(talk.Value("v"), "3.0");
  talk.Type("x");
  EXPECT_THAT(Show(talk.last), HasSubstr("v=3.0"));
}

TEST_F(Flows, MaskSensitiveAnswersEverywhereButOnTheTicket) {
  Talk talk(Load("  - {ask: a, type: email, text: Mail?, sensitive: true}\n  - say: We write to {{a}}.\n"),
            TestContext());
  talk.Type("ada@example.com");
  EXPECT_TRUE(talk.last.sensitive_input);
  EXPECT_EQ(talk.last.messages[0].text, base::PlainRichText("We write to a•••@example.com."));
  EXPECT_EQ(talk.last.messages[1].facts[0].value, "a•••@example.com");
  talk.Type("submit");
  EXPECT_FALSE(talk.last.sensitive_input);
  EXPECT_EQ(talk.last.ticket->title, "a•••@example.com");
  EXPECT_EQ(talk.last.ticket->fields[0].value, "ada@example.com");
  EXPECT_THAT(talk.last.ticket->sensitive, testing::ElementsAre("a"));
}

TEST_F(Flows, InsertAnAnswerAsTextThatIsNeverReadAgain) {
  Talk talk(Load(std::string(kA) + "  - say: \"You said {{a}}\"\n"), TestContext());
  talk.Type("{{ticket.number}} {{a | upper}} *bold* <b>");
  EXPECT_EQ(base::ToPlainText(talk.last.messages[0].text), "You said {{ticket.number}} {{a | upper}} *bold* <b>");
  EXPECT_EQ(talk.last.messages[0].text.blocks[0].spans.size(), 1u);
}

TEST_F(Flows, ReportTheStepsThatWereEnteredAndLeft) {
  Talk talk(Load(std::string(kA) + kArea), TestContext());
  using What = StepFact::What;
  EXPECT_THAT(talk.last.facts, testing::ElementsAre(StepFact{What::kEntered, "a"}));
  talk.Type("x");
  EXPECT_THAT(talk.last.facts, testing::ElementsAre(StepFact{What::kLeft, "a"}, StepFact{What::kEntered, "area"}));
  talk.Type("nonsense words");
  EXPECT_TRUE(talk.last.facts.empty());
  talk.Type("1");
  talk.Type("submit");
  EXPECT_THAT(talk.last.facts,
              testing::ElementsAre(StepFact{What::kLeft, "review"}, StepFact{What::kEntered, "ticket@12"},
                                   StepFact{What::kEntered, "say@13"}, StepFact{What::kEntered, "end@14"}));
}

TEST_F(Flows, HandOverWhenNoTicketCanBeOpened) {
  FlowContext context = TestContext();
  context.open_ticket = nullptr;
  Talk talk(Load(kA), context);
  talk.Type("x");
  talk.Type("submit");
  EXPECT_EQ(talk.last.result, Result::kHandoff);
  EXPECT_FALSE(talk.last.ticket.has_value());
}

TEST_F(Flows, GiveTheDeskWhatItRatesAProblemBy) {
  Talk talk(Shipped("bug-report"), TestContext(), "the app crashes when I open settings");
  for (const char* answer : {"Messages", "change my picture", "it should open", "1. open 2. tap", "yesterday", "Often",
                             "3.2", "blocked", "me", "no", "no", "submit"})
    talk.Type(answer);
  ASSERT_TRUE(talk.last.ticket.has_value()) << Show(talk.last);
  const TicketDraft& draft = *talk.last.ticket;
  EXPECT_EQ(draft.flow, "bug-report");
  EXPECT_EQ(draft.category, "functional");
  EXPECT_EQ(draft.component, "message");
  EXPECT_EQ(draft.impact, "blocked");
  EXPECT_EQ(draft.scope, "me");
  EXPECT_EQ(draft.workaround, "no");
  EXPECT_EQ(draft.title, "Messages: the app crashes when I open settings");
  EXPECT_EQ(draft.opening, "the app crashes when I open settings");
  EXPECT_EQ(talk.last.messages.back().kind, base::MessageKind::kReceipt);
}

TEST_F(Flows, SpeakTheUsersLanguageAndKeepTheAnswersWhenItChanges) {
  Talk talk(Shipped("bug-report"), TestContext("zh"), "点设置就闪退，每次都这样");
  EXPECT_EQ(Text(talk.last), "是哪个功能出了问题？");
  talk.Type("消息");
  talk.context().locale = "en";
  const Outcome again = Resume(talk.flow(), talk.last.session, talk.context());
  EXPECT_EQ(Text(again), "What were you trying to do?");
  EXPECT_EQ(again.session.slots.at("area").value, "message");
}

TEST_F(Flows, AskAgainInOneLineAfterADigression) {
  Talk talk(Load("  - {ask: a, type: yesno, text: \"Is it so?\\nPlease think about it.\"}\n"), TestContext());
  EXPECT_EQ(Show(Reask(talk.flow(), talk.last.session, talk.context())), "ask a: Is it so? [Yes] [No]\n");
  EXPECT_EQ(Show(Resume(talk.flow(), talk.last.session, talk.context())),
            "ask a: Is it so?\nPlease think about it. [Yes] [No]\n");
  EXPECT_EQ(Show(Remind(talk.flow(), talk.last.session, talk.context())),
            "ask a: Still there? What you have told us is kept. Whenever you are ready:\nIs it so? [Yes] [No]\n");
  talk.Type("yes");
  EXPECT_EQ(
      Show(Reask(talk.flow(), talk.last.session, talk.context())),
      "review test: Your answers are ready: submit, change one, or cancel? [Submit] [Change an answer] [Cancel]\n");
}

TEST_F(Flows, TellTheCallerWhatIsOpen) {
  Talk talk(Load(std::string(kA) + kArea), TestContext());
  EXPECT_TRUE(FindOpenQuestion(talk.flow(), talk.last.session)->free_text);
  talk.Type("x");
  const auto open = FindOpenQuestion(talk.flow(), talk.last.session);
  EXPECT_EQ(open->slot, "area");
  EXPECT_EQ(open->type, SlotType::kChoice);
  EXPECT_FALSE(open->free_text);
  talk.Type("1");
  EXPECT_TRUE(FindOpenQuestion(talk.flow(), talk.last.session)->review);
}

TEST_F(Flows, GoOnAfterARestartAsIfNothingHadHappened) {
  const Flow& flow = Load(std::string(kA) + kArea + kFile);
  Talk straight(flow, TestContext());
  Session stored = straight.last.session;
  Outcome stepped = straight.last;
  for (const char* answer : {"it broke", "back", "it broke again", "nonsense", "2", "skip", "edit area", "1"}) {
    straight.Type(answer);
    stepped = Advance(flow, *SessionFromJson(ToJson(stepped.session)), Typed{answer}, TestContext());
    EXPECT_EQ(Show(stepped), Show(straight.last)) << answer;
    EXPECT_EQ(stepped.session, straight.last.session) << answer;
  }
}

TEST_F(Flows, CarryAnswersOverToANewVersionAndSaySo) {
  const std::string old_steps = std::string(kA) + kArea + "  - {ask: gone, type: text, text: Old?}\n";
  const Flow old_flow = Load(old_steps);
  Talk talk(old_flow, TestContext());
  talk.Type("it broke");
  talk.Type("2");
  const Session old = talk.last.session;
  const Flow& next = Load(std::string(kArea) + "  - {ask: fresh, type: text, text: New?}\n" + kA);
  const Outcome outcome = Migrate(next, old, TestContext());
  EXPECT_EQ(Show(outcome),
            "say: These questions have changed since you began. Your answers are kept where they still fit.\n"
            "ask fresh: New?\n");
  EXPECT_EQ(outcome.session.hash, next.hash);
  EXPECT_EQ(outcome.session.slots.at("area").value, "message");
  EXPECT_EQ(Subject(Advance(next, outcome.session, Typed{"x"}, TestContext())), "test") << "'a' is not asked again";
}

TEST_F(Flows, AskAgainForAnAnswerThatANewVersionDoesNotKnow) {
  const Flow old_flow = Load(kArea + std::string(kA));
  Talk talk(old_flow, TestContext());
  talk.Type("2");
  const Flow& next = Load(
      "  - ask: area\n    type: choice\n    text: Which now?\n    options: [{value: x, label: X}]\n" + std::string(kA));
  EXPECT_EQ(Subject(Migrate(next, talk.last.session, TestContext())), "area");
}

TEST_F(Flows, SurviveASessionThatDoesNotFitTheFlow) {
  const Flow& flow = Load(std::string(kA) + kArea);
  Session session;
  session.flow = "test";
  session.step = 999;
  EXPECT_EQ(Subject(Advance(flow, session, Typed{"x"}, TestContext())), "a");
  session.step = 0;
  session.path = {-5, 1000};
  EXPECT_EQ(Subject(Advance(flow, session, Press{"flow:back"}, TestContext())), "a");
  session.path = {};
  session.edit = Session::Edit{"nothing", {}, 77, {}, {}};
  EXPECT_EQ(Subject(Advance(flow, session, Typed{"skip"}, TestContext())), "a");
}

}  // namespace
}  // namespace frontdesk::flows
