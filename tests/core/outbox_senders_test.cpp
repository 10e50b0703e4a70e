// The outbox with platforms that take their time: who waits for whom, and for how long.
#include "bot/core/outbox.h"
#include "tests/core/pipeline_fixture.h"

namespace frontdesk::core {
namespace {

using store::Delivery;
using store::Lane;
using Ids = std::vector<store::Id>;

class OutboxOfSlowPlatforms : public PipelineTest {
 protected:
  OutboxOfSlowPlatforms() {
    for (FakePlatform* platform : {&platform_, &other_, &effects_}) platform->at_once = false;
    find_sender_ = [this](const store::OutboxRow& row) -> Sender* {
      if (store::IsEffect(row)) return &effects_;
      if (row.account == "gone") return nullptr;
      return row.account == "other" ? &other_ : &platform_;
    };
  }
  ~OutboxOfSlowPlatforms() override { StopPipeline(); }

  struct Row {
    std::string account = "widget";
    std::string person = "ada";
    Lane lane = Lane::kMessage;
    base::Millis later{0};
    bool claimed = true;  // so that nothing else is asked of the writer
    bool effect = false;  // in the lane of messages
  };
  // A committed turn with one row to send; answers the row's id.
  store::Turn TurnOf(const Row& what) {
    store::Turn turn;
    turn.account = what.account;
    turn.event_id = "e" + std::to_string(++turns_);
    turn.at = clock_.Now();
    const base::Address address{what.account, what.person, ""};
    const auto known = store_->FindConversation(address);
    if (known) turn.conversation = *known;
    if (!known) turn.conversation.id = store_->ReserveIds(1);
    turn.conversation.address = address;
    turn.conversation.state = "{}";
    store::OutboxRow row;
    row.id = store_->ReserveIds(2);
    row.conversation = turn.conversation.id;
    row.account = what.account;
    row.lane = what.lane;
    row.not_before = clock_.Now() + what.later;
    if (what.lane == Lane::kEffect || what.effect) {
      row.payload = "{}";
    } else {
      row.transcript = row.id + 1;
      row.claimed = what.claimed;
      turn.transcript.push_back({row.transcript,
                                 row.conversation,
                                 0,
                                 turn.at,
                                 "bot",
                                 false,
                                 turn.event_id,
                                 "words " + std::to_string(turns_),
                                 {}});
    }
    turn.outbox.push_back(row);
    return turn;
  }
  store::Id Put(const Row& what) {
    store::Turn turn = TurnOf(what);
    const store::Id id = turn.outbox.front().id;
    EXPECT_TRUE(writer_->SubmitAndWait({std::move(turn), {}, false, {}}).status);
    return id;
  }
  store::Id Put() { return Put(Row{}); }
  // As a former run left it that died while it was sending.
  void LeaveSending(const Row& what) {
    store::WriteOp op{TurnOf(what), {}, false, {}};
    store_->Write({&op, 1});
    ASSERT_TRUE(op.status);
  }
  Delivery DeliveryOf(const std::string& account, const std::string& person) {
    const auto conversation = store_->FindConversation({account, person, ""});
    return store_->LoadTranscript(conversation->id, 0, 10, true)->front().delivery;
  }
  // Returns once everything that was due has been handed to the sending threads: an effect that is due later is done.
  void HandOutWhatIsDue() {
    const std::size_t effects = effects_.Count();
    clock_.Advance(base::Millis(1));
    Put({.person = "barrier", .lane = Lane::kEffect});
    ASSERT_TRUE(effects_.WaitFor(effects + 1));
  }
  void WaitForAttempts(FakePlatform& platform, int count) {
    for (int i = 0; i < 2'000 && platform.attempts < count; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_GE(platform.attempts, count);
  }
  // Whatever waits comes due.
  void AdvanceUntil(FakePlatform& platform, std::size_t messages) {
    for (int i = 0; i < 400 && platform.Count() < messages; ++i) {
      clock_.Advance(std::chrono::seconds(5));
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_GE(platform.Count(), messages);
  }

  FakePlatform other_, effects_;
  int turns_ = 0;
};

TEST_F(OutboxOfSlowPlatforms, LetsNoAccountWaitForAnotherThatHangs) {
  platform_.before_send = [&](const store::OutboxRow&) { gate_.Pass(); };
  sender_threads_ = 4;  // two for each account
  StartPipeline();
  for (int i = 0; i < 5; ++i) Put({.person = "p" + std::to_string(i)});
  ASSERT_TRUE(gate_.WaitForComers(2));
  for (int i = 0; i < 20; ++i) Put({.account = "other", .person = "p" + std::to_string(i)});
  ASSERT_TRUE(other_.WaitFor(20));
  EXPECT_EQ(platform_.Count(), 0u);
  gate_.Open();
  EXPECT_TRUE(platform_.WaitFor(5));
}

TEST_F(OutboxOfSlowPlatforms, LetsAnAccountGoOnThatWasBlockedTogetherWithOneThatHangsNow) {
  platform_.pace_of_account = other_.pace_of_account = {.per_second = 1, .burst = 1};
  sender_threads_ = 2;
  StartPipeline();
  Put({.person = "a"});
  Put({.account = "other", .person = "a"});
  ASSERT_TRUE(platform_.WaitFor(1));
  ASSERT_TRUE(other_.WaitFor(1));
  platform_.before_send = [&](const store::OutboxRow&) { gate_.Pass(); };
  Put({.person = "b"});
  Put({.account = "other", .person = "b"});
  HandOutWhatIsDue();
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_TRUE(other_.WaitFor(2));
  gate_.Open();
  EXPECT_TRUE(platform_.WaitFor(2));
}

TEST_F(OutboxOfSlowPlatforms, SendsAtMostSoManyOfAnAccountTogether) {
  std::atomic<int> now{0}, most{0};
  platform_.pace_of_account.at_once = 2;
  platform_.before_send = [&](const store::OutboxRow&) {
    const int count = ++now;
    int seen = most;
    while (seen < count && !most.compare_exchange_weak(seen, count)) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    --now;
  };
  sender_threads_ = 6;
  StartPipeline();
  for (int i = 0; i < 40; ++i) Put({.person = "p" + std::to_string(i)});
  ASSERT_TRUE(platform_.WaitFor(40));
  EXPECT_EQ(most, 2);
}

TEST_F(OutboxOfSlowPlatforms, KeepsTheOrderOfAConversationHoweverManyThreadsSend) {
  sender_threads_ = 6;
  platform_.pace_of_account.at_once = 6;
  StartPipeline();
  for (int i = 0; i < 40; ++i) Put({.claimed = i % 3 == 0});
  ASSERT_TRUE(platform_.WaitFor(40));
  const auto received = platform_.Received(ConversationOf("ada"));
  for (int i = 0; i < 40; ++i) EXPECT_EQ(received[i], "words " + std::to_string(i + 1));
}

TEST_F(OutboxOfSlowPlatforms, RunsEffectsWhileEveryMessageHangs) {
  platform_.before_send = [&](const store::OutboxRow&) { gate_.Pass(); };
  sender_threads_ = 1;
  StartPipeline();
  Put();
  ASSERT_TRUE(gate_.WaitForComers(1));
  Put({.lane = Lane::kEffect});
  EXPECT_TRUE(effects_.WaitFor(1));
  EXPECT_EQ(platform_.Count(), 0u);
}

TEST_F(OutboxOfSlowPlatforms, SendsMessagesWhileEveryEffectHangs) {
  effects_.before_send = [&](const store::OutboxRow&) { gate_.Pass(); };
  StartPipeline();
  Put({.lane = Lane::kEffect});
  ASSERT_TRUE(gate_.WaitForComers(1));
  Put();
  EXPECT_TRUE(platform_.WaitFor(1));
  EXPECT_EQ(effects_.Count(), 0u);
}

TEST_F(OutboxOfSlowPlatforms, KeepsAnEffectBehindAMessageUntilTheMessageHasGone) {
  platform_.before_send = [&](const store::OutboxRow&) { gate_.Pass(); };
  StartPipeline();
  Put();
  ASSERT_TRUE(gate_.WaitForComers(1));
  Put({.effect = true});
  HandOutWhatIsDue();
  EXPECT_EQ(effects_.Count(), 1u) << "only what waits behind nothing";
  gate_.Open();
  EXPECT_TRUE(effects_.WaitFor(2));
}

TEST_F(OutboxOfSlowPlatforms, LetsUrgentWordsOvertake) {
  std::mutex mutex;
  Ids order;
  platform_.pace_of_account.at_once = 1;
  platform_.before_send = [&](const store::OutboxRow& row) {
    {
      const std::lock_guard lock(mutex);
      order.push_back(row.id);
    }
    gate_.Pass();
  };
  StartPipeline();
  const store::Id first = Put();
  ASSERT_TRUE(gate_.WaitForComers(1));
  const store::Id second = Put();
  const store::Id of_another = Put({.person = "bo"});
  const store::Id urgent = Put({.lane = Lane::kUrgent});
  HandOutWhatIsDue();
  gate_.Open();
  ASSERT_TRUE(platform_.WaitFor(4));
  EXPECT_EQ(order, (Ids{first, urgent, of_another, second}));
}

TEST_F(OutboxOfSlowPlatforms, HoldsAWholeAccountBackWhenThePlatformSaysSo) {
  platform_.script = {{Delivery::kPending, base::Millis(30'000), {}, 0, true}};
  sender_threads_ = 2;
  StartPipeline();
  Put();
  WaitForAttempts(platform_, 1);
  // The row is written down as waiting once the pause stands.
  while (store_->UnfinishedOutbox(0, 10)->front().state != Delivery::kPending) std::this_thread::yield();
  Put({.person = "bo"});
  HandOutWhatIsDue();
  Put({.account = "other"});
  ASSERT_TRUE(other_.WaitFor(1)) << "other accounts go on";
  clock_.Advance(std::chrono::seconds(29));
  Put({.account = "other"});
  ASSERT_TRUE(other_.WaitFor(2));
  EXPECT_EQ(platform_.attempts, 1);
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_TRUE(platform_.WaitFor(2));
}

TEST_F(OutboxOfSlowPlatforms, HoldsOneConversationBackAndNoOther) {
  platform_.script = {{Delivery::kPending, base::Millis(3'600'000), {}, 0, false}};
  StartPipeline();
  Put();
  WaitForAttempts(platform_, 1);
  Put();
  Put({.person = "bo"});
  ASSERT_TRUE(platform_.WaitFor(1));
  EXPECT_TRUE(platform_.Received(ConversationOf("ada")).empty());
  EXPECT_EQ(platform_.Received(ConversationOf("bo")).size(), 1u);
}

TEST_F(OutboxOfSlowPlatforms, GoesOnAfterThePartsThatHaveArrived) {
  platform_.script = {{Delivery::kPending, {}, {}, 2, false}, {Delivery::kPending, {}, {}, 3, false}};
  StartPipeline();
  Put();
  AdvanceUntil(platform_, 1);
  EXPECT_EQ(platform_.parts, (std::vector<int>{0, 2, 3}));
}

TEST_F(OutboxOfSlowPlatforms, GoesOnAfterThePartsThatHaveArrivedBeforeARestart) {
  platform_.script = {{Delivery::kPending, {}, {}, 2, false}};
  StartPipeline();
  Put();
  WaitForAttempts(platform_, 1);
  StopPipeline();
  StartPipeline();
  AdvanceUntil(platform_, 1);
  EXPECT_EQ(platform_.parts, (std::vector<int>{0, 2}));
}

TEST_F(OutboxOfSlowPlatforms, DoesNotSendAgainWhatThePlatformSaysHasArrived) {
  platform_.deduplicates = false;
  platform_.arrived = true;
  LeaveSending({});
  StartPipeline();
  Put({.claimed = false});  // behind it, so that we know when it was seen to
  ASSERT_TRUE(platform_.WaitFor(1));
  StopPipeline();
  EXPECT_EQ(platform_.attempts, 1);
  EXPECT_EQ(DeliveryOf("widget", "ada"), Delivery::kSent);
}

TEST_F(OutboxOfSlowPlatforms, SendsOnceWhatThePlatformSaysHasNotArrived) {
  platform_.deduplicates = false;
  platform_.arrived = false;
  LeaveSending({});
  StartPipeline();
  ASSERT_TRUE(platform_.WaitFor(1));
  StopPipeline();
  EXPECT_EQ(platform_.attempts, 1);
  EXPECT_EQ(DeliveryOf("widget", "ada"), Delivery::kSent);
  StartPipeline();
  StopPipeline();
  EXPECT_EQ(platform_.attempts, 1);
}

TEST_F(OutboxOfSlowPlatforms, MarksUnknownWhatNobodyCanTellOf) {
  platform_.deduplicates = false;
  LeaveSending({});
  StartPipeline();
  Put({.claimed = false});
  ASSERT_TRUE(platform_.WaitFor(1));
  StopPipeline();
  EXPECT_EQ(platform_.attempts, 1);
  EXPECT_EQ(DeliveryOf("widget", "ada"), Delivery::kUnknown);
}

// A connection that the end of the program broke: the next start can ask what became of it.
TEST_F(OutboxOfSlowPlatforms, LeavesWhatItsOwnEndMadeDoubtfulToTheNextStart) {
  platform_.deduplicates = false;
  platform_.script = {{Delivery::kUnknown}};
  platform_.before_send = [this](const store::OutboxRow&) { outbox_->Stop(); };
  StartPipeline();
  Put({.claimed = false});
  while (platform_.attempts == 0) std::this_thread::yield();
  StopPipeline();
  EXPECT_EQ(DeliveryOf("widget", "ada"), Delivery::kSending);
  platform_.before_send = nullptr;
  platform_.arrived = true;
  StartPipeline();
  while (!store_->UnfinishedOutbox(0, 10)->empty()) std::this_thread::yield();
  StopPipeline();
  EXPECT_EQ(platform_.attempts, 1);
  EXPECT_EQ(DeliveryOf("widget", "ada"), Delivery::kSent);
}

TEST_F(OutboxOfSlowPlatforms, AsksOnlyOfTheSendingThatAFormerRunBegan) {
  platform_.deduplicates = false;
  platform_.arrived = true;  // would swallow a message that this run has to send
  platform_.script = {{Delivery::kPending, {}, {}, 0, false}};
  StartPipeline();
  Put({.claimed = false});
  AdvanceUntil(platform_, 1);
  EXPECT_EQ(platform_.attempts, 2);
}

TEST_F(OutboxOfSlowPlatforms, FailsVisiblyWhatHasNoAccountAnyMore) {
  StartPipeline();
  Put({.account = "gone", .claimed = false});
  Put({.account = "gone", .person = "bo", .claimed = true});
  for (int i = 0; i < 2'000 && !store_->UnfinishedOutbox(0, 10)->empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  StopPipeline();
  EXPECT_EQ(DeliveryOf("gone", "ada"), Delivery::kFailed);
  EXPECT_EQ(DeliveryOf("gone", "bo"), Delivery::kFailed);
  EXPECT_TRUE(store_->UnfinishedOutbox(0, 10)->empty());
}

TEST_F(OutboxOfSlowPlatforms, TriesAgainAlsoWhenThatCouldNotBeWrittenDown) {
  platform_.script = {{Delivery::kPending, {}, {}, 1, false}};
  platform_.pace_of_account.at_once = 1;
  platform_.before_send = [&](const store::OutboxRow&) {
    if (platform_.attempts == 1) return gate_.Open();  // the first has been put back by now
    if (platform_.attempts > 1) return;
    // The writer stands still and takes nothing more.
    const store::WriteOp sweep{store::Sweep{clock_.Now()}, {}, false, {}};
    ASSERT_TRUE(writer_->Submit(sweep, [&](store::WriteOp&) { gate_.Pass(); }));
    ASSERT_TRUE(gate_.WaitForComers(1));
    while (writer_->Submit(sweep, [](store::WriteOp&) {})) {
    }
  };
  LeaveSending({.person = "ada"});
  LeaveSending({.person = "bo"});
  StartPipeline();
  ASSERT_TRUE(platform_.WaitFor(1));
  AdvanceUntil(platform_, 2);
  EXPECT_EQ(platform_.parts, (std::vector<int>{0, 0, 1}));
}

}  // namespace
}  // namespace frontdesk::core
