// A workspace as a whole: read within bounds, checked at once, and valid also when it is small.
#include "bot/runtime/workspace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace frontdesk::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

constexpr char kSmallConfig[] = "frontdesk: 1\naccounts: {widget: {type: web}}\n";

base::TimePoint Now() { return *base::ParseTime("2026-03-02T10:00Z"); }

std::string Lines(const base::Findings& findings) {
  std::string lines;
  for (const base::Finding& finding : findings.Sorted()) lines += base::ToString(finding) + "\n";
  return lines;
}

std::optional<Workspace> Load(const base::SourceFiles& files, std::string& lines) {
  base::Findings findings;
  auto workspace = LoadWorkspace(files, "/srv/desk", Now(), findings);
  lines = Lines(findings);
  return workspace;
}

class TempDirectory {
 public:
  TempDirectory() {
    char name[] = "/tmp/frontdesk-test-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~TempDirectory() { fs::remove_all(path); }
  void Write(const std::string& file, const std::string& text) const {
    fs::create_directories((path / file).parent_path());
    std::ofstream(path / file, std::ios::binary) << text;
  }
  fs::path path;
};

std::vector<std::string> Paths(const base::SourceFiles& files) {
  std::vector<std::string> paths;
  for (const base::SourceFile& file : files) paths.push_back(file.path);
  return paths;
}

TEST(Workspace, AsShippedHasNoFinding) {
  std::string lines;
  const auto workspace = Load(ShippedWorkspace(), lines);
  EXPECT_EQ(lines, "");
  ASSERT_TRUE(workspace);
  EXPECT_GE(workspace->catalog->knowledge->library().articles.size(), 40u);
  EXPECT_EQ(workspace->catalog->flows.flows().size(), 8u);
  EXPECT_EQ(workspace->catalog->policy.locales, (std::vector<std::string>{"en", "zh"}));
  EXPECT_EQ(workspace->config.FindAccount("widget")->type, "web");
  EXPECT_EQ(workspace->config.FindAccount("wigdet"), nullptr);
}

TEST(Workspace, IsValidWithoutFlowsAndWithNoArticleButATable) {
  std::string lines;
  const auto workspace = Load(
      {{"frontdesk.yaml", kSmallConfig},
       {"knowledge/faq.jsonl",
        R"({"id":"hours","title":"Hours","questions":["When are you open?","opening hours","are you open today"],"body":"From 9 to 18."})"
        "\n"}},
      lines);
  ASSERT_TRUE(workspace) << lines;
  EXPECT_EQ(lines, "");
  EXPECT_NE(workspace->catalog->knowledge->Find("hours"), nullptr);
}

TEST(Workspace, IsValidWithNothingButItsConfiguration) {
  std::string lines;
  EXPECT_TRUE(Load({{"frontdesk.yaml", kSmallConfig}}, lines)) << lines;
}

TEST(Workspace, TellsTheMistakesOfAllFilesAtOnce) {
  std::string lines;
  const auto workspace = Load({{"frontdesk.yaml", "frontdesk: 1\nlisten: nowhere\naccounts: {widget: {type: web}}\n"},
                               {"flows/one.yaml", "flow: one\ntitle: One\nlocale: en\nsteps:\n  - ennd: done\n"},
                               {"knowledge/en/a.md", "---\ntitle: A\nquestions: [a, b, c]\ntgas: [x]\n---\nText.\n"}},
                              lines);
  EXPECT_FALSE(workspace);
  EXPECT_THAT(lines, HasSubstr("frontdesk.yaml:2:9: error: 'nowhere'"));
  EXPECT_THAT(lines, HasSubstr("flows/one.yaml:5:5: error: "));
  EXPECT_THAT(lines, HasSubstr("knowledge/en/a.md:4:"));
}

TEST(Workspace, RefusesATopQuestionThatNoArticleAnswers) {
  std::string lines;
  const auto workspace =
      Load({{"frontdesk.yaml", std::string(kSmallConfig) + "top_questions: [opening-huors]\n"},
            {"knowledge/en/opening-hours.md",
             "---\ntitle: Hours\nquestions: [when are you open, opening hours, open today]\n---\nFrom 9 to 18.\n"}},
           lines);
  EXPECT_FALSE(workspace);
  EXPECT_THAT(lines, HasSubstr("frontdesk.yaml:3:17: error: 'top_questions' names an article that is not there: "
                               "'opening-huors'; did you mean 'opening-hours'?"));
}

TEST(Workspace, RefusesARoutingRuleForACategoryThatTheTaxonomyLacks) {
  std::string lines;
  const std::string rules =
      "desk:\n  routing:\n    - {name: bugs, when: {category: functionl}, queue: general}\n"
      "    - {name: calls, when: {component: cal}, queue: general}\n";
  EXPECT_FALSE(Load({{"frontdesk.yaml", kSmallConfig + rules}}, lines));
  EXPECT_THAT(lines, HasSubstr("frontdesk.yaml:5:37: error: there is no category 'functionl'; did you mean "
                               "'functional'?"));
  EXPECT_THAT(lines, HasSubstr("frontdesk.yaml:6:39: warning: 'cal' is no component of the taxonomy, so only a flow's "
                               "answer can match it; did you mean 'call'?"));
  const std::string taxonomy =
      "taxonomy: 1\ncategories:\n  functionl: {name: Bugs, means: It fails, not: A wish}\n"
      "components:\n  cal: {name: Calendar, means: Dates, not: Calls}\n";
  EXPECT_TRUE(Load({{"frontdesk.yaml", kSmallConfig + rules}, {"taxonomy.yaml", taxonomy}}, lines)) << lines;
}

TEST(Workspace, WarnsWhenAFlowTakesAnArticlesQuestion) {
  std::string lines;
  const auto workspace = Load(
      {{"frontdesk.yaml", kSmallConfig},
       {"flows/late.yaml",
        "flow: late\ntitle: Late\nlocale: en\nstart: {phrases: [my parcel is late]}\nsteps:\n"
        "  - {ask: number, type: text, text: Which number?}\n  - ticket: {category: service, title: Late}\n"
        "  - end: done\n"},
       {"knowledge/en/parcel.md",
        "---\ntitle: Parcels\nquestions: [where is my parcel, parcel tracking, My parcel is late!]\n---\nSoon.\n"}},
      lines);
  EXPECT_TRUE(workspace) << lines;
  EXPECT_THAT(lines, HasSubstr("flows/late.yaml:4:19: warning: 'My parcel is late!' starts this flow, so the same "
                               "question in knowledge/en/parcel.md is never answered"));
}

constexpr char kLonely[] =
    "flow: lonely\ntitle: Lonely\nlocale: en\nsteps:\n  - {ask: what, type: text, text: What?}\n"
    "  - ticket: {category: service, title: '{{what}}'}\n  - end: done\n";

TEST(Workspace, WarnsOfAFlowThatNothingStarts) {
  std::string lines;
  EXPECT_TRUE(Load({{"frontdesk.yaml", kSmallConfig}, {"flows/lonely.yaml", kLonely}}, lines)) << lines;
  EXPECT_EQ(lines,
            "flows/lonely.yaml:1:7: warning: nothing starts the flow 'lonely'; add start: {phrases: [some words]}, or "
            "call it from another flow\n");
}

TEST(Workspace, LetsAnArticleOrAnotherFlowStartAFlow) {
  std::string lines;
  Load({{"frontdesk.yaml", kSmallConfig},
        {"flows/lonely.yaml", kLonely},
        {"knowledge/en/parcel.md",
         "---\ntitle: Parcels\nquestions: [where is it, parcel, tracking]\nrejected: {flow: lonely}\n---\nSoon.\n"}},
       lines);
  EXPECT_EQ(lines, "");
  const std::string caller =
      "flow: caller\ntitle: Caller\nlocale: en\nstart: {commands: [go]}\nsteps:\n  - call: lonely\n  - end: done\n";
  Load({{"frontdesk.yaml", kSmallConfig}, {"flows/lonely.yaml", kLonely}, {"flows/caller.yaml", caller}}, lines);
  EXPECT_EQ(lines, "");
}

TEST(Workspace, HoldsFlowsAgainstItsTaxonomyAndItsAttributes) {
  const std::string flow =
      "flow: bike\ntitle: Bike\nlocale: en\nstart: {commands: [bike]}\nsteps:\n"
      "  - say: 'Hello {{profile.department}}.'\n"
      "  - ticket: {category: repair, title: A bike, component: chain}\n  - end: done\n";
  std::string lines;
  EXPECT_FALSE(Load({{"frontdesk.yaml", kSmallConfig}, {"flows/bike.yaml", flow}}, lines));
  EXPECT_THAT(lines, HasSubstr("flows/bike.yaml:7:24: error: unknown category 'repair'; known: functional, "));
  EXPECT_THAT(lines, HasSubstr("flows/bike.yaml:7:58: error: unknown component 'chain'; known: call, "));
  EXPECT_THAT(lines, HasSubstr("flows/bike.yaml:6:10: warning: 'profile.department' is nothing that is known"));
  const std::string taxonomy =
      "taxonomy: 1\ncategories:\n  repair: {name: Repair, means: It broke, not: A wish}\n"
      "components:\n  chain: {name: Chain, means: The chain, not: A wheel}\n";
  const std::string config = std::string(kSmallConfig) + "attributes: [department]\n";
  EXPECT_TRUE(Load({{"frontdesk.yaml", config}, {"taxonomy.yaml", taxonomy}, {"flows/bike.yaml", flow}}, lines));
  EXPECT_EQ(lines, "");
}

TEST(Workspace, SaysNothingOfNamesWhileTheTaxonomyItselfIsBroken) {
  const std::string flow =
      "flow: bike\ntitle: Bike\nlocale: en\nstart: {commands: [bike]}\nsteps:\n"
      "  - ticket: {category: repair, title: A bike, component: chain}\n  - end: done\n";
  std::string lines;
  EXPECT_FALSE(Load({{"frontdesk.yaml", kSmallConfig},
                     {"taxonomy.yaml", "taxonomy: 1\ncategories:\n  repair: {nmae: Repair}\n"},
                     {"flows/bike.yaml", flow}},
                    lines));
  EXPECT_THAT(lines, HasSubstr("taxonomy.yaml:3:"));
  EXPECT_THAT(lines, Not(HasSubstr("bike.yaml")));
}

TEST(Workspace, DoesNotBlameAnArticleForAFlowThatIsBroken) {
  std::string lines;
  Load({{"frontdesk.yaml", kSmallConfig},
        {"flows/late.yaml", "flow: late\ntitle: Late\n"},
        {"knowledge/en/parcel.md",
         "---\ntitle: Parcels\nquestions: [where is it, parcel, tracking]\nrejected: {flow: late}\n---\nSoon.\n"}},
       lines);
  EXPECT_THAT(lines, HasSubstr("flows/late.yaml"));
  EXPECT_THAT(lines, Not(HasSubstr("parcel.md")));
}

TEST(WorkspaceFiles, AreThoseThatPeopleWriteAndNoOthers) {
  const TempDirectory directory;
  directory.Write("frontdesk.yaml", kSmallConfig);
  directory.Write("flows/a.yaml", "x");
  directory.Write("knowledge/en/b.md", "y");
  directory.Write("knowledge/en/picture.png", "z");
  directory.Write("knowledge/.git/c.md", "z");
  directory.Write("flows/.a.yaml.swp", "z");
  directory.Write("data/frontdesk.db", "z");
  directory.Write("notes.md", "z");
  const auto files = ReadWorkspaceFiles(directory.path);
  ASSERT_TRUE(files);
  EXPECT_EQ(Paths(*files), (std::vector<std::string>{"flows/a.yaml", "frontdesk.yaml", "knowledge/en/b.md"}));
}

TEST(WorkspaceFiles, OfAPlaceThatIsNoWorkspaceAreRefusedWithAnAdvice) {
  const TempDirectory directory;
  EXPECT_THAT(ReadWorkspaceFiles(directory.path).error().message, HasSubstr("it has no frontdesk.yaml"));
  EXPECT_THAT(ReadWorkspaceFiles(directory.path / "nowhere").error().message, HasSubstr("there is no directory"));
}

TEST(WorkspaceFiles, NestedWithoutEndAreRefused) {
  const TempDirectory directory;
  directory.Write("frontdesk.yaml", kSmallConfig);
  std::string deep = "knowledge";
  for (int i = 0; i < 20; ++i) deep += "/d";
  directory.Write(deep + "/a.md", "x");
  const auto files = ReadWorkspaceFiles(directory.path);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, base::ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace frontdesk::runtime
