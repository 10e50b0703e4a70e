// The command line is a contract: what goes in, what comes out, and with which exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/base/text.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(CommandLine, WithoutSenseExitsWithTwoAndSaysWhereHelpIs) {
  const std::vector<std::vector<std::string>> senseless = {{},
                                                           {"bogus"},
                                                           {"check"},
                                                           {"check", "--stric", "DIR"},
                                                           {"agent"},
                                                           {"agent", "add", "DIR"},
                                                           {"help", "bogus"},
                                                           {"chat", "DIR", "--as", "smoke"},
                                                           {"init", "a", "b"}};
  for (const auto& arguments : senseless) {
    const Printed printed = RunCommand(arguments);
    EXPECT_EQ(printed.code, 2) << testing::PrintToString(arguments);
    EXPECT_THAT(printed.err, HasSubstr("'frontdesk help' shows what there is"));
    EXPECT_THAT(printed.out, IsEmpty());
  }
}

TEST(CommandLine, HelpNamesEveryCommandAndExitsWithZero) {
  const Printed help = RunCommand({"help"});
  EXPECT_EQ(help.code, 0);
  for (const char* command : {"init", "serve", "check", "chat", "ask", "eval", "test", "flow", "gaps", "agent",
                              "backup", "restore", "version"})
    EXPECT_THAT(help.out, HasSubstr(std::string("\n  ") + command + " "));
  EXPECT_EQ(RunCommand({"--help"}).code, 0);
  EXPECT_THAT(RunCommand({"help", "check"}).out, HasSubstr("--strict"));
  EXPECT_THAT(RunCommand({"check", "--help"}).out, HasSubstr("--json"));
}

TEST(CommandLine, TellsTheVersionOfTheBuild) {
  EXPECT_EQ(RunCommand({"version"}).out, "frontdesk " + std::string(kVersion) + "\n");
  std::ifstream in(FD_SOURCE_DIR "/CMakeLists.txt");
  std::ostringstream build;
  build << in.rdbuf();
  EXPECT_THAT(build.str(), HasSubstr("project(frontdesk VERSION " + std::string(kVersion) + " "));
}

TEST(Init, WritesAWorkspaceThatPassesTheStrictestCheck) {
  const TempDirectory directory;
  ASSERT_EQ(RunCommand({"init", directory.At("new/desk")}).code, 0);
  const Printed check = RunCommand({"check", directory.At("new/desk"), "--strict"});
  EXPECT_EQ(check.code, 0) << check.out;
  EXPECT_THAT(check.out, StartsWith("ok: "));
  EXPECT_THAT(check.err, IsEmpty());
}

TEST(Init, LeavesADirectoryThatIsNotEmptyAlone) {
  const TempDirectory directory;
  directory.Write("desk/notes.txt", "mine");
  const Printed printed = RunCommand({"init", directory.At("desk")});
  EXPECT_EQ(printed.code, 1);
  EXPECT_THAT(printed.err, HasSubstr("is not empty, and nothing in it was touched"));
  EXPECT_FALSE(std::filesystem::exists(directory.At("desk/frontdesk.yaml")));
  EXPECT_EQ(directory.Read("desk/notes.txt"), "mine");
  EXPECT_EQ(RunCommand({"init", directory.At("desk/notes.txt")}).code, 1);
}

TEST(Init, TakesAnEmptyDirectory) {
  const TempDirectory directory;
  EXPECT_EQ(RunCommand({"init", directory.At("")}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(directory.At("knowledge/articles/en/reset-password.md")));
  EXPECT_TRUE(std::filesystem::exists(directory.At("flows/bug-report.zh.yaml")));
}

TEST(Check, PrintsEveryFindingInTheOrderOfTheFiles) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  directory.Write("small/frontdesk.yaml", "frontdesk: 1\nlisten: nowhere\naccounts: {widget: {type: wbe}}\n");
  directory.Write("small/flows/parcel.yaml",
                  "flow: parcel\ntitle: A parcel\nlocale: en\nsteps:\n  - ennd: done\n  - end: done\n");
  const Printed check = RunCommand({"check", small});
  EXPECT_EQ(check.code, 1);
  EXPECT_EQ(check.out,
            "flows/parcel.yaml:5:5: error: unknown step 'ennd'; did you mean 'end'?\n"
            "frontdesk.yaml:2:9: error: 'nowhere' is not an address to listen on; write ADDRESS:PORT, such as "
            "127.0.0.1:8080 or [::1]:8080\n"
            "frontdesk.yaml:3:27: error: unknown account type 'wbe'; did you mean 'web'?\n"
            "3 errors, 0 warnings\n");
}

TEST(Check, KnowsTheCommonestSlipsOfWhoeverWritesAFlow) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const std::pair<const char*, const char*> cases[] = {
      {"steps:\n  - say: {{name}} it is\n", "put a text that begins with '{' or '[' in quotes"},
      {"steps:\n  - say: Note: this is one\n", "put a text that holds ': ' in quotes"},
      {"steps:\n  - ask number\n    type: text\n", "or the line above lacks its colon"},
      {"steps:\n  - ask: number\n\t  type: text\n", "indent with spaces, never with tabs"},
      {"steps:\n  - say: One.\n - say: Two.\n", "begin in the same column"},
  };
  for (const auto& [steps, advice] : cases) {
    directory.Write("small/flows/slip.yaml", std::string("flow: slip\ntitle: Slip\nlocale: en\n") + steps);
    const Printed printed = RunCommand({"check", small});
    EXPECT_EQ(printed.code, 1) << steps;
    EXPECT_THAT(printed.out + printed.err, HasSubstr(advice)) << steps;
  }
}

TEST(Check, PassesWithWarningsUnlessItIsStrict) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  directory.Write("small/frontdesk.yaml", "frontdesk: 1\nlisten: 0.0.0.0:80\naccounts: {widget: {type: web}}\n");
  const Printed lenient = RunCommand({"check", small});
  EXPECT_EQ(lenient.code, 0);
  EXPECT_THAT(lenient.out, StartsWith("frontdesk.yaml:2:9: warning: '0.0.0.0:80' can be reached"));
  EXPECT_THAT(lenient.out, HasSubstr("\n0 errors, 1 warning\nok: 1 articles, 1 flows\n"));
  EXPECT_EQ(RunCommand({"check", small, "--strict"}).code, 1);
}

TEST(Check, SpeaksJsonForMachines) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  EXPECT_EQ(RunCommand({"check", small, "--json"}).out, R"({"errors":0,"findings":[],"warnings":0})"
                                                        "\n");
  directory.Write("small/frontdesk.yaml", "frontdesk: 2\naccounts: {widget: {type: web}}\n");
  const Printed broken = RunCommand({"check", small, "--json"});
  EXPECT_EQ(broken.code, 1);
  EXPECT_EQ(broken.out,
            R"({"errors":1,"findings":[{"column":12,"fix":"write frontdesk: 1","line":1,"path":"frontdesk.yaml",)"
            R"("severity":"error","what":"this version reads format 1 only"}],"warnings":0})"
            "\n");
}

TEST(Check, OfNoWorkspaceSaysHowToMakeOne) {
  const TempDirectory directory;
  const Printed check = RunCommand({"check", directory.At("nowhere")});
  EXPECT_EQ(check.code, 1);
  EXPECT_THAT(check.err, HasSubstr("there is no directory"));
  EXPECT_THAT(check.err, HasSubstr("frontdesk init"));
}

TEST(Check, OpensAndWritesNothing) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  ASSERT_EQ(RunCommand({"check", small}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(small + "/data"));
}

TEST(EveryCommand, RefusesABrokenWorkspaceWithTheSameFindings) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  directory.Write("small/frontdesk.yaml", "frontdesk: 1\nlisten: nowhere\naccounts: {widget: {type: web}}\n");
  for (const char* command : {"ask", "chat", "test", "serve"}) {
    const Printed printed = RunCommand({command, small});
    EXPECT_EQ(printed.code, 1) << command;
    EXPECT_THAT(printed.err, HasSubstr("frontdesk.yaml:2:9: error: 'nowhere' is not an address")) << command;
  }
}

class AskShipped : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TempDirectory;
    ASSERT_EQ(RunCommand({"init", directory_->At("desk")}).code, 0);
  }
  static void TearDownTestSuite() { delete directory_; }
  static std::vector<std::string> Ask(const std::string& input) {
    const Printed printed = RunCommand({"ask", directory_->At("desk")}, input);
    EXPECT_EQ(printed.code, 0);
    std::vector<std::string> lines = base::SplitLines(printed.out);
    if (!lines.empty() && lines.back().empty()) lines.pop_back();
    return lines;
  }
  static TempDirectory* directory_;
};
TempDirectory* AskShipped::directory_ = nullptr;

TEST_F(AskShipped, AnswersTheTwoQuestionsThatItPromisesToAnswer) {
  const auto lines =
      Ask("{\"id\":\"en\",\"text\":\"how do I reset my pasword\"}\n"
          "{\"id\":7,\"text\":\"怎么重置密码\",\"locale\":\"zh\"}\n");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0], StartsWith(R"({"id":"en","answered":true,"confidence":)"));
  EXPECT_THAT(lines[0], HasSubstr(R"("ranked":[{"id":"reset-password",)"));
  EXPECT_THAT(lines[1], StartsWith(R"({"id":7,"answered":true,"confidence":)"));
  EXPECT_THAT(lines[1], HasSubstr(R"("ranked":[{"id":"reset-password",)"));
}

TEST_F(AskShipped, AnswersEveryLineInOrderWhateverItHolds) {
  const std::string hostile =
      "\n"
      "not json\n"
      "[1,2,3]\n"
      "{\"id\":\"nul\",\"text\":\"a\\u0000b\"}\n"
      "{\"id\":\"bytes\",\"text\":\"\xff\xfe\"}\n"
      "{\"id\":\"number\",\"text\":5}\n"
      "{\"id\":\"deep\",\"text\":" +
      std::string(5000, '[') +
      "\n"
      "{\"id\":\"windows\",\"text\":\"reset my password\"}\r\n" +
      "{\"id\":\"long\",\"text\":\"" + std::string(3 << 20, 'x') +
      "\"}\n"
      "{\"id\":\"last\",\"text\":\"reset my password\"}";
  const auto lines = Ask(hostile);
  ASSERT_EQ(lines.size(), 10u);
  for (const std::string& line : lines) EXPECT_THAT(line, HasSubstr(R"("answered":)"));
  EXPECT_THAT(lines[0], HasSubstr(R"("answered":false)"));
  EXPECT_THAT(lines[3], StartsWith(R"({"id":"nul")"));
  EXPECT_THAT(lines[7], StartsWith(R"({"id":"windows","answered":true)"));
  EXPECT_THAT(lines[8], HasSubstr(R"("answered":false)"));
  EXPECT_THAT(lines[9], StartsWith(R"({"id":"last","answered":true)"));
}

TEST_F(AskShipped, IsSilentWhenNothingIsAsked) { EXPECT_THAT(Ask(""), IsEmpty()); }

TEST(Ask, SeesArticlesThatAnAccountMayNotSee) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  directory.Write("small/knowledge/en/hours.md",
                  "---\ntitle: Opening hours\nquestions: [when are you open, opening hours, open on Sunday]\n"
                  "accounts: [slack]\n---\nFrom 9 to 18.\n");
  const Printed printed = RunCommand({"ask", small}, "{\"id\":1,\"text\":\"opening hours\"}\n");
  EXPECT_THAT(printed.out, HasSubstr(R"("answered":true)")) << printed.err;
}

TEST(Agent, GetsAOneTimePasswordThatIsStoredNowhere) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const Printed added = RunCommand({"agent", "add", small, "kim", "--display", "Kim Li"});
  ASSERT_EQ(added.code, 0) << added.err;
  EXPECT_THAT(added.out, StartsWith("agent: kim (Kim Li)\none-time password: "));
  const std::string password = added.out.substr(added.out.rfind(' ') + 1, 14);
  EXPECT_GE(password.size(), 12u);
  EXPECT_THAT(directory.Read("small/data/frontdesk.db"), Not(HasSubstr(password)));
  EXPECT_THAT(RunCommand({"agent", "list", small}).out, StartsWith("kim\tKim Li\thas not signed in"));
}

TEST(Agent, IsAddedOnceAndCanGetANewPassword) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const std::string first = RunCommand({"agent", "add", small, "kim"}).out;
  EXPECT_THAT(first, StartsWith("agent: kim (Kim)\n"));
  const Printed twice = RunCommand({"agent", "add", small, "kim"});
  EXPECT_EQ(twice.code, 1);
  EXPECT_THAT(twice.err, HasSubstr("there is an agent 'kim' already; 'frontdesk agent passwd' gives them a new"));
  const Printed renewed = RunCommand({"agent", "passwd", small, "kim"});
  EXPECT_EQ(renewed.code, 0);
  EXPECT_THAT(renewed.out, HasSubstr("one-time password: "));
  EXPECT_NE(renewed.out, first);
}

TEST(Agent, ThatDoesNotExistOrHasNoProperNameIsRefused) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  EXPECT_THAT(RunCommand({"agent", "list", small}).err, StartsWith("no agents yet"));
  EXPECT_EQ(RunCommand({"agent", "passwd", small, "lee"}).code, 1);
  EXPECT_EQ(RunCommand({"agent", "set", small, "lee", "--capacity", "3"}).code, 1);
  for (const char* name : {"Kim Li", "", "a/b", "K", "小明"})
    EXPECT_EQ(RunCommand({"agent", "add", small, name}).code, 1) << name;
  EXPECT_EQ(RunCommand({"agent", "add", small, "kim", "--display", std::string(200, 'x')}).code, 1);
}

TEST(Backup, BringsAgentsBackIntoAnEmptyPlace) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  ASSERT_EQ(RunCommand({"agent", "add", small, "kim"}).code, 0);
  ASSERT_EQ(RunCommand({"backup", small, directory.At("copy")}).code, 0);
  std::filesystem::remove_all(small + "/data");
  const Printed restored = RunCommand({"restore", small, directory.At("copy")});
  EXPECT_EQ(restored.code, 0) << restored.err;
  EXPECT_THAT(RunCommand({"agent", "list", small}).out, StartsWith("kim\t"));
  const Printed again = RunCommand({"restore", small, directory.At("copy")});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, StartsWith("frontdesk: "));
}

TEST(Chat, ShowsButtonsOfTheWebAndNumbersWhereThereAreNone) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const std::string talk = "my parcel is missing\nA-17\n";
  EXPECT_THAT(RunCommand({"chat", small}, talk).out, HasSubstr("     [1 The post]  [2 Somebody else]\n"));
  EXPECT_THAT(RunCommand({"chat", small, "--as", "plain"}, talk).out, HasSubstr("1. The post\n2. Somebody else\n"));
}

TEST(Chat, PlaysAgentsTimeAndRestarts) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const Printed talk = RunCommand({"chat", small},
                                  "my parcel is missing\nA-17\n/restart\n/clock +15m\n2\n/agent kim take\n"
                                  "/agent kim note a known case\n/agent kim reply It is on its way.\n/agent lee take\n"
                                  "/who\n/agent kim give-back\n/quit\nnever said\n");
  EXPECT_EQ(talk.code, 0);
  EXPECT_THAT(talk.out, HasSubstr("Still there?"));
  EXPECT_THAT(talk.out, HasSubstr("This is number "));
  EXPECT_THAT(talk.out, HasSubstr("[desk] Kim notes: a known case\n"));
  EXPECT_THAT(talk.out, HasSubstr("Kim: It is on its way.\n"));
  EXPECT_THAT(talk.out, HasSubstr("(Kim has this conversation)\n"));
  EXPECT_THAT(talk.out, HasSubstr("(speaker agent (kim); locale en; ticket "));
  EXPECT_THAT(talk.out, Not(HasSubstr("never said")));
}

TEST(Chat, SaysHowACommandIsWritten) {
  const TempDirectory directory;
  const std::string small = WriteSmallWorkspace(directory);
  const Printed talk =
      RunCommand({"chat", small}, "/clock soon\n/agent kim\n/agent kim reply\n/send x\n/locale\n/help\n");
  EXPECT_THAT(talk.out, HasSubstr("(write /clock +26h, +15m or +3d)\n"));
  EXPECT_THAT(talk.out, HasSubstr("(write /agent kim take"));
  EXPECT_THAT(talk.out, HasSubstr("(write /send crash.log text/plain 2KB)\n"));
  EXPECT_THAT(talk.out, HasSubstr("(write /locale zh)\n"));
  EXPECT_THAT(talk.out, HasSubstr("/quit"));
}

}  // namespace
}  // namespace frontdesk::terminal
