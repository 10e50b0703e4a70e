// A stream that comes back after a long absence. PROMISES P1, seen from the visitor.
#include "tests/crash/crash_fixture.h"
#include "tests/crash/oracle.h"

namespace frontdesk::crash {

namespace {

constexpr int kQuestions = 600;  // twice as many rows: more than one answer brings

using Resume = CrashTest;

TEST_F(Resume, AStreamThatWasAwayForThousandsOfRowsGetsThemAllInOrder) {
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  fakes::Visitor visitor(desk_.port());
  ASSERT_TRUE(visitor.Arrive());
  std::vector<std::string> expected;
  for (int i = 0; i < kQuestions; ++i) {
    const Asked question{"q" + std::to_string(i),
                         i == 0 ? std::string(fakes::kEchoStart) : "number " + std::to_string(i)};
    ASSERT_EQ(visitor.Say(question.id, question.text).status, 200);
    expected.push_back(question.text);
    expected.push_back(ReplyTo(question));
  }
  std::vector<std::string> told;
  for (const fakes::SeenRow& row : Replay(visitor.name(), expected.size(), kDrainPatience))
    if (row.from == "user" || row.kind == "ask") told.push_back(row.text);
  EXPECT_EQ(told.size(), expected.size());
  EXPECT_TRUE(told == expected) << "the first row is: " << (told.empty() ? "none" : told.front());
}

}  // namespace

}  // namespace frontdesk::crash
