// Several questions as one form where the platform shows forms; the same flow in words elsewhere.
#include <gtest/gtest.h>

#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

class Forms : public testing::Test {
 protected:
  Forms()
      : library_(LoadText(
            "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
            "  - {ask: area, type: choice, text: Which part?, form: true, options: [{value: call, label: Calls}, "
            "{value: message, label: Messages}]}\n"
            "  - {ask: mail, type: email, text: Your mail?, form: true, sensitive: true}\n"
            "  - {ask: version, type: version, text: Version?, form: true, skip: true, help: Menu > About}\n"
            "  - {ask: call_id, type: text, text: Call id?, form: true, when: {area: call}}\n"
            "  - {ask: note, type: text, text: Anything else?}\n"
            "  - confirm: review\n  - ticket: {category: functional, title: x}\n  - end: done\n")) {}
  Talk Begin(bool forms = true) {
    FlowContext context = TestContext();
    context.forms = forms;
    return Talk(*library_.Find("test"), context);
  }
  static std::vector<std::string> FieldsOf(const Outcome& outcome) {
    std::vector<std::string> names;
    for (const base::FormField& field : outcome.messages.back().form) names.push_back(field.name);
    return names;
  }
  using Names = std::vector<std::string>;
  FlowLibrary library_;
};

TEST_F(Forms, ShowTheNeighboursTogetherAndTheFirstInWords) {
  const Talk talk = Begin();
  EXPECT_EQ(FieldsOf(talk.last), (Names{"area", "mail", "version"}));
  EXPECT_EQ(Show(talk.last), "ask area: Which part? [Calls] [Messages]\n") << "for those who cannot show it after all";
  const base::FormField& version = talk.last.messages.back().form[2];
  EXPECT_EQ(version.label, "Version?");
  EXPECT_EQ(version.hint, "Menu > About");
  EXPECT_FALSE(version.required);
  EXPECT_EQ(talk.last.messages.back().form[0].options[1], (base::Button{"Messages", "message"}));
}

TEST_F(Forms, TakeAllAnswersAtOnceAndAskOnlyWhatTheyMakeNecessary) {
  Talk talk = Begin();
  talk.Take(Filled{{{"area", "message"}, {"mail", "ada@example.com"}, {"version", ""}}});
  EXPECT_EQ(Subject(talk.last), "note");
  EXPECT_TRUE(talk.last.sensitive_input);
  EXPECT_TRUE(talk.last.session.slots.at("version").skipped);
  Talk call = Begin();
  call.Take(Filled{{{"area", "call"}, {"mail", "ada@example.com"}, {"version", "v3.2"}}});
  EXPECT_EQ(Subject(call.last), "call_id");
  EXPECT_EQ(call.Value("version"), "3.2");
  EXPECT_TRUE(FieldsOf(call.last).empty()) << "one question is no form";
}

TEST_F(Forms, KeepWhatFitsAndSayWhatDoesNot) {
  Talk talk = Begin();
  talk.Take(Filled{{{"area", "message"}, {"mail", "nonsense"}, {"version", "zzz"}}});
  EXPECT_EQ(FieldsOf(talk.last), (Names{"mail", "version"}));
  EXPECT_NE(talk.last.messages.back().form[0].error, "");
  EXPECT_NE(talk.last.messages.back().form[1].error, "");
  talk.Take(Filled{{{"mail", "ada@example.com"}, {"version", ""}}});
  EXPECT_EQ(Subject(talk.last), "note");
}

// Else a modal would close over one wrong field.
TEST_F(Forms, ComeBackAsFormsWhenOneAnswerIsWrong) {
  Talk talk = Begin();
  talk.Take(Filled{{{"area", "message"}, {"mail", "nonsense"}, {"version", "3.1"}}});
  EXPECT_EQ(FieldsOf(talk.last), (Names{"mail"}));
  EXPECT_NE(talk.last.messages.back().form[0].error, "");
  talk.Take(Filled{{{"mail", "more nonsense"}}});
  EXPECT_EQ(FieldsOf(talk.last), (Names{"mail"})) << "as often as it is wrong";
  EXPECT_NE(talk.last.messages.back().form[0].error, "");
  const auto stored = SessionFromJson(ToJson(talk.last.session));
  ASSERT_TRUE(stored);
  EXPECT_EQ(*stored, talk.last.session);
  talk.Take(Filled{{{"mail", "ada@example.com"}}});
  EXPECT_EQ(Subject(talk.last), "note");
  EXPECT_TRUE(FieldsOf(talk.last).empty());
  EXPECT_EQ(talk.Value("version"), "3.1");
}

TEST_F(Forms, OfOneFieldMayBeAnsweredInWords) {
  Talk talk = Begin();
  talk.Take(Filled{{{"area", "message"}, {"mail", "nonsense"}, {"version", "3.1"}}});
  talk.Type("nonsense again");
  EXPECT_EQ(FieldsOf(talk.last), (Names{"mail"})) << "the form is still what is asked";
  talk.Type("ada@example.com");
  EXPECT_EQ(Subject(talk.last), "note");
  EXPECT_EQ(talk.Value("mail"), "ada@example.com");
}

TEST_F(Forms, AskInWordsWhoAnswersInWords) {
  Talk talk = Begin();
  talk.Type("messages");
  EXPECT_EQ(Show(talk.last), "ask mail: Your mail?\n");
  EXPECT_TRUE(FieldsOf(talk.last).empty());
  talk.Type("ada@example.com");
  EXPECT_EQ(Subject(talk.last), "version");
}

TEST_F(Forms, AreQuestionsOneByOneWhereThereAreNone) {
  Talk talk = Begin(false);
  EXPECT_TRUE(FieldsOf(talk.last).empty());
  talk.Type("messages");
  talk.Type("ada@example.com");
  talk.Type("skip");
  EXPECT_EQ(Subject(talk.last), "note");
}

TEST_F(Forms, AStaleOrForeignFormChangesNothing) {
  Talk talk = Begin();
  talk.Take(Filled{{{"area", "message"}, {"mail", "ada@example.com"}}});
  const std::string before = ToJson(talk.last.session);
  talk.Take(Filled{{{"area", "call"}, {"mail", "eve@example.com"}}});
  EXPECT_EQ(Subject(talk.last), "note");
  EXPECT_EQ(ToJson(talk.last.session), before);
  talk.Take(Filled{{{"nonsense", "x"}}});
  EXPECT_EQ(ToJson(talk.last.session), before);
}

TEST_F(Forms, EachAnswerCanBeEditedAlone) {
  Talk talk = Begin();
  talk.Take(Filled{{{"area", "message"}, {"mail", "ada@example.com"}, {"version", "3.1"}}});
  talk.Type("edit version");
  EXPECT_EQ(Show(talk.last), "ask version: Version? [Skip]\n");
  talk.Type("3.2");
  EXPECT_EQ(Subject(talk.last), "note");
  EXPECT_EQ(talk.Value("version"), "3.2");
  EXPECT_EQ(talk.Value("area"), "message");
}

}  // namespace
}  // namespace frontdesk::flows
