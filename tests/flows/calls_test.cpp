// A flow that calls another: its questions are asked where the call stands, and its answers are known by name.
#include "flows/calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flows/flow_diff.h"
#include "flows/flow_graph.h"
#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using Result = Outcome::Result;
using ::testing::HasSubstr;

constexpr char kContact[] =
    "flow: contact\ntitle: How we reach you\nlocale: en\nsteps:\n"
    "  - {label: why, say: Two words about you.}\n"
    "  - {ask: email, type: email, text: Your e-mail?}\n"
    "  - {ask: channel, type: choice, text: How shall we answer?, "
    "options: [{value: mail, label: By mail}, {value: phone, label: By phone}]}\n"
    "  - branch:\n      - {when: {channel: mail}, goto: done}\n"
    "  - {ask: phone, type: phone, text: Your number?}\n"
    "  - {label: done, end: done}\n";
constexpr char kOrder[] =
    "flow: order\ntitle: An order\nlocale: en\nsteps:\n"
    "  - {ask: what, type: text, text: What do you order?}\n"
    "  - call: contact\n"
    "  - {ask: day, type: text, text: When?}\n"
    "  - confirm: review\n"
    "  - ticket: {category: service, title: \"{{what}} for {{email}}\"}\n"
    "  - {label: thanks, say: \"We reach you {{channel.label}}.\"}\n"
    "  - end: done\n";

struct Loaded {
  FlowLibrary library;
  std::string findings;
};

Loaded Load(const std::vector<std::string>& flows) {
  base::SourceFiles files;
  for (const std::string& flow : flows) {
    const std::string id = flow.substr(6, flow.find('\n') - 6);
    files.push_back({"flows/" + id + ".yaml", flow});
  }
  base::Findings findings;
  Loaded loaded{LoadFlows(files, EnglishOnly(), findings), {}};
  loaded.findings = Lines(findings);
  return loaded;
}

std::string Flow(const std::string& id, const std::string& steps) {
  return "flow: " + id + "\ntitle: Test\nlocale: en\nsteps:\n" + steps;
}

class Calls : public testing::Test {
 protected:
  Calls() : loaded_(Load({kContact, kOrder})) { EXPECT_EQ(loaded_.findings, ""); }
  Talk Begin() { return {*loaded_.library.Find("order"), TestContext()}; }
  Loaded loaded_;
};

TEST_F(Calls, AskTheOtherFlowsQuestionsAndReturn) {
  Talk talk = Begin();
  talk.Type("a lamp");
  EXPECT_EQ(Show(talk.last), "say: Two words about you.\nask email: Your e-mail?\n");
  talk.Type("ada@example.com");
  talk.Type("by mail");
  EXPECT_EQ(Subject(talk.last), "day");
  talk.Type("tomorrow");
  EXPECT_THAT(Show(talk.last), HasSubstr("email=ada@example.com"));
  talk.Press("flow:submit");
  EXPECT_EQ(talk.last.result, Result::kEnded);
  EXPECT_EQ(talk.last.ticket->title, "a lamp for ada@example.com");
  EXPECT_EQ(talk.last.ticket->fields.size(), 4u);
  EXPECT_EQ(Text(talk.last), "We reach you By mail.");
}

TEST_F(Calls, NeverAskWhatIsKnownAlready) {
  const Loaded loaded = Load({kContact, Flow("order",
                                             "  - {call: contact, with: {email: '{{profile.email}}', channel: mail}}\n"
                                             "  - ticket: {category: service, title: '{{email}}'}\n  - end: done\n")});
  ASSERT_EQ(loaded.findings, "");
  FlowContext context = TestContext();
  context.profile["email"] = "ada@example.com";
  const Talk known(*loaded.library.Find("order"), context);
  EXPECT_EQ(known.last.result, Result::kEnded);
  EXPECT_EQ(known.last.ticket->title, "ada@example.com");
  const Talk unknown(*loaded.library.Find("order"), TestContext());
  EXPECT_EQ(Subject(unknown.last), "email");
}

TEST_F(Calls, GoBackAndEditAcrossTheirBorders) {
  Talk talk = Begin();
  talk.Type("a lamp");
  talk.Type("back");
  EXPECT_EQ(Subject(talk.last), "what");
  talk.Type("a chair");
  EXPECT_EQ(Subject(talk.last), "email");
  talk.Type("ada@example.com");
  talk.Type("by mail");
  talk.Type("back");
  EXPECT_EQ(Subject(talk.last), "channel");
  talk.Type("by phone");
  EXPECT_EQ(Subject(talk.last), "phone");
  talk.Type("+49 30 901820");
  talk.Type("tomorrow");
  talk.Type("edit email");
  EXPECT_EQ(Subject(talk.last), "email");
  talk.Type("bob@example.com");
  EXPECT_EQ(talk.last.messages.back().kind, base::MessageKind::kReview);
  EXPECT_EQ(Show(talk.last).find("Two words"), std::string::npos) << "said once";
}

TEST_F(Calls, GoOnAfterARestartInTheMiddle) {
  Talk talk = Begin();
  talk.Type("a lamp");
  talk.Type("ada@example.com");
  const auto session = SessionFromJson(ToJson(talk.last.session));
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(*session, talk.last.session);
  const Outcome next = Advance(talk.flow(), *session, Typed{"by mail"}, TestContext());
  EXPECT_EQ(Subject(next), "day");
}

TEST_F(Calls, SayAgainInALoopWhatTheCalledFlowSays) {
  const Loaded loaded =
      Load({Flow("tip", "  - {label: tip, say: Try once more.}\n  - end: done\n"),
            Flow("order",
                 "  - {ask: works, type: yesno, text: Does it work?}\n"
                 "  - branch:\n      - {when: {works: yes}, goto: fine}\n"
                 "  - call: tip\n  - {set: {works: }, goto: works}\n  - {label: fine, end: done}\n")});
  ASSERT_EQ(loaded.findings, "");
  Talk talk(*loaded.library.Find("order"), TestContext());
  for (int round = 0; round < 3; ++round)
    EXPECT_EQ(Show(talk.Type("no")), "say: Try once more.\nask works: Does it work? [Yes] [No]\n") << round;
}

TEST_F(Calls, EndBothWhenTheCalledFlowIsCancelled) {
  const Loaded loaded = Load({Flow("stop", "  - {label: sorry, say: That cannot be.}\n  - end: cancelled\n"),
                              Flow("order",
                                   "  - {ask: sure, type: yesno, text: Sure?}\n"
                                   "  - branch:\n      - {when: {sure: yes}, goto: fine}\n"
                                   "  - {call: stop, goto: fine}\n  - {label: fine, end: done}\n")});
  ASSERT_EQ(loaded.findings, "");
  Talk talk(*loaded.library.Find("order"), TestContext());
  EXPECT_EQ(talk.Type("no").result, Result::kCancelled);
}

TEST_F(Calls, KeepAnswersWhenTheCalledFlowChanges) {
  Talk talk = Begin();
  talk.Type("a lamp");
  talk.Type("ada@example.com");
  std::string changed = kContact;
  changed.insert(changed.find("  - {ask: channel"), "  - {ask: name, type: text, text: Your name?}\n");
  const Loaded newer = Load({changed, kOrder});
  ASSERT_NE(newer.library.Find("order")->hash, loaded_.library.Find("order")->hash);
  const Outcome moved = Migrate(*newer.library.Find("order"), talk.last.session, TestContext());
  EXPECT_EQ(Subject(moved), "name");
  EXPECT_EQ(moved.session.slots.at("email").value, "ada@example.com");
}

TEST_F(Calls, AreOneBoxInThePictureAndOneSentenceInTheComparison) {
  const std::string graph = ToMermaid(GraphOf(*loaded_.library.Find("order"), "en"));
  EXPECT_THAT(graph, HasSubstr("the flow contact"));
  EXPECT_EQ(graph.find("Your e-mail"), std::string::npos);
  const Loaded before = Load({kContact, Flow("order",
                                             "  - {ask: what, type: text, text: What do you order?}\n"
                                             "  - ticket: {category: service, title: x}\n  - end: done\n")});
  EXPECT_THAT(ChangesForUsers(*before.library.Find("order"), *loaded_.library.Find("order")),
              testing::Contains("It asks the questions of the flow 'contact'."));
  std::string changed = kContact;
  changed.replace(changed.find("Your e-mail"), 11, "Which e-mail");
  const Loaded newer = Load({changed, kOrder});
  EXPECT_TRUE(ChangesForUsers(*loaded_.library.Find("order"), *newer.library.Find("order")).empty());
}

TEST(CallChecks, FindWhatCannotBeJoined) {
  const std::string end = "  - ticket: {category: service, title: x}\n  - end: done\n";
  const auto findings = [](const std::vector<std::string>& flows) { return Load(flows).findings; };
  EXPECT_THAT(findings({kContact, Flow("a", "  - call: contcat\n" + end)}),
              HasSubstr("flows/a.yaml:5:11: error: there is no flow 'contcat' to call; did you mean 'contact'?\n"));
  EXPECT_EQ(findings({kContact, Flow("a", "  - {call: contact, with: {emial: x, channel: fax}}\n" + end)}),
            "flows/a.yaml:5:28: error: the flow 'contact' asks no 'emial'; did you mean 'email'?\n");
  EXPECT_EQ(findings({kContact, Flow("a", "  - {call: contact, with: {channel: fax}}\n" + end)}),
            "flows/a.yaml:5:28: error: 'channel' can never be 'fax'; known: mail, phone\n");
  EXPECT_EQ(findings({kContact, Flow("a", "  - {ask: email, type: email, text: Mail?}\n  - call: contact\n" + end)}),
            "flows/a.yaml:6:11: error: 'email' is asked here and in the flow 'contact'; let one of them ask it\n");
  EXPECT_EQ(findings({kContact, Flow("a", "  - call: contact\n  - call: contact\n" + end)}),
            "flows/a.yaml:6:11: error: the flow 'contact' is called twice on the same ways; label the first call, and "
            "go to it\n");
  EXPECT_THAT(findings({Flow("a", "  - call: b\n" + end), Flow("b", "  - call: a\n" + end)}),
              HasSubstr("flows/b.yaml:5:11: error: the flow 'a' is called while it runs itself"));
  EXPECT_THAT(findings({Flow("a", "  - call: b\n" + end), Flow("b", "  - {ask: x, type: txet, text: X?}\n" + end)}),
              HasSubstr("flows/a.yaml:5:11: error: the flow 'b' that is called has mistakes of its own"));
  EXPECT_THAT(findings({Flow("a", "  - call: b\n" + end), Flow("b", end)}), HasSubstr("a second ticket"));
  EXPECT_THAT(findings({Flow("a", "  - call: b\n" + end), Flow("b", "  - handoff: {reason: x}\n")}),
              HasSubstr("no way leads to the step"));
  EXPECT_THAT(findings({kContact, Flow("a", "  - {say: '{{email}}'}\n  - call: contact\n" + end)}),
              HasSubstr("'email' is used before it can be set"));
}

}  // namespace
}  // namespace frontdesk::flows
