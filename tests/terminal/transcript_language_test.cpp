// The language of transcripts: every expectation can fail, and says so with its line, what came, and the state; what
// cannot be read is an error, never skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/base/xml.h"
#include "bot/terminal/transcript.h"
#include "bot/terminal/transcript_words.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string ErrorsOf(const std::string& text) {
  base::Findings findings;
  const auto transcript = ParseTranscript("a.chat", text, findings);
  EXPECT_EQ(transcript.has_value(), !findings.HasErrors());
  std::string lines;
  for (const base::Finding& finding : findings.Sorted()) lines += base::ToString(finding) + "\n";
  return lines;
}

TEST(TranscriptLanguage, RefusesWhatItCannotReadWithAnAdvice) {
  const std::pair<const char*, const char*> cases[] = {
      {"as: slak", "a.chat:1:1: error: 'as' names an unknown platform 'slak'; did you mean 'slack'?"},
      {"now: tomorrow", "'now' is not a time"},
      {"as: web loocale: en", "'loocale:' is no key of the header; did you mean 'locale'?"},
      {"burst: 1500", "'burst' is not a duration"},
      {"ada: hi\n(26 pass)", "a.chat:2:1: error: '(26 pass)' means nothing here"},
      {"(bot restart)", "did you mean 'bot restarts'?"},
      {"(silence", "must end with ')'"},
      {"bot ask area", "the bot cannot 'ask'; did you mean 'asks'?"},
      {"bot asks", "the name of what is asked or answered is missing"},
      {"bot asks area [Yes", "the buttons cannot be read"},
      {"bot offers", "the offered buttons are missing"},
      {"bot reviews area", "the answers cannot be read"},
      {"ada press [Yes]", "nobody can 'press [Yes]'; did you mean 'presses'?"},
      {"ada presses Yes", "one button must be named; write ada presses [Yes]"},
      {"ada sends crash.log", "the files cannot be read"},
      {"ada sends crash.log text/plain many", "the files cannot be read"},
      {"ada", "'ada' stands alone"},
      {"kim replies", "the words are missing"},
      {"ticket: level", "the values cannot be read"},
      {"desk: hello", "who said it is missing"},
      {"desk sees card", "the desk cannot do that"},
      {"clock: answer met in 1m", "there is no clock 'answer'"},
      {"kim #x> hello", "the thread cannot be read; write kim #1001> words"},
      {"kim #1001 hello", "the thread cannot be read"},
      {"kim with a.png> see here", "the files cannot be read; write kim with a.png image/png 2KB> words"},
      {"ada goes home", "nobody can 'goes home'"},
      {"(platform loses an answer)", "did you mean 'platform loses the answer'?"},
  };
  for (const auto& [text, says] : cases) EXPECT_THAT(ErrorsOf(text), HasSubstr(says)) << text;
}

TEST(TranscriptLanguage, TellsAllMistakesOfAFileAtOnce) {
  EXPECT_EQ(base::SplitLines(ErrorsOf("ada\nada: hi\nbot says hi\n(sileence)\n")).size(), 3u);
}

TEST(TranscriptLanguage, ReadsTheHeaderOnOneLineOrSeveral) {
  base::Findings findings;
  const auto one = ParseTranscript("a", "as: slack   locale: zh  now: 2026-03-02T10:00+08:00\nada: hi\n", findings);
  const auto several =
      ParseTranscript("a", "# story\nas: slack\nlocale: zh\nnow: 2026-03-02T02:00Z\n\nada: hi\n", findings);
  ASSERT_TRUE(one && several);
  EXPECT_EQ(one->as, several->as);
  EXPECT_EQ(one->locale, "zh");
  EXPECT_EQ(one->now, several->now);
  EXPECT_EQ(one->burst, base::Millis{0});
  EXPECT_EQ(several->lines.front().place.line, 6);
  const auto none = ParseTranscript("a", "ada: hi\nnow: a person of that name\n", findings);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->as, "web");
  EXPECT_EQ(base::FormatUtc(none->now), "2026-01-05T10:00:00Z");
  EXPECT_EQ(none->lines.size(), 2u);
}

TEST(TranscriptLanguage, StartsACommentOnlyAtSpacesOnBothSides) {
  base::Findings findings;
  const auto transcript = ParseTranscript("a", "kim notes: looks like #812   # never reaches ada\n", findings);
  ASSERT_TRUE(transcript);
  EXPECT_EQ(std::get<AgentDoes>(transcript->lines[0].body).text, "looks like #812");
}

TEST(TranscriptLanguage, ReadsFilesWithTheirCaption) {
  base::Findings findings;
  const auto transcript =
      ParseTranscript("a", "ada sends a.png image/png 2MB, b.log text/plain 1KB: see: here\n", findings);
  ASSERT_TRUE(transcript);
  const auto& sends = std::get<Sends>(transcript->lines[0].body);
  ASSERT_EQ(sends.files.size(), 2u);
  EXPECT_EQ(sends.files[0].size, 2 << 20);
  EXPECT_EQ(sends.files[1].name, "b.log");
  EXPECT_EQ(sends.caption, "see: here");
}

TEST(TranscriptLanguage, SurvivesAnyBytes) {
  for (const char* text :
       {"\xff\xfe", "(", "()", "[", ":", ": x", "bot:", "bot", "desk:", "ticket:", "ticket: =", "ticket: a=\"",
        "bot asks []", "ada sends ,", "ada gives context", "clock:", "locale switches to "})
    ErrorsOf(text);
  EXPECT_THAT(ErrorsOf(std::string(2 << 20, 'x')), HasSubstr("larger than 1 MB"));
}

// One expectation after a conversation with one question, one ticket and one agent.
class Expectation : public testing::Test {
 protected:
  Expectation() : small_(WriteSmallWorkspace(directory_)) {}

  Printed Play(const std::string& text) { return RunCommand({"test", small_, directory_.Write("one.chat", text)}); }
  void Holds(const std::string& story, const std::string& line) {
    const Printed printed = Play(story + line + "\n");
    EXPECT_EQ(printed.code, 0) << line << "\n" << printed.out;
  }
  void Fails(const std::string& story, const std::string& line, const std::string& says) {
    const Printed printed = Play(story + line + "\n");
    EXPECT_EQ(printed.code, 1) << line << " should not hold\n" << printed.out;
    EXPECT_THAT(printed.out, HasSubstr(says));
    const auto number = std::count(story.begin(), story.end(), '\n') + 1;
    EXPECT_THAT(printed.out, HasSubstr("one.chat:" + std::to_string(number) + ": "));
    EXPECT_THAT(printed.out, HasSubstr("\n  state: "));
  }

  TempDirectory directory_;
  std::string small_;
};

constexpr char kAsked[] = "ada: my parcel is missing\n";
constexpr char kChoice[] = "ada: my parcel is missing\nada: A-17\n";
constexpr char kTicket[] = "ada: my parcel is missing\nada: A-17\nada presses [The post]\n";

TEST_F(Expectation, OfAQuestionNamesTheSlotAndItsAnswers) {
  Holds(kAsked, "bot asks number");
  Holds(kChoice, "bot asks carrier [The post] [Somebody else]");
  Fails(kAsked, "bot asks carrier", "bot asks number");
  Fails(kChoice, "bot asks carrier [The post]", "bot asks carrier [The post] [Somebody else]");
  Fails(kChoice, "bot asks carrier [Somebody else] [The post]", "bot asks carrier");
}

TEST_F(Expectation, OfWordsIsExactUnlessItBeginsWithATilde) {
  Holds(kAsked, "bot: Which number does it have?");
  Holds(kAsked, "bot: ~ NUMBER does");
  Fails(kAsked, "bot: Which number", "Which number does it have?");
  Fails(kAsked, "bot: ~ parcel is", "what came:");
}

TEST_F(Expectation, OfWordsThatDifferShowsWhichDo) {
  Fails(kAsked, "bot: Which nummber does it have?", "\n  difference: Which [-nummber-]{+number+} does it have?\n");
  Fails(kAsked, "bot: Which number does it have, please?",
        "\n  difference: Which number does it [-have, please?-]{+have?+}\n");
  EXPECT_EQ(WordDiff("编号是多少", "号码是多少"), "[-编 号-]{+号 码+} 是 多 少");
  EXPECT_EQ(WordDiff("one", "two"), "");
}

TEST_F(Expectation, HoldsInOrderAndOnceForEachMessage) {
  Holds(kAsked, "bot asks number\nbot: ~ Which number");
  Fails(std::string(kAsked) + "bot asks number\n", "bot asks number", "expected: bot asks number");
  Fails(std::string(kAsked) + "bot asks number\n", "bot greets", "expected: bot greets");  // that came before
}

TEST_F(Expectation, OfAnAnswerNamesTheArticle) {
  Holds("ada: opening hours\n", "bot answers hours");
  Fails("ada: opening hours\n", "bot answers parcel", "bot answers hours");
  Fails(kAsked, "bot answers hours", "bot asks number");
}

TEST_F(Expectation, OfSilenceIsAboutWhatFollowsTheLastLine) {
  Fails(kAsked, "(silence)", "bot asks number");
  Holds(std::string(kAsked) + "(1m pass)\n", "(silence)");
  Fails(std::string(kAsked) + "(15m pass)\n", "(silence)", "Still there?");
}

TEST_F(Expectation, OfATicketNamesItsValues) {
  Holds(kTicket, "ticket: category=service carrier=post number=1001 state=new title=\"Parcel A-17 by The post\"");
  Fails(kTicket, "ticket: category=functional", "category is \"service\"");
  Fails(kTicket, "ticket: colour=red", "it has no 'colour'");
  Fails(kTicket, "ticket: none", "there is the ticket");
  Fails(kAsked, "ticket: state=new", "there is no ticket");
  Holds(kAsked, "ticket: none");
}

TEST_F(Expectation, OfTheCardNamesWhatStandsOnIt) {
  Holds(kTicket, "desk shows card with number, carrier");
  Fails(kTicket, "desk shows card with number, version", "the card lacks version");
  Fails(kAsked, "desk shows card with number", "the desk has no card");
}

TEST_F(Expectation, OfTheDeskNamesWhoSaidWhat) {
  const std::string held = std::string(kTicket) + "kim takes it\nada: great\n";
  Holds(held, "desk: ada: great");
  Fails(held, "desk: ada: good", "expected: desk: ada: good");
  Fails(held, "desk: bob: great", "expected: desk: bob: great");
  Holds(std::string(kTicket) + "kim notes: known\n", "desk: kim: known\n(silence)");
}

TEST_F(Expectation, OfAClockNamesHowItStands) {
  const std::string story = std::string(kTicket) + "(5m pass)\n";
  Holds(story + "kim replies: On its way.\n", "clock: first_response met in 5m");
  Fails(story + "kim replies: On its way.\n", "clock: first_response met in 4m", "first_response met in 5m");
  Holds(story, "clock: first_response due in 3h 55m");
  Holds(story + "(5h pass)\n", "clock: first_response late by 1h 5m");
}

TEST_F(Expectation, OfARefusalNamesTheHolder) {
  const std::string story = std::string(kTicket) + "kim takes it\nlee takes it\n";
  Holds(story, "lee is told: ~ Kim");
  Fails(story, "lee is told: ~ Max", "lee was told: Kim has this conversation");
  Fails(story, "kim is told: ~ Kim", "lee was told");
  Fails(std::string(kTicket) + "kim takes it\n", "kim is told: ~ Kim", "nobody was refused anything");
  const Printed unheeded = Play(story + "(1m pass)\n");
  EXPECT_EQ(unheeded.code, 1);
  EXPECT_THAT(unheeded.out, HasSubstr("lee was refused: Kim has this conversation"));
}

TEST_F(Expectation, OfAReviewAndOffersLooksAtAnswersAndButtons) {
  directory_.Write("small/flows/parcel.yaml",
                   "flow: parcel\ntitle: A parcel is missing\nlocale: en\nstart: {phrases: [my parcel is missing]}\n"
                   "steps:\n  - {ask: number, type: text, text: Which number does it have?}\n  - confirm: review\n"
                   "  - ticket: {category: service, title: 'Parcel {{number}}'}\n  - end: done\n");
  Holds(kChoice, "bot reviews number=A-17");
  Fails(kChoice, "bot reviews number=A-18", "bot reviews");
  Fails(kChoice, "bot reviews carrier=post", "bot reviews");
  Holds(kChoice, "bot offers [Submit] [Cancel]");
  Fails(kChoice, "bot offers [Cancel] [Submit]", "[Submit]");
}

TEST_F(Expectation, OfAButtonThatIsNotThereNamesThoseThatAre) {
  const Printed printed = Play(std::string(kChoice) + "ada presses [The owl]\n");
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.out, HasSubstr("one.chat:3: ada presses [The owl]\n"));
  EXPECT_THAT(printed.out, HasSubstr("there is no button [The owl]; there are [The post] [Somebody else]"));
}

constexpr char kHands[] = "ada: I want to talk to a human\n";

TEST_F(Expectation, WhileNobodyIsOnDutyIsTheTimeWhenSomebodyIs) {
  Holds(kHands, "bot: ~ A person");
  Holds(std::string("(nobody is on duty)\n") + kHands, "bot: ~ 2026-01-06 09:00");
  Holds(std::string("nobody is on duty\n(1d pass)\n") + kHands, "bot: ~ A person");  // it is ten o'clock
  Fails(std::string("(nobody is on duty)\n") + kHands, "bot: ~ 2026-01-05", "2026-01-06 09:00");
}

TEST_F(Expectation, OfAnAnswerThatThePlatformLosesIsThatNothingIsSaidTwice) {
  Holds(std::string(kChoice) + "(platform loses the answer)\n", "(silence)\nbot asks carrier");
  Holds(std::string(kChoice) + "(bot restarts)\nplatform loses the answer\nada presses [The post]\n",
        "ticket: carrier=post");
  EXPECT_THAT(Play("(platform loses the answer)\n").out, HasSubstr("nobody has said anything yet"));
}

TEST_F(Expectation, OnAnotherDeviceTheConversationGoesOn) {
  const std::string story = std::string(kChoice) + "ada goes on on another device\n";
  Holds(story, "(silence)");
  Holds(story + "ada presses [The post]\n", "ticket: carrier=post");
  EXPECT_THAT(Play("ada goes on on another device\n").out, HasSubstr("ada has not said anything yet"));
}

TEST_F(Expectation, OfAnAgentBeforeAnybodySpokeIsAMistake) {
  EXPECT_THAT(Play("kim takes it\n").out, HasSubstr("nobody has said anything yet"));
}

TEST_F(Expectation, SeesArticlesOfOtherAccountsAndPlatformsWithoutAccount) {
  directory_.Write("small/knowledge/en/hours.md",
                   "---\ntitle: Opening hours\nquestions: [when are you open, opening hours, open on Sunday]\n"
                   "accounts: [feishu]\n---\nFrom 9 to 18.\n");
  Holds("as: slack\nada: opening hours\n", "bot answers hours");
}

TEST(TestCommand, RunsAllTranscriptsOfTheWorkspaceAndCountsThem) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  EXPECT_EQ(RunCommand({"test", small}).code, 1);
  directory.Write("small/tests/a.chat", "ada: opening hours\nbot answers hours\n");
  directory.Write("small/tests/b.chat", "ada: opening hours\nbot answers parcel\n");
  const Printed printed = RunCommand({"test", small});
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.out, HasSubstr("ok      " + small + "/tests/a.chat\n"));
  EXPECT_THAT(printed.out, HasSubstr("FAILED  " + small + "/tests/b.chat\n" + small +
                                     "/tests/b.chat:2: expected: bot "
                                     "answers parcel\n"));
  EXPECT_THAT(printed.out, HasSubstr("1 of 2 transcripts passed\n"));
  EXPECT_EQ(RunCommand({"test", small, small + "/tests/a.chat"}).code, 0);
  EXPECT_EQ(RunCommand({"test", small, small + "/tests/none.chat"}).code, 1);
}

TEST(TestCommand, ShowsTheStepsThatNoTranscriptEntered) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const std::string file = directory.Write("a.chat", kChoice);
  const Printed printed = RunCommand({"test", small, file, "--coverage"});
  EXPECT_THAT(printed.out, HasSubstr("flows/parcel.yaml:11: no transcript entered this 'ticket'\n"));
  EXPECT_THAT(printed.out, HasSubstr("coverage: 2 of 5 steps\n"));
}

TEST(TestCommand, CountsOnlyTheWorkspacesOwnFlowsUnlessTold) {
  const TempDirectory directory;
  const std::string desk = directory.At("desk");
  ASSERT_EQ(RunCommand({"init", desk}).code, 0);
  directory.Write("desk/flows/short.yaml",
                  "flow: short\ntitle: Short\nlocale: en\nstart: {commands: [short]}\nsteps:\n"
                  "  - {ask: name, type: text, text: Who?}\n  - say: 'Hello {{name}}.'\n  - end: done\n");
  const std::string file = directory.Write("a.chat", "ada: /short\nada: Ada\nbot: Hello Ada.\n");
  Printed printed = RunCommand({"test", desk, file, "--coverage"});
  EXPECT_THAT(printed.out, HasSubstr("coverage: 3 of 3 steps of your own flows; --shipped adds the 8 that came "));
  EXPECT_THAT(printed.out, Not(HasSubstr("bug-report.yaml")));
  printed = RunCommand({"test", desk, file, "--coverage", "--shipped"});
  EXPECT_THAT(printed.out, HasSubstr("flows/bug-report.yaml:"));
  // Once it is changed it is one's own.
  directory.Write("desk/flows/praise.yaml", directory.Read("desk/flows/praise.yaml") + "# ours now\n");
  printed = RunCommand({"test", desk, file, "--coverage"});
  EXPECT_THAT(printed.out, HasSubstr("flows/praise.yaml:"));
  EXPECT_THAT(printed.out, HasSubstr("adds the 7 that came"));
}

TEST(TestCommand, WritesJunitThatMachinesCanRead) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const std::string file = directory.Write("a.chat", "ada: <b>&\"\x01 ]]>\nbot answers hours\n");
  EXPECT_EQ(RunCommand({"test", small, file, "--junit", directory.At("junit.xml")}).code, 1);
  const std::string xml = directory.Read("junit.xml");
  const auto root = base::ReadXml(xml, 1 << 20);
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->name, "testsuite");
  EXPECT_THAT(xml, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"frontdesk\" tests=\"1\" "
                              "failures=\"1\">"));
  EXPECT_THAT(xml, HasSubstr("&lt;b&gt;&amp;&quot;"));
  EXPECT_THAT(xml, HasSubstr("expected: bot answers hours"));
}

}  // namespace
}  // namespace frontdesk::terminal
