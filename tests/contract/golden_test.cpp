// What a platform is asked to show in a whole conversation, byte for byte: tests/fixtures/PLATFORM/golden-*.txt.
#include "tests/contract/golden.h"

#include <gtest/gtest.h>

#include "bot/runtime/workspace.h"
#include "tests/contract/contract_desk.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::contract {
namespace {

using runtime::testing::Agent;
using Who = Line::Who;

constexpr char kUser[] = "user1";

// Runs on from a day that is always the same, so that the weekday and the clocks of the desk are, too.
class RunningClock final : public base::Clock {
 public:
  base::TimePoint Now() const override {
    const auto passed = std::chrono::steady_clock::now() - began_;
    return start_ + std::chrono::duration_cast<base::Millis>(passed);
  }

 private:
  const base::TimePoint start_ = *base::ParseTime("2026-03-02T10:00:00Z");
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

class Golden : public runtime::testing::LiveDesk, public ::testing::WithParamInterface<Entry> {
 protected:
  void SetUp() override {
    auto script = fakes::ReadScript(entry().script, entry().platform);
    ASSERT_TRUE(script.has_value()) << script.error().message;
    auto platform = fakes::FakePlatform::Open(std::move(*script));
    ASSERT_TRUE(platform.has_value()) << platform.error().message;
    platform_ = std::move(*platform);
    SetEnvironment(entry().secrets);
    for (const base::SourceFile& file : runtime::ShippedWorkspace())
      runtime::testing::WriteFile(directory_ / file.path, file.text);
    runtime::testing::WriteFile(directory_ / "frontdesk.yaml", SceneConfig(AccountYaml(entry(), platform_->url())));
    AddAgent(kAgentName, kAgentShown);
    Start(&running_);
    ASSERT_NE(service_, nullptr);
    agent_.emplace(port(), kAgentName, kPassword);
  }
  // The server knows the clock, which is no more when the fixture below goes.
  void TearDown() override {
    platform_.reset();
    service_.reset();
  }
  const Entry& entry() const { return GetParam(); }

  std::string Play(const Scene& scene) {
    GoldenText text;
    std::size_t seen = 0;
    for (const Line& line : scene.lines) {
      text.Add(line);
      Do(line);
      EXPECT_TRUE(WaitUntilQuiet(data())) << ToString(line);
      const auto requests = platform_->Read().requests;
      for (; seen < requests.size(); ++seen) text.Add(requests[seen]);
    }
    return text.text();
  }

 private:
  void Do(const Line& line) {
    const std::string id = std::to_string(1029457500870543736 + ++lines_);
    if (line.who == Who::kUser) {
      const Request request = entry().sign(entry().say({line.text, id, kUser}), {running_.Now(), entry().secrets});
      const fakes::HookAnswer answer = fakes::Send(port(), request);
      EXPECT_EQ(answer.status / 100, 2) << answer.status << " " << answer.body;
      return;
    }
    const char* act = line.who == Who::kTakes     ? "take"
                      : line.who == Who::kReplies ? "reply"
                      : line.who == Who::kNotes   ? "note"
                                                  : "resolve";
    const auto answer = agent_->Act(agent_->OnlyConversation(), act, "a" + id, line.text);
    EXPECT_EQ(answer.status, 200) << ToString(line) << " " << answer.body;
  }

  RunningClock running_;
  std::unique_ptr<fakes::FakePlatform> platform_;
  std::optional<Agent> agent_;
  std::int64_t lines_ = 0;
};

TEST(Placeholders, TellEqualIdsFromOthersAndLeaveTheRest) {
  const std::string one = "msg_" + std::string(32, 'a'), two = "msg_" + std::string(32, 'b');
  Placeholders placeholders;
  EXPECT_EQ(placeholders.Replace(one + " " + two + " " + one + " msg_1 Kim"), "<id-1> <id-2> <id-1> msg_1 Kim");
  EXPECT_EQ(placeholders.Replace(two), "<id-2>");
  EXPECT_EQ(placeholders.Replace("webhook-signature: v1,AbC=\nauthorization: Bearer x.y\n"),
            "webhook-signature: <signature>\nauthorization: Bearer <token>\n");
  EXPECT_EQ(placeholders.Replace("by 10:15, by 2026-03-02 10:15, 9:00 to 18:00"), "by <due>, by <due>, 9:00 to 18:00");
}

TEST(CompareGolden, NamesTheFirstLineThatDiffers) {
  const auto file = GoldenFile(FD_SOURCE_DIR, "webhook", {"golden-flow", {}});
  if (std::getenv(kWriteGolden) != nullptr) GTEST_SKIP() << "nothing is compared now";
  const std::string problem = CompareGolden(file, "# user: something else\n");
  EXPECT_NE(problem.find("line 1"), std::string::npos) << problem;
  EXPECT_NE(problem.find("# user: something else"), std::string::npos) << problem;
}

TEST_P(Golden, FlowIsWhatItsTranscriptSays) {
  const Scene scene = ScenesIn(entry().locale).at(0);
  EXPECT_EQ(CompareGolden(GoldenFile(FD_SOURCE_DIR, entry().platform, scene), Play(scene)), "");
}

TEST_P(Golden, HandoffIsWhatItsTranscriptSays) {
  const Scene scene = ScenesIn(entry().locale).at(1);
  EXPECT_EQ(CompareGolden(GoldenFile(FD_SOURCE_DIR, entry().platform, scene), Play(scene)), "");
}

INSTANTIATE_TEST_SUITE_P(Of, Golden, ::testing::ValuesIn(CalledEntries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
