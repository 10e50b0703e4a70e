// Back, edit, skip, cancel, help: at every step, in words and by button.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using Result = Outcome::Result;
using testing::HasSubstr;

class Repair : public testing::Test {
 protected:
  Repair() {
    base::Findings findings;
    library_ = LoadFlows(
        {{"flows/test.yaml",
          "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
          "  - {ask: first, title: Your name, type: text, text: Who are you?}\n"
          "  - label: hello\n    say: Hello {{first}}.\n"
          "  - ask: area\n    title: Area\n    type: choice\n    text: Which part?\n    help: Look at the title.\n"
          "    options: [{value: call, label: Calls}, {value: message, label: Messages}]\n"
          "  - {ask: call_id, title: Call, type: text, text: Call id?, when: {area: call}, skip: true}\n"
          "  - {ask: version, title: Version, type: version, text: Version?, skip: true}\n"
          "  - confirm: review\n"
          "  - ticket: {category: functional, title: \"{{first}}\"}\n"
          "  - {ask: after, title: After, type: yesno, text: May we call you?}\n"
          "  - end: done\n"},
         {"flows/test.zh.yaml",
          "flow: test\nlocale: zh\ntitle: 测试\nsteps:\n"
          "  first: {title: 姓名, text: 你是谁？}\n  hello: {say: \"你好 {{first}}。\"}\n"
          "  area: {title: 功能, text: 哪个功能？, help: 看标题。, options: {call: 通话, message: 消息}}\n"
          "  call_id: {title: 通话, text: 通话 ID？}\n  version: {title: 版本, text: 版本？}\n"
          "  after: {title: 回访, text: 可以给你打电话吗？}\n"}},
        BothLocales(), findings);
    EXPECT_EQ(Lines(findings), "");
  }

  Talk AtReview(const std::string& locale = "en") {
    Talk talk(*library_.Find("test"), TestContext(locale));
    for (const char* answer : {"Ada", "2", "3.2"}) talk.Type(answer);
    EXPECT_EQ(Subject(talk.last), "test");
    return talk;
  }

  FlowLibrary library_;
};

TEST_F(Repair, BackOpensThePreviousQuestionAndKeepsTheOthers) {
  Talk talk(*library_.Find("test"), TestContext());
  talk.Type("Ada");
  talk.Type("Messages");
  EXPECT_EQ(Show(talk.Type("back")), "ask area: Which part? [Calls] [Messages]\n");
  EXPECT_EQ(Subject(talk.Type("Messages")), "version");
  EXPECT_EQ(talk.Value("first"), "Ada");
}

TEST_F(Repair, BackTwiceGoesTwoQuestionsBackAndComesForwardWithoutAskingAgain) {
  Talk talk = AtReview();
  EXPECT_EQ(Subject(talk.Type("back")), "version");
  EXPECT_EQ(Subject(talk.Press("flow:back")), "area");
  EXPECT_EQ(Subject(talk.Type("上一步")), "first");
  EXPECT_EQ(Text(talk.Type("back")), "This is the first question.\nWho are you?");
  EXPECT_EQ(Show(talk.Type("Bea")),
            "review test: Please check your answers before we send them.\n  first=Bea\n  area=Messages\n  version=3.2"
            " [Submit] [Change an answer] [Cancel]\n")
      << "what was said is not said again, what is answered is not asked again";
}

TEST_F(Repair, EditAtReviewReturnsToTheReview) {
  for (const char* edit : {"edit area", "edit Area", "change the area", "修改功能", "修改 area", "area"}) {
    Talk talk = AtReview();
    EXPECT_EQ(Subject(talk.Type(edit)), "area") << edit;
    EXPECT_EQ(talk.Value("area"), "(none)");
    EXPECT_EQ(Subject(talk.Type("2")), "test");
  }
  Talk talk = AtReview();
  EXPECT_EQ(Subject(talk.Press("flow:edit=first")), "first");
  EXPECT_EQ(Subject(talk.Type("Bea")), "test");
}

TEST_F(Repair, EditAsksWhatTheNewAnswerMakesNecessaryAndDropsWhatItMakesVoid) {
  Talk talk = AtReview();
  talk.Type("edit area");
  EXPECT_EQ(Subject(talk.Type("Calls")), "call_id");
  EXPECT_EQ(Subject(talk.Type("c-1")), "test");
  EXPECT_THAT(Show(talk.last), HasSubstr("call_id=c-1"));
  talk.Type("edit area");
  talk.Type("Messages");
  EXPECT_THAT(Show(talk.last), testing::Not(HasSubstr("call_id")));
  talk.Type("edit area");
  EXPECT_EQ(Subject(talk.Type("Calls")), "test") << "an answer that counts again is not asked again";
  EXPECT_THAT(Show(talk.last), HasSubstr("call_id=c-1"));
}

TEST_F(Repair, EditInTheMiddleReturnsToTheOpenQuestion) {
  Talk talk(*library_.Find("test"), TestContext());
  talk.Type("Ada");
  talk.Type("Messages");
  EXPECT_EQ(Subject(talk.Type("edit your name")), "first");
  EXPECT_EQ(Show(talk.Type("Bea")), "ask version: Version? [Skip]\n");
}

TEST_F(Repair, EditWithoutANameOffersTheAnswers) {
  Talk talk = AtReview();
  EXPECT_EQ(Show(talk.Press("flow:edit")),
            "ask edit: Which answer do you want to change? [Your name: Ada] [Area: Messages] [Version: 3.2]\n");
  EXPECT_EQ(Subject(talk.Type("２")), "area");
  talk.Type("1");
  talk.Type("skip");
  talk.Type("修改");
  EXPECT_THAT(Show(talk.last), HasSubstr("[Call: skipped]"));
  EXPECT_EQ(Subject(talk.Type("version")), "version");
}

TEST_F(Repair, TheOfferToEditCanBeLeft) {
  Talk talk = AtReview();
  talk.Type("edit");
  EXPECT_EQ(talk.Type("back").messages[0].kind, base::MessageKind::kReview);
  talk.Type("edit");
  EXPECT_EQ(talk.Press("flow:submit").ticket.has_value(), true);
}

TEST_F(Repair, SkipOfAnOpenedAnswerKeepsItWhereItIsNeeded) {
  Talk talk = AtReview();
  talk.Type("edit area");
  EXPECT_EQ(Subject(talk.Type("skip")), "test");
  EXPECT_EQ(talk.Value("area"), "message");
}

TEST_F(Repair, AnEditThatFailsKeepsTheOldAnswer) {
  Talk talk = AtReview();
  talk.Type("edit area");
  for (int i = 0; i < kDefaultTries; ++i) talk.Type("nonsense words");
  EXPECT_EQ(Subject(talk.last), "test");
  EXPECT_EQ(talk.Value("area"), "message");
}

TEST_F(Repair, AnEditWithinAnEditLosesNothing) {
  Talk talk = AtReview();
  talk.Type("edit area");
  EXPECT_EQ(Subject(talk.Type("edit version")), "version");
  EXPECT_EQ(Subject(talk.Type("3.3")), "test");
  EXPECT_EQ(talk.Value("area"), "message");
  EXPECT_EQ(talk.Value("version"), "3.3");
}

TEST_F(Repair, AnEditOfSomethingUnknownIsAnAnswerWhereWordsAreAsked) {
  Talk talk(*library_.Find("test"), TestContext());
  talk.Type("change my profile picture");
  EXPECT_EQ(talk.Value("first"), "change my profile picture");
  EXPECT_EQ(talk.Type("edit the colour").result, Result::kNotUnderstood);
  EXPECT_EQ(Subject(talk.last), "area");
}

TEST_F(Repair, SkipIsForWhatIsNotNeeded) {
  Talk talk(*library_.Find("test"), TestContext());
  EXPECT_EQ(Text(talk.Type("skip")), "We cannot go on without this one.\nWho are you?");
  talk.Type("Ada");
  talk.Type("Messages");
  EXPECT_EQ(Subject(talk.Type("跳过")), "test");
  EXPECT_THAT(Show(talk.last), testing::Not(HasSubstr("version=")));
  EXPECT_THAT(Text(talk.Type("skip")), HasSubstr("There is nothing to skip here."));
}

TEST_F(Repair, NoSkipsAQuestionThatItCannotAnswer) {
  for (const char* word : {"no", "没有"}) {
    Talk talk(*library_.Find("test"), TestContext());
    talk.Type("Ada");
    talk.Type("Calls");
    EXPECT_EQ(Subject(talk.Type(word)), "version");  // of free text it is the answer
    EXPECT_EQ(Subject(talk.Type(word)), "test");
    EXPECT_TRUE(talk.last.session.slots.at("version").skipped) << word;
  }
}

TEST_F(Repair, CancelEndsAtOnceAndSaysThatNothingWasSent) {
  for (const char* word : {"cancel", "取消", "never mind"}) {
    Talk talk(*library_.Find("test"), TestContext());
    talk.Type("Ada");
    talk.Type(word);
    EXPECT_EQ(talk.last.result, Result::kCancelled) << word;
    EXPECT_EQ(Text(talk.last), "Cancelled. Nothing was sent.");
  }
  Talk talk = AtReview("zh");
  EXPECT_EQ(Text(talk.Type("3")), "已取消，没有提交任何内容。");
  EXPECT_EQ(talk.last.result, Result::kCancelled);
}

TEST_F(Repair, HelpExplainsTheQuestionAndAsksItAgain) {
  Talk talk(*library_.Find("test"), TestContext());
  EXPECT_EQ(Text(talk.Type("help")), "You can also say: back, edit, skip, cancel, or person.\nWho are you?");
  talk.Type("Ada");
  EXPECT_EQ(Text(talk.Press("flow:help")),
            "Look at the title.\nYou can also say: back, edit, skip, cancel, or person.\nWhich part?");
}

TEST_F(Repair, AStaleButtonChangesNothing) {
  Talk talk(*library_.Find("test"), TestContext());
  talk.Type("Ada");
  talk.Type("Messages");
  const Session before = talk.last.session;
  for (const char* stale :
       {"slot:area=call", "slot:first=x", "flow:skip=call_id", "flow:done=area", "flow:submit", "slot:version=3",
        "slot:nothing=1", "flow:edit=nothing", "flow:", "slot:", "=", "", "x=y"}) {
    EXPECT_EQ(Show(talk.Press(stale)), "ask version: Version? [Skip]\n") << stale;
    EXPECT_EQ(talk.last.session, before) << stale;
  }
}

TEST_F(Repair, WhatIsSubmittedCannotBeTakenBack) {
  Talk talk = AtReview();
  talk.Type("yes");
  EXPECT_EQ(Subject(talk.last), "after");
  for (const char* word : {"back", "edit", "edit area"})
    EXPECT_EQ(Text(talk.Type(word)), "This is already submitted. Just write what you want to add.\nMay we call you?")
        << word;
  EXPECT_EQ(talk.Value("area"), "message");
  EXPECT_EQ(Text(talk.Type("cancel")), "All right, we stop here.");
}

TEST_F(Repair, TheReviewUnderstandsYesNoNumbersAndNothingElse) {
  for (const char* word : {"submit", "Yes!", "ok", "提交", "确认", "1", "１", "好的"}) {
    Talk talk = AtReview();
    EXPECT_TRUE(talk.Type(word).ticket.has_value()) << word;
  }
  for (const char* word : {"no", "2", "不对", "edit"}) {
    Talk talk = AtReview();
    EXPECT_EQ(Subject(talk.Type(word)), "edit") << word;
  }
  Talk talk = AtReview();
  EXPECT_EQ(talk.Type("it also happens on my phone").result, Result::kNotUnderstood);
  EXPECT_EQ(talk.last.messages[0].kind, base::MessageKind::kReview);
}

TEST_F(Repair, AnotherWordOfTheCallersThatSlipsThroughChangesNothing) {
  Talk talk(*library_.Find("test"), TestContext());
  for (const char* word : {"person", "status", "language"}) {
    EXPECT_EQ(talk.Type(word).result, Result::kNotUnderstood) << word;
    EXPECT_EQ(talk.Value("first"), "(none)");
  }
}

}  // namespace
}  // namespace frontdesk::flows
