// How tickets rank, and what other points would have done.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/core/dialogue.h"
#include "bot/runtime/workspace.h"
#include "bot/store/data_directory.h"
#include "bot/store/sqlite_store.h"
#include "tests/terminal/terminal_fixture.h"

namespace frontdesk::terminal {
namespace {

using testing::HasSubstr;

constexpr char kConfig[] = "frontdesk: 1\nlocales: [en, zh]\naccounts:\n  widget: {type: web}\n";

class DeskScore : public testing::Test {
 protected:
  DeskScore() {
    workspace_.Write("frontdesk.yaml", kConfig);
    workspace_.Write("data/README", "");
    Report("ada", "call");
    Report("bob", "billing");
  }
  void Report(const std::string& person, const std::string& component) {
    base::Findings findings;
    const auto workspace = runtime::LoadWorkspace(*runtime::ReadWorkspaceFiles(Directory()), Directory(),
                                                  base::SystemClock().Now(), findings);
    ASSERT_TRUE(workspace);
    base::ManualClock clock(base::SystemClock().Now());
    const auto store = *store::OpenSqliteStore(workspace_.At("data/" + std::string(store::kDatabaseFile)), clock);
    core::Dialogue dialogue(*store, clock, [&] { return workspace->catalog; });
    const auto act = [&](base::EventBody body) {
      base::Event event;
      event.id = "e" + std::to_string(++events_);
      event.address = {"widget", person, ""};
      event.author = {person, person, false, false};
      event.at = clock.Now();
      event.body = std::move(body);
      ASSERT_TRUE(dialogue.Send(event));
    };
    act(base::Said{"human"});
    act(base::AgentActed{base::AgentActed::Act::kSet, "kim", "Kim", {}, {}, 0, "component", component});
  }
  Printed Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"desk", "score", Directory()});
    return RunCommand(arguments);
  }
  std::string Directory() const { return workspace_.At(""); }

  TempDirectory workspace_;
  int events_ = 0;
};

TEST_F(DeskScore, RanksWhatIsOpenWithEveryFactor) {
  const Printed shown = Run({});
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("2 open tickets of the last 30 days"));
  EXPECT_THAT(shown.out, HasSubstr("1. #1001"));
  EXPECT_THAT(shown.out, HasSubstr("effort unknown"));
}

TEST_F(DeskScore, AReplayShowsWhoWouldHaveMovedAndWhy) {
  workspace_.Write("points.yaml", "weight: {area: {billing: 20}}\n");
  const Printed shown = Run({"--replay", "--weights", workspace_.At("points.yaml")});
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("By urgency: 0 of 2 tickets change places"));
  EXPECT_THAT(shown.out, HasSubstr("By weight: 2 of 2 tickets change places"));
  EXPECT_THAT(shown.out, HasSubstr("2 -> 1  #1101"));
  EXPECT_THAT(shown.out, HasSubstr("area (business area: billing): 0 -> 20"));
}

TEST_F(DeskScore, SaysWhatIsWrongWithAFileOfPoints) {
  workspace_.Write("points.yaml", "weight: {aera: {billing: 20}}\n");
  const Printed shown = Run({"--replay", "--weights", workspace_.At("points.yaml")});
  EXPECT_EQ(shown.code, 1);
  EXPECT_THAT(shown.err, HasSubstr("points.yaml:1:10: error: unknown key 'aera'"));
  EXPECT_EQ(Run({"--weights", workspace_.At("none.yaml")}).code, 1);
}

}  // namespace
}  // namespace frontdesk::terminal
