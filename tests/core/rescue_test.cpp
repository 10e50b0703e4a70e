// What becomes of events that cannot be decided, or for which there is no room.
#include "bot/core/event_json.h"
#include "bot/desk/ticket.h"
#include "tests/core/pipeline_fixture.h"

namespace frontdesk::core {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kReserved = kMaxQueuedEvents / kReservedOneIn;

class RescueOfEvents : public PipelineTest {
 protected:
  RescueOfEvents() {
    find_catalog_ = [this] {
      if (throws_ > 0 && throws_-- > 0) throw std::runtime_error("no catalog");
      return catalog_;
    };
  }
  ~RescueOfEvents() override { StopPipeline(); }

  // A state that no version of the program has written stands for a bug.
  void BreakStateOf(const std::string& person, const std::string& state = "[]") {
    store::Turn turn;
    turn.account = "widget";
    turn.event_id = "breaks " + std::to_string(++broken_);
    const auto known = store_->FindConversation({"widget", person, ""});
    if (known) {
      turn.conversation = *known;
    } else {
      turn.conversation.id = store_->ReserveIds(1);
      turn.conversation.address = {"widget", person, ""};
    }
    turn.conversation.state = state;
    store::WriteOp op{turn, {}, false, {}};
    store_->Write({&op, 1});
    ASSERT_TRUE(op.status);
  }
  base::Event Tell(const std::string& person, const std::string& id, base::EventBody body) {
    base::Event event = From(person, id, "");
    event.body = std::move(body);
    return event;
  }
  std::vector<store::ParkedRow> Parked() { return *store_->ListParked(100); }
  base::Status Replay(const store::ParkedRow& row) {
    auto promise = std::make_shared<std::promise<base::Status>>();
    auto ended = promise->get_future();
    intake_->Replay(row, [promise](base::Status status) { promise->set_value(std::move(status)); });
    return ended.get();
  }
  // The writer stands still, as on a disk that takes its time, until the gate opens.
  void HoldWriter() {
    ASSERT_TRUE(
        writer_->Submit({store::Sweep{clock_.Now()}, {}, false, {}}, [this](store::WriteOp&) { gate_.Pass(); }));
    ASSERT_TRUE(gate_.WaitForComers(1));
  }

  int broken_ = 0;
  std::atomic<int> throws_{0};  // decisions that end with an exception
};

TEST_F(RescueOfEvents, AnEventThatCannotBeDecidedReachesAPersonWithItsWords) {
  BreakStateOf("ada");
  StartPipeline();
  EXPECT_TRUE(Take(From("ada", "1", "my screen stays dark")).get());
  ASSERT_TRUE(platform_.WaitFor(2));
  const auto received = platform_.Received(ConversationOf("ada"));
  EXPECT_THAT(received[0], HasSubstr("something went wrong on our side"));
  EXPECT_THAT(received[1], HasSubstr("handoff"));
  const auto conversation = *store_->LoadConversation(ConversationOf("ada"));
  EXPECT_EQ(conversation.speaker, "queue");
  EXPECT_EQ(conversation.desk, store::DeskState::kOpen);
  const auto tickets = *store_->TicketsOf(conversation.id);
  ASSERT_EQ(tickets.size(), 1u);
  EXPECT_THAT(tickets.front().body, HasSubstr("my screen stays dark"));
  const auto rows = *store_->LoadTranscript(conversation.id, 0, 100, true);
  EXPECT_EQ(rows.front().from, "user");
  EXPECT_THAT(rows.front().body, HasSubstr("my screen stays dark"));
  EXPECT_TRUE(Parked().empty());
  EXPECT_EQ(intake_->counters().rescued, 1u);
}

TEST_F(RescueOfEvents, TheUserIsToldInTheirOwnLanguage) {
  BreakStateOf("ada");
  StartPipeline();
  EXPECT_TRUE(Take(From("ada", "1", "我的屏幕一直是黑的")).get());
  ASSERT_TRUE(platform_.WaitFor(2));
  EXPECT_THAT(platform_.Received(ConversationOf("ada")).front(), HasSubstr("抱歉"));
}

TEST_F(RescueOfEvents, TheConversationGoesOnAfterwards) {
  BreakStateOf("ada");
  StartPipeline();
  EXPECT_TRUE(Take(From("ada", "1", "my screen stays dark")).get());
  base::Event take = Tell("ada", "2", base::AgentActed{base::AgentActed::Act::kTake, "kim", "Kim", "", {}});
  EXPECT_TRUE(Take(std::move(take)).get());
  EXPECT_TRUE(Take(From("ada", "3", "are you there?")).get());
  EXPECT_EQ(store_->LoadConversation(ConversationOf("ada"))->holder, "kim");
  EXPECT_EQ(intake_->counters().rescued, 1u);
}

TEST_F(RescueOfEvents, APressedButtonReachesAPersonByItsLabel) {
  BreakStateOf("ada");
  StartPipeline();
  EXPECT_TRUE(Take(Tell("ada", "1", base::Pressed{"flow:start=report", "Report a problem"})).get());
  const auto tickets = *store_->TicketsOf(ConversationOf("ada"));
  ASSERT_EQ(tickets.size(), 1u);
  EXPECT_THAT(tickets.front().body, HasSubstr("Report a problem"));
}

TEST_F(RescueOfEvents, TheSameEventAgainIsNotRescuedTwice) {
  BreakStateOf("ada");
  StartPipeline();
  EXPECT_TRUE(Take(From("ada", "1", "my screen stays dark")).get());
  EXPECT_TRUE(Take(From("ada", "1", "my screen stays dark")).get());
  EXPECT_EQ(store_->TicketsOf(ConversationOf("ada"))->size(), 1u);
}

TEST_F(RescueOfEvents, WhatNoPersonCouldBeHandedIsParkedAndDecidedOnceItCanBe) {
  BreakStateOf("ada");
  StartPipeline();
  EXPECT_TRUE(Take(Tell("ada", "1", base::GaveContext{R"({"app_version":"4.2"})"})).get());
  auto parked = Parked();
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked.front().attempts, 1);
  EXPECT_EQ(EventFromJson(parked.front().event)->id, "1");
  EXPECT_EQ(intake_->counters().rescued, 0u);

  EXPECT_FALSE(Replay(parked.front()));
  parked = Parked();
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked.front().attempts, 2);

  BreakStateOf("ada", "{}");
  EXPECT_TRUE(Replay(parked.front()));
  EXPECT_THAT(store_->LoadConversation(ConversationOf("ada"))->state, HasSubstr("4.2"));
}

TEST_F(RescueOfEvents, WhatThrowsOnceReachesAPerson) {
  throws_ = 1;
  StartPipeline();
  EXPECT_TRUE(Take(From("ada", "1", "how do I reset my password?")).get());
  ASSERT_TRUE(platform_.WaitFor(2));
  EXPECT_EQ(store_->LoadConversation(ConversationOf("ada"))->speaker, "queue");
  EXPECT_TRUE(Parked().empty());
}

TEST_F(RescueOfEvents, WhatThrowsAgainAndAgainIsNotLost) {
  throws_ = 1'000;
  StartPipeline();
  EXPECT_TRUE(Take(From("ada", "1", "human")).get());
  ASSERT_EQ(Parked().size(), 1u);
  EXPECT_THAT(Parked().front().error, HasSubstr("no catalog"));
  throws_ = 0;
  EXPECT_TRUE(Replay(Parked().front()));
  ASSERT_TRUE(platform_.WaitFor(2));
  EXPECT_EQ(store_->LoadConversation(ConversationOf("ada"))->speaker, "queue");
}

TEST_F(RescueOfEvents, AnAgentHearsThatTheActFailedAndNothingIsParked) {
  BreakStateOf("ada");
  StartPipeline();
  base::Event act = Tell("ada", "1", base::AgentActed{base::AgentActed::Act::kReply, "kim", "Kim", "hello", {}});
  const base::Status status = Take(std::move(act)).get();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, base::ErrorCode::kInternal);
  EXPECT_TRUE(Parked().empty());
}

TEST_F(RescueOfEvents, ATimerThatFailsIsNotParkedAtEveryAttempt) {
  BreakStateOf("ada");
  StartPipeline();
  EXPECT_FALSE(Take(Tell("ada", "timer:1", base::TimerDue{1, "flow-silence"})).get());
  EXPECT_FALSE(Take(Tell("ada", "timer:1", base::TimerDue{1, "flow-silence"})).get());
  EXPECT_TRUE(Parked().empty());
}

TEST_F(RescueOfEvents, AParkedEventThatCannotBeReadCountsItsAttempts) {
  StartPipeline();
  const store::Id id = store_->ReserveIds(1);
  ASSERT_TRUE(
      writer_->SubmitAndWait({store::Park{{id, "widget", "{}", "odd", 1, clock_.Now()}}, {}, false, {}}).status);
  EXPECT_FALSE(Replay(Parked().front()));
  // Behind the write of the attempt, since there is one writer.
  ASSERT_TRUE(writer_->SubmitAndWait({store::Sweep{clock_.Now()}, {}, false, {}}).status);
  ASSERT_EQ(Parked().size(), 1u);
  EXPECT_EQ(Parked().front().attempts, 2);
}

TEST_F(RescueOfEvents, OverloadRefusesWhatComesAgainAndParksWhatDoesNot) {
  StartPipeline(1);
  HoldWriter();
  std::vector<std::future<base::Status>> taken;
  taken.push_back(Take(From("ada", "first", "hello")));
  const auto open = [&](std::size_t i, bool retried) {
    return Take(Tell("ada", "o" + std::to_string(i), base::Opened{}), retried);
  };
  for (std::size_t i = 1; i < kMaxQueuedEvents - kReserved; ++i) taken.push_back(open(i, true));
  EXPECT_EQ(intake_->queued(), kMaxQueuedEvents - kReserved);

  const base::Status refused = Take(From("bo", "refused", "hello")).get();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kUnavailable);
  // The reserved tenth is for those who say things once.
  for (std::size_t i = 0; i < kReserved; ++i) taken.push_back(open(kMaxQueuedEvents + i, false));
  EXPECT_EQ(intake_->queued(), kMaxQueuedEvents);
  auto parked = Take(From("cy", "parked", "how do I reset my password?"), false);

  gate_.Open();
  for (auto& end : taken) EXPECT_TRUE(end.get());
  EXPECT_TRUE(parked.get()) << "it is in the store, so it is acknowledged";
  EXPECT_FALSE(store_->FindConversation({"widget", "bo", ""})) << "what was refused leaves nothing behind";
  ASSERT_EQ(Parked().size(), 1u);
  EXPECT_TRUE(Replay(Parked().front()));
  ASSERT_TRUE(platform_.WaitFor(3));  // ada's greeting, cy's greeting and answer
  EXPECT_THAT(platform_.Received(ConversationOf("cy")).back(), HasSubstr("reset-password"));
}

}  // namespace
}  // namespace frontdesk::core
