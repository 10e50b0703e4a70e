// What an admin learns from what people asked, and what becomes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/core/dialogue.h"
#include "bot/runtime/workspace.h"
#include "bot/store/data_directory.h"
#include "bot/store/sqlite_store.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr char kConfig[] = "frontdesk: 1\nlocales: [en, zh]\naccounts:\n  widget: {type: web}\n";
constexpr char kArticle[] =
    "---\ntitle: Reset your password\nquestions:\n  - How do I reset my password?\n  - forgot my password\n"
    "  - can't remember my login\n---\nOpen Settings.\n";

// A workspace whose users have asked.
class Gaps : public testing::Test {
 protected:
  Gaps() {
    workspace_.Write("frontdesk.yaml", kConfig);
    workspace_.Write("knowledge/articles/en/reset-password.md", kArticle);
    workspace_.Write("data/README", "");
  }

  // Everything that one person does, in their own conversation.
  void Talk(const std::string& person, const std::vector<base::EventBody>& bodies) {
    base::Findings findings;
    const auto workspace = runtime::LoadWorkspace(*runtime::ReadWorkspaceFiles(Directory()), Directory(),
                                                  base::SystemClock().Now(), findings);
    ASSERT_TRUE(workspace);
    base::ManualClock clock(base::SystemClock().Now());
    const auto store = *store::OpenSqliteStore(workspace_.At("data/" + std::string(store::kDatabaseFile)), clock);
    auto catalog = std::make_shared<core::Catalog>(*workspace->catalog);
    catalog->policy.burst_window = base::Millis(0);
    core::Dialogue dialogue(*store, clock, [&] { return catalog; });
    for (const base::EventBody& body : bodies) {
      base::Event event;
      event.id = "e" + std::to_string(++events_);
      event.address = {"widget", person, ""};
      event.author = {person, person, false, false};
      event.at = clock.Now();
      event.body = body;
      ASSERT_TRUE(dialogue.Send(event));
    }
  }
  void AskAboutParking() {
    Talk("ada",
         {base::Said{"is there parking at the office?"}, base::Said{"human"},
          base::AgentActed{
              base::AgentActed::Act::kReply, "kim", "Kim", "In the garage next door. Questions: kim@example.com", {}}});
    Talk("bob", {base::Said{"parking at the office"}});
  }
  Printed Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"gaps", Directory()});
    return RunCommand(arguments);
  }
  json Report() { return json::parse(Run({"--json"}).out, nullptr, false); }
  std::string Directory() const { return workspace_.At(""); }

  TempDirectory workspace_;
  int events_ = 0;
};

TEST_F(Gaps, ShowWhatWasNotAnsweredAndWhatBecameOfIt) {
  AskAboutParking();
  const Printed shown = Run({});
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("2 people, 2 times"));
  EXPECT_THAT(shown.out, HasSubstr("a person answered 1, nothing more 1"));
  const json report = Report();
  ASSERT_EQ(report["gaps"].size(), 1u) << report.dump();
  EXPECT_EQ(report["gaps"][0]["people"], 2);
  EXPECT_EQ(report["gaps"][0]["next"]["person"], 1);
  EXPECT_THAT(report["gaps"][0]["replies"][0]["text"], HasSubstr("garage next door"));
}

TEST_F(Gaps, BecomeADraftFromTheAgentsReplyThatNobodyPublishes) {
  AskAboutParking();
  const std::string id = Report()["gaps"][0]["id"];
  const Printed drafted = Run({"--draft", id});
  ASSERT_EQ(drafted.code, 0) << drafted.err;
  const std::string question = Report()["gaps"][0]["question"];
  const std::string name = question.starts_with("is") ? "is-there-parking-at-the-office" : "parking-at-the-office";
  const std::string path = "knowledge/drafts/articles/en/" + name + ".md";
  EXPECT_THAT(drafted.out, HasSubstr(path));
  const std::string text = workspace_.Read(path);
  EXPECT_THAT(text, HasSubstr("In the garage next door."));
  EXPECT_THAT(text, HasSubstr("answered by Kim"));
  EXPECT_THAT(text, HasSubstr("- \"is there parking at the office?\""));
  EXPECT_THAT(text, Not(HasSubstr("kim@example.com")));
  const Printed checked = RunCommand({"check", Directory()});
  EXPECT_EQ(checked.code, 0);
  EXPECT_THAT(checked.out, HasSubstr(path + ": a draft that waits for review"));
  EXPECT_THAT(checked.out, HasSubstr("ok: 1 articles"));
  EXPECT_EQ(json::parse(RunCommand({"check", Directory(), "--json"}).out)["drafts"][0], path);
  ASSERT_EQ(Run({"--draft", id}).code, 0);
  EXPECT_THAT(workspace_.Read("knowledge/drafts/articles/en/" + name + "-2.md"), HasSubstr("garage"))
      << "a draft is never written over by another";
}

TEST_F(Gaps, BecomeAPhrasingOfAnArticleInACopyToReview) {
  AskAboutParking();
  const std::string id = Report()["gaps"][0]["id"], question = Report()["gaps"][0]["question"];
  const Printed drafted = Run({"--draft", id, "--article", "reset-password"});
  ASSERT_EQ(drafted.code, 0) << drafted.err;
  EXPECT_EQ(workspace_.Read("knowledge/articles/en/reset-password.md"), kArticle);
  EXPECT_THAT(workspace_.Read("knowledge/drafts/articles/en/reset-password.md"),
              HasSubstr("- \"" + question + "\"\n---"));
  const Printed again = Run({"--draft", id, "--article", "reset-password"});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("already"));
}

TEST_F(Gaps, ExplainWhatCannotBeDone) {
  AskAboutParking();
  EXPECT_THAT(Run({"--draft", "00000000"}).err, HasSubstr("there is no gap '00000000'"));
  EXPECT_THAT(Run({"--draft", std::string(Report()["gaps"][0]["id"]), "--article", "nope"}).err,
              HasSubstr("There is no article 'nope'"));
  EXPECT_EQ(Run({"--article", "reset-password"}).code, kUsage);
  EXPECT_EQ(Run({"--days", "0"}).code, kUsage);
}

TEST_F(Gaps, AreNoneWhereNobodyHasAskedYet) {
  const Printed shown = Run({});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("0 questions of 0 people"));
  EXPECT_EQ(Report()["gaps"].size(), 0u);
}

}  // namespace
}  // namespace frontdesk::terminal
