// Against a whole server: signs, words below messages, courtesies and the typing sign, by the sample adapter.
#include "tests/contract/peculiar_fixture.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::contract {
namespace {

// Of the newest message that was shown, as the platform told it.
std::string NewestId(const PlatformRecord& record) { return record.ShownTo("ann").back().platform_id; }

class PeculiarTalk : public Peculiar {
 protected:
  void React(const std::string& id, const std::string& on, const std::string& sign, bool back = false) const {
    EXPECT_EQ(Post({{"id", id}, {"from", "ann"}, {"on", on}, {"sign", sign}, {"back", back}}).status, 200);
    ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  }
  std::size_t shown() const { return platform_->Read().ShownTo("ann").size(); }
};

TEST_F(PeculiarTalk, AThumbOnAnAnswerIsAVerdictAndCountsOnce) {
  Start();
  const std::size_t before = Meet();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}).status, 200);
  ASSERT_TRUE(SeesShown(before + 1));
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  const std::string answer = NewestId(platform_->Read());
  React("r0", "unknown", "👍");
  React("r1", answer, "🎉");
  React("r2", answer, "👍", true);
  EXPECT_EQ(shown(), before + 1) << "what means nothing was answered";
  React("r3", answer, "👍🏽");
  EXPECT_EQ(shown(), before + 2) << "the verdict was not heard";
  React("r3", answer, "👍🏽");
  EXPECT_EQ(shown(), before + 2) << "the same sign counted twice";
}

TEST_F(PeculiarTalk, WordsBelowAMessageCountWhileATalkGoesOnAndOnlyThen) {
  Start();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}, {"below", true}}).status, 200);
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(shown(), 0u) << "nobody had spoken to the bot";
  const std::size_t before = Meet();
  EXPECT_EQ(Post({{"id", "2"}, {"from", "ann"}, {"text", kQuestion}, {"below", true}}).status, 200);
  EXPECT_TRUE(SeesShown(before + 1));
}

TEST_F(PeculiarTalk, ACourtesyThatIsSparedIsNoFailure) {
  Start(", spares: true");
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}).status, 200);
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(shown(), 1u) << "the answer alone";
  EXPECT_EQ(ReadKept((directory_ / "data").string()).failed, 0);
}

TEST_F(PeculiarTalk, AnAgentWhoWritesIsShownAndNotMoreOftenThanThePlatformWants) {
  runtime::testing::AddAgentTo((directory_ / "data").string(), "kim", "Kim");
  Start();
  const runtime::testing::Agent kim(service_->port(), "kim", runtime::testing::kAgentPassword);
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", "human"}}).status, 200);
  const std::int64_t conversation = kim.OnlyConversation();
  ASSERT_EQ(kim.Act(conversation, "take", "a1").status, 200);
  const auto write = [&](bool on) {
    EXPECT_EQ(kim.Post("/conversations/" + std::to_string(conversation) + "/typing", {{"on", on}}).status, 200);
  };
  const auto signs = [](const PlatformRecord& record) {
    std::vector<bool> on;
    for (const LoggedRequest& request : record.requests)
      if (request.route == "typing") on.push_back(json::parse(request.body)["on"].get<bool>());
    return on;
  };
  const auto last_is = [&](bool on) {
    return platform_->WaitUntil(
        [&](const PlatformRecord& record) {
          const std::vector<bool> shown = signs(record);
          return !shown.empty() && shown.back() == on;
        },
        kPatience);
  };
  write(true);
  ASSERT_TRUE(last_is(true));
  EXPECT_EQ(Last("typing").target, "/typing/ann");
  for (int i = 0; i < 20; ++i) write(true);
  write(false);
  ASSERT_TRUE(last_is(false));
  EXPECT_LT(platform_->Read().RequestsOf("typing"), 21u) << "every key was told of";
  write(false);
  write(true);
  ASSERT_TRUE(last_is(true));
  const std::vector<bool> all = signs(platform_->Read());
  EXPECT_EQ(std::count(all.begin(), all.end(), false), 1) << "an end that nobody saw begin was shown";
}

}  // namespace
}  // namespace frontdesk::contract
