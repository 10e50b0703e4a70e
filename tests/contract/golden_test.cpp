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
// What happens beside the talk: users' names are asked for, news is pulled, sockets are opened.
bool IsBeside(const fakes::LoggedRequest& request) {
  return request.route == "profile" || request.route == "pull" || !request.Header("upgrade").empty();
}

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
    runtime::testing::WriteFile(directory_ / "frontdesk.yaml",
                                SceneConfig(AccountYaml(entry(), platform_->url()), DeskYaml()));
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

  virtual std::string DeskYaml() const { return {}; }

  // Of each line all that came of it.
  std::string Play(const Scene& scene) {
    GoldenText text;
    std::size_t seen = 0;
    for (const Line& line : scene.lines) {
      text.Add(line);
      Do(line);
      EXPECT_TRUE(WaitUntilIdle(data())) << ToString(line);
      const auto requests = platform_->Read().requests;
      std::vector<fakes::LoggedRequest> fresh;
      for (; seen < requests.size(); ++seen)
        if (!IsBeside(requests[seen])) fresh.push_back(requests[seen]);
      if (InChannel()) {
        text.Add(std::move(fresh));
        continue;
      }
      for (const fakes::LoggedRequest& request : fresh) text.Add(request);
    }
    return text.text();
  }

  RunningClock running_;
  std::unique_ptr<fakes::FakePlatform> platform_;

 private:
  bool InChannel() const { return !DeskYaml().empty(); }
  void Send(Request request) {
    const int before = ReadKept(data()).user_rows;
    if (entry().shelved) platform_->Shelve(entry().shelved(request));
    const Request signed_now = entry().sign(std::move(request), {running_.Now(), entry().secrets});
    const fakes::HookAnswer answer = fakes::Send(port(), signed_now);
    EXPECT_EQ(answer.status / 100, 2) << answer.status << " " << answer.body;
    if (entry().shelved) {
      EXPECT_TRUE(WaitForUserRows(data(), before + 1));
    }
  }
  void DoInChannel(const Line& line, const std::string& id) {
    RoomSaying saying{line.text, id, {}, {}, 0};
    const auto shown = platform_->Read().ShownTo(entry().room_shown_as.empty() ? entry().room : entry().room_shown_as);
    ASSERT_FALSE(shown.empty()) << "no card";
    saying.thread = shown.front().platform_id;
    if (line.who == Who::kPressesTake) {
      saying.press = "desk:take=1001";
      saying.row = RowWithButtons(data(), entry().room);
    }
    Send(entry().say_in_room(saying));
  }

  void Do(const Line& line) {
    const std::string id = std::to_string(1029457500870543736 + ++lines_);
    if (line.who == Who::kPressesTake || line.who == Who::kSaysInChannel) return DoInChannel(line, id);
    if (line.who == Who::kUser) {
      Send(entry().say({line.text, id, kUser}));
      return;
    }
    const char* act = line.who == Who::kTakes     ? "take"
                      : line.who == Who::kReplies ? "reply"
                      : line.who == Who::kNotes   ? "note"
                                                  : "resolve";
    const auto answer = agent_->Act(agent_->OnlyConversation(), act, "a" + id, line.text);
    EXPECT_EQ(answer.status, 200) << ToString(line) << " " << answer.body;
  }

  std::optional<Agent> agent_;
  std::int64_t lines_ = 0;
};

class GoldenDesk : public Golden {
 protected:
  std::string DeskYaml() const override {
    return "desk:\n  channels: [{account: " + entry().account + ", channel: '" + entry().room +
           "', locale: " + entry().locale + "}]\nagents: {" + kAgentName + ": {" + entry().account + ": '" +
           entry().room_agent + "'}}\n";
  }
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

TEST_P(GoldenDesk, AnAgentWorksInAChannelOfThePlatform) {
  const Scene scene = DeskSceneIn(entry().locale);
  EXPECT_EQ(CompareGolden(GoldenFile(FD_SOURCE_DIR, entry().platform, scene), Play(scene)), "");
}

INSTANTIATE_TEST_SUITE_P(Of, Golden, ::testing::ValuesIn(CalledEntries()),
                         [](const auto& test) { return NameOf(test.param); });

std::vector<Entry> EntriesWithRooms() {
  std::vector<Entry> entries = CalledEntries();
  std::erase_if(entries, [](const Entry& entry) { return !entry.say_in_room; });
  return entries;
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GoldenDesk);
INSTANTIATE_TEST_SUITE_P(Of, GoldenDesk, ::testing::ValuesIn(EntriesWithRooms()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
