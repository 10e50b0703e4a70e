// The library: shipped flows, triggers, versions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

constexpr const char* kTiny = "flow: test\ntitle: Test\nstart: {commands: [tiny], phrases: [start the test]}\nsteps:\n";

TEST(ShippedFlows, HaveNoFindingInEnglishAndChinese) {
  base::Findings findings;
  const FlowLibrary library = LoadFlows(ShippedFlows(), BothLocales(), findings);
  EXPECT_EQ(Lines(findings), "");
  EXPECT_EQ(library.flows().size(), 8u);
}

TEST(ShippedFlows, HaveNoErrorInAWorkspaceWithOneLocale) {
  for (const char* locale : {"en", "zh"}) {
    LoadOptions options = BothLocales();
    options.locales = {locale};
    base::Findings findings;
    const FlowLibrary library = LoadFlows(ShippedFlows(), options, findings);
    EXPECT_EQ(Lines(findings), "") << locale;
  }
}

TEST(ShippedFlows, AskForNothingThatTheContextTells) {
  base::Findings findings;
  const FlowLibrary library = LoadFlows(ShippedFlows(), BothLocales(), findings);
  FlowContext context = TestContext();
  context.context = {{"app_version", "3.4.1"}, {"network", "wifi"}, {"call_id", "c-77"}, {"os", "Windows 11"}};
  Talk call(*library.Find("call-quality"), context, "my call is bad");
  for (const char* answer :
       {"It stuttered", "the sound came in pieces", "A meeting", "yesterday", "Often", "skip", "2", "1", "no"})
    call.Type(answer);
  EXPECT_EQ(Subject(call.last), "call-quality") << Show(call.last);
  EXPECT_EQ(call.Value("network"), "wifi");
  EXPECT_EQ(call.Value("call_id"), "c-77");
  EXPECT_EQ(call.Value("version"), "3.4.1");
  Talk signin(*library.Find("cannot-sign-in"), context);
  for (const char* answer : {"3", "ada@example.com"}) signin.Type(answer);
  EXPECT_EQ(Subject(signin.last), "error_text") << Show(signin.last);
  EXPECT_EQ(signin.Value("device"), "windows");
}

// FLOWS.md's own example, but for the search step.
TEST(FlowLoader, LoadsTheExampleOfTheManual) {
  std::string lines;
  const FlowLibrary library = LoadText(ReadSource("tests/flows/manual_example.yaml"), &lines);
  EXPECT_EQ(lines, "");
  ASSERT_NE(library.Find("test"), nullptr);
  const Flow& flow = *library.Find("test");
  EXPECT_EQ(flow.version, 4);
  EXPECT_THAT(flow.start.after, testing::ElementsAre("article-rejected", "no-answer"));
  ASSERT_NE(flow.FindSlot("evidence"), nullptr);
  EXPECT_EQ(flow.FindSlot("evidence")->max_size, 20 << 20);
  EXPECT_EQ(flow.FindSlot("evidence")->many, 5);
}

// The n-th YAML block of flows/README.md.
std::string ReadmeBlock(int index) {
  const std::string readme = ReadSource("flows/README.md");
  std::size_t at = 0;
  for (int i = 0; i <= index; ++i) at = readme.find("```yaml\n", at) + 8;
  return readme.substr(at, readme.find("```", at) - at);
}

TEST(FlowLoader, LoadsTheFlowOfTheReadmeAndItsTranslation) {
  base::Findings findings;
  const FlowLibrary library =
      LoadFlows({{"flows/lost-device.yaml", ReadmeBlock(0)}, {"flows/lost-device.zh.yaml", ReadmeBlock(1)}},
                BothLocales(), findings);
  EXPECT_EQ(Lines(findings), "");
  ASSERT_NE(library.StartedBy("手机丢了！"), nullptr);
  Talk talk(*library.StartedBy("/lost"), TestContext("zh"));
  for (const char* answer : {"手机", "昨天", "没有"}) talk.Type(answer);
  EXPECT_EQ(talk.last.result, Outcome::Result::kHandoff) << Show(talk.last);
  EXPECT_EQ(Text(talk.last), "这件事很急，我马上帮你转人工。");
}

// The indented lines below that heading of flows/README.md.
std::string ReadmeSteps(const std::string& heading) {
  const std::string readme = ReadSource("flows/README.md");
  const std::size_t begin = readme.find("    - ", readme.find(heading));
  return readme.substr(begin, readme.find("\n\n", begin) + 1 - begin);
}

TEST(FlowLoader, AsksTheSameAgainAsTheReadmeShowsIt) {
  std::string lines;
  const FlowLibrary library = LoadText(
      "flow: test\ntitle: Test\nlocale: en\nsteps:\n" + ReadmeSteps("## Asking the same again") + "    - end: done\n",
      &lines);
  EXPECT_EQ(lines, "");
  Talk talk(*library.Find("test"), TestContext());
  for (const char* words : {"a lamp", "yes", "a chair", "yes", "a desk", "no"}) talk.Type(words);
  ASSERT_TRUE(talk.last.ticket.has_value()) << Show(talk.last);
  EXPECT_EQ(talk.last.ticket->title, "To borrow: a lamp; a chair; a desk;");
}

TEST(FlowLoader, FindsEverythingAtOnceAndLeavesOutOnlyTheBrokenFlow) {
  base::SourceFiles files = ShippedFlows();
  files.push_back({"flows/broken.yaml", "flow: broken\ntitle: B\nsteps:\n  - aks: x\n  - sya: y\n  - end: done\n"});
  files.push_back({"flows/lost.zh.yaml", "flow: lost\nlocale: zh\nsteps: {}\n"});
  files.push_back({"flows/old.yml", "flow: old\n"});
  files.push_back({"knowledge/articles/other.yaml", "not: a flow\n"});
  base::Findings findings;
  const FlowLibrary library = LoadFlows(files, BothLocales(), findings);
  EXPECT_EQ(library.flows().size(), 8u);
  EXPECT_EQ(Lines(findings),
            "flows/broken.yaml:1:7: warning: missing translation into 'zh'; write broken.zh.yaml\n"
            "flows/broken.yaml:4:5: error: unknown step 'aks'; did you mean 'ask'?\n"
            "flows/broken.yaml:5:5: error: unknown step 'sya'; did you mean 'say'?\n"
            "flows/lost.zh.yaml: error: a translation of a flow that is not there; add lost.yaml\n"
            "flows/old.yml: error: a flow file must end in .yaml; rename it\n");
}

TEST(FlowLoader, WarnsOfTwoFlowsWithTheSameTrigger) {
  base::Findings findings;
  LoadFlows({{"flows/a.yaml",
              "flow: a\ntitle: A\nstart: {commands: [go], phrases: [Something broke!]}\nsteps:\n  - end: done\n"},
             {"flows/b.yaml",
              "flow: b\ntitle: B\nstart: {commands: [go], phrases: [something  BROKE]}\nsteps:\n  - end: done\n"}},
            EnglishOnly(), findings);
  EXPECT_EQ(Lines(findings),
            "flows/b.yaml:3:20: warning: 'go' also starts the flow 'a'; keep it in one of them\n"
            "flows/b.yaml:3:35: warning: 'something  BROKE' also starts the flow 'a'; keep it in one of them\n");
}

TEST(FlowLoader, TakesAQuestionMarkInAOneLineStepForText) {
  std::string lines;
  const FlowLibrary library = LoadText(
      "flow: test\ntitle: What? Why?\nsteps:\n  - {ask: a, type: text, text: Who has it?, help: 'Really?', retry: "
      "\"So?\"}\n"
      "  - say: >\n      Is that so?\n  - handoff: {reason: \"{{a}}?\"}\n",
      &lines);
  EXPECT_EQ(lines, "");
  ASSERT_NE(library.Find("test"), nullptr);
  EXPECT_EQ(library.Find("test")->title.In("en"), "What? Why?");
  Talk talk(*library.Find("test"), TestContext());
  EXPECT_EQ(Text(talk.last), "Who has it?");
  EXPECT_EQ(talk.Type("me").handoff_reason, "me?");
}

TEST(FlowLibrary, FindsWhatAMessageStarts) {
  base::Findings findings;
  const FlowLibrary library = LoadFlows(ShippedFlows(), BothLocales(), findings);
  EXPECT_EQ(library.StartedBy("Something is BROKEN!"), library.Find("bug-report"));
  EXPECT_EQ(library.StartedBy("闪退了。"), library.Find("bug-report"));
  EXPECT_EQ(library.StartedBy("/bug"), library.Find("bug-report"));
  EXPECT_EQ(library.StartedBy("登不上"), library.Find("cannot-sign-in"));
  EXPECT_EQ(library.StartedBy("bug"), nullptr);
  EXPECT_EQ(library.StartedBy("something is broken in my kitchen"), nullptr);
  EXPECT_THAT(library.OfferedAfter("no-answer"), testing::ElementsAre(library.Find("bug-report")));
  EXPECT_EQ(library.Find("nothing"), nullptr);
}

TEST(FlowLibrary, KeepsOldVersionsForConversationsThatBeganOnThem) {
  const FlowLibrary before =
      LoadText(std::string(kTiny) + "  - {ask: a, type: text, text: Old?}\n  - handoff: {reason: x}\n");
  FlowLibrary after = LoadText(std::string(kTiny) + "  - {ask: a, type: text, text: New?}\n  - handoff: {reason: x}\n");
  const std::string old_hash = before.Find("test")->hash;
  ASSERT_NE(old_hash, after.Find("test")->hash);
  EXPECT_EQ(after.FindVersion("test", old_hash), nullptr);
  after.KeepVersionsOf(before);
  ASSERT_NE(after.FindVersion("test", old_hash), nullptr);
  const Outcome old = Start(*after.FindVersion("test", old_hash), TestContext());
  EXPECT_EQ(Text(Reask(*after.FindVersion("test", old.session.hash), old.session, TestContext())), "Old?");
  EXPECT_EQ(Text(Start(*after.Find("test"), TestContext())), "New?");
}

TEST(FlowLibrary, TakesATranslationForTheSameVersion) {
  const std::string flow = std::string(kTiny) + "  - {ask: a, type: text, text: What}\n  - handoff: {reason: x}\n";
  const std::string chinese = "flow: test\nlocale: zh\ntitle: 测试\nsteps:\n  a: {text: 什么}\n";
  base::Findings findings;
  const FlowLibrary one = LoadFlows({{"flows/test.yaml", flow}}, EnglishOnly(), findings);
  const FlowLibrary two =
      LoadFlows({{"flows/test.zh.yaml", chinese}, {"flows/test.yaml", flow}}, BothLocales(), findings);
  EXPECT_EQ(Lines(findings), "");
  EXPECT_EQ(one.Find("test")->hash, two.Find("test")->hash);
  EXPECT_EQ(Text(Start(*two.Find("test"), TestContext("zh-CN"))), "什么");
  EXPECT_EQ(Text(Start(*two.Find("test"), TestContext("fr"))), "What");
}

TEST(FlowLibrary, KeepsABoundedNumberOfOldVersions) {
  FlowLibrary library;
  std::string first;
  for (int i = 0; i < 20; ++i) {
    FlowLibrary next = LoadText(std::string(kTiny) + "  - say: Version " + std::to_string(i) + "\n  - end: done\n");
    next.KeepVersionsOf(library);
    if (i == 0) first = next.Find("test")->hash;
    library = next;
  }
  EXPECT_EQ(library.FindVersion("test", first), nullptr);
  EXPECT_EQ(library.flows().size(), 1u);
}

TEST(SessionJson, KeepsEverythingThroughTheStore) {
  Session session;
  session.flow = "bug-report";
  session.hash = "abc";
  session.version = 4;
  session.step = 7;
  session.slots["a"] = {
      .value = "x \"y\" \n你好", .files = {}, .skipped = true, .origin = SlotValue::Origin::kPrefilled};
  session.slots["f"] = {.value = "", .files = {Picture()}, .origin = SlotValue::Origin::kVolunteered};
  session.path = {1, 2, 3};
  session.said = {4};
  session.tries = 2;
  session.pending = {.value = "a,b", .files = {Picture("b.png")}};
  session.edit = Session::Edit{"a", session.slots["a"], 5, {1}, session.pending};
  session.choosing_edit = true;
  session.opening = "it crashes";
  session.reopened = true;
  session.sensitive_since["a"] = base::FromMillis(1772420400000);
  session.ticket = {"1042", "Tech", base::FromMillis(1772420400000)};
  const auto back = SessionFromJson(ToJson(session));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, session);
}

TEST(SessionJson, RefusesWhatIsNoSession) {
  for (const char* text : {"", "{}", "[]", "null", "{\"flow\":3}", "{\"flow\":\"a\""})
    EXPECT_FALSE(SessionFromJson(text).has_value()) << text;
  EXPECT_TRUE(SessionFromJson("{\"flow\":\"a\",\"path\":\"x\",\"slots\":[],\"edit\":7}").has_value());
}

}  // namespace
}  // namespace frontdesk::flows
