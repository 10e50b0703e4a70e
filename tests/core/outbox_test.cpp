#include "bot/core/outbox.h"

#include "tests/core/pipeline_fixture.h"

namespace frontdesk::core {
namespace {

using store::Delivery;

class OutboxOfAConversation : public PipelineTest {
 protected:
  // The platform's slow moments pass at once.
  void AdvanceUntilReceived(std::size_t messages) {
    for (int i = 0; i < 400 && platform_.Count() < messages; ++i) {
      clock_.Advance(std::chrono::seconds(5));
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
};

TEST_F(OutboxOfAConversation, KeepsOrderWhenTheFirstSendIsRateLimited) {
  platform_.script = {{Delivery::kPending, base::Millis(30'000), {}}};
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "1", "how do I reset my password?")).get());
  ASSERT_TRUE(Take(From("ada", "2", "how do I find the version?")).get());
  AdvanceUntilReceived(3);
  const auto received = platform_.Received(ConversationOf("ada"));
  ASSERT_EQ(received.size(), 3u);
  EXPECT_THAT(received[0], testing::HasSubstr("greeting"));
  EXPECT_THAT(received[1], testing::HasSubstr("reset-password"));
  EXPECT_THAT(received[2], testing::HasSubstr("find-version"));
}

TEST_F(OutboxOfAConversation, DoesNotLetOneConversationWaitForAnother) {
  platform_.script = {{Delivery::kPending, base::Millis(3'600'000), {}}};
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "1", "how do I reset my password?")).get());
  while (platform_.attempts == 0) std::this_thread::yield();
  ASSERT_TRUE(Take(From("bo", "2", "how do I reset my password?")).get());
  ASSERT_TRUE(platform_.WaitFor(2));
  EXPECT_TRUE(platform_.Received(ConversationOf("ada")).empty());
}

TEST_F(OutboxOfAConversation, SendsWhatAFormerRunLeftUnsentWherePlatformsKnowOurIds) {
  Type("hello");  // committed by the dialogue, which sends it
  const base::Event event = From("bo", "1", "how do I reset my password?");
  Decider decider(
      *store_, clock_, [this] { return catalog_; },
      [](const std::string&) { return AccountTraits{.deduplicates = true}; });
  auto decision = decider.Decide(event);
  ASSERT_TRUE(decision);
  store::WriteOp op{std::move(decision->turn), {}, false, {}};
  store_->Write({&op, 1});  // the process dies here: rows are `sending`
  ASSERT_TRUE(op.status);
  StartPipeline();
  EXPECT_TRUE(platform_.WaitFor(2));
}

TEST_F(OutboxOfAConversation, MarksUnknownWhatMayHaveBeenSentWhereNobodyCanTell) {
  const base::Event event = From("bo", "1", "how do I reset my password?");
  Decider decider(
      *store_, clock_, [this] { return catalog_; }, [](const std::string&) { return AccountTraits{.deduplicates = true}; });
  auto decision = decider.Decide(event);
  ASSERT_TRUE(decision);
  store::WriteOp op{std::move(decision->turn), {}, false, {}};
  store_->Write({&op, 1});
  platform_.deduplicates = false;
  StartPipeline();
  ASSERT_TRUE(Take(From("bo", "2", "how do I find the version?")).get());
  ASSERT_TRUE(platform_.WaitFor(1));  // does not block what comes after
  const auto rows = store_->LoadTranscript(ConversationOf("bo"), 0, 100, true);
  int unknown = 0;
  for (const store::TranscriptRow& row : *rows) unknown += row.delivery == Delivery::kUnknown;
  EXPECT_EQ(unknown, 2);
}

TEST_F(OutboxOfAConversation, RefusesTheBotsDelayedWordsOnceAnAgentHasTaken) {
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "1", "hello")).get());
  ASSERT_TRUE(platform_.WaitFor(1));
  const std::size_t before = platform_.Count();
  ASSERT_TRUE(Take(From("ada", "2", "my password")).get());  // a fragment: its answer waits
  base::Event take = From("ada", "3", "");
  take.body = base::AgentActed{base::AgentActed::Act::kTake, "kim", "Kim", "", {}};
  ASSERT_TRUE(Take(std::move(take)).get());
  AdvanceUntilReceived(before + 1);
  StopPipeline();
  const auto received = platform_.Received(ConversationOf("ada"));
  ASSERT_EQ(received.size(), before + 1);
  EXPECT_THAT(received.back(), testing::HasSubstr("Kim has joined"));
}

TEST(Pause, GrowsFromASecondToFiveMinutes) {
  EXPECT_EQ(PauseAfter(1), base::Millis(1'000));
  EXPECT_EQ(PauseAfter(2), base::Millis(2'000));
  EXPECT_EQ(PauseAfter(50), kLongestPause);
}

}  // namespace
}  // namespace frontdesk::core
