// Parked events: tried again, but not for ever, until something has changed.
#include <gmock/gmock.h>

#include "bot/base/crypto.h"
#include "bot/core/event_json.h"
#include "bot/core/wallboard.h"
#include "bot/runtime/housekeeping.h"
#include "tests/core/pipeline_fixture.h"

namespace frontdesk::runtime {
namespace {

class ReplayOfParkedEvents : public core::PipelineTest {
 protected:
  void SetUp() override {
    StartPipeline();
    sessions_ = std::make_unique<ConsoleSessions>(*store_, *writer_, clock_, random_);
    wallboard_ = std::make_unique<core::Wallboard>(*store_);
    housekeeping_ = std::make_unique<Housekeeping>(
        Housekeeping::Parts{*store_, *writer_, *intake_, visitors_, consoles_, *sessions_, *wallboard_, clock_});
  }
  // Its replays hold the writer, so everything ends before they do.
  ~ReplayOfParkedEvents() override { StopPipeline(); }

  void SetStateOf(const std::string& person, const std::string& state) {
    store::Turn turn;
    turn.account = "widget";
    turn.event_id = "sets the state " + std::to_string(++turns_);
    const auto known = store_->FindConversation({"widget", person, ""});
    if (known) turn.conversation = *known;
    if (!known) turn.conversation.id = store_->ReserveIds(1);
    turn.conversation.address = {"widget", person, ""};
    turn.conversation.state = state;
    ASSERT_TRUE(writer_->SubmitAndWait({std::move(turn), {}, false, {}}).status);
  }
  void Park(const base::Event& event, int attempts) {
    ASSERT_TRUE(writer_
                    ->SubmitAndWait({store::Park{{store_->ReserveIds(1), "widget", core::ToJson(event), "why", attempts,
                                                  clock_.Now()}},
                                     {},
                                     false,
                                     {}})
                    .status);
  }
  // Fails as long as the conversation's state is broken, and no person can be handed it.
  base::Event ContextFrom(const std::string& person, const std::string& id) {
    base::Event event = From(person, id, "");
    event.body = base::GaveContext{R"({"app_version":"4.2"})"};
    return event;
  }
  std::vector<store::ParkedRow> Parked() { return *store_->ListParked(100); }
  void Replay(void (Housekeeping::*work)() = &Housekeeping::ReplayParked) {
    ((*housekeeping_).*work)();
    while (intake_->queued() > 0) std::this_thread::yield();
    // What the end of a replay asked of the writer stands before this.
    ASSERT_TRUE(writer_->SubmitAndWait({store::Sweep{clock_.Now()}, {}, false, {}}).status);
  }

  base::SystemRandom random_;
  VisitorStreams visitors_{*store_};
  ConsoleStreams consoles_{*store_};
  std::unique_ptr<ConsoleSessions> sessions_;
  std::unique_ptr<core::Wallboard> wallboard_;
  std::unique_ptr<Housekeeping> housekeeping_;
  int turns_ = 0;
};

TEST_F(ReplayOfParkedEvents, GivesUpAfterSoManyAttemptsUntilTheWorkspaceChanges) {
  SetStateOf("ada", "[]");
  Park(ContextFrom("ada", "1"), 1);
  for (int attempts = 2; attempts <= kMaxReplays; ++attempts) {
    Replay();
    ASSERT_EQ(Parked().size(), 1u);
    EXPECT_EQ(Parked().front().attempts, attempts);
  }
  Replay();
  EXPECT_EQ(Parked().front().attempts, kMaxReplays) << "it is left alone";
  Replay(&Housekeeping::ReplayAllParked);
  EXPECT_EQ(Parked().front().attempts, kMaxReplays + 1) << "tried once more after a reload";
  Replay();
  EXPECT_EQ(Parked().front().attempts, kMaxReplays + 1);
  SetStateOf("ada", "{}");
  Replay(&Housekeeping::ReplayAllParked);
  EXPECT_TRUE(Parked().empty());
  EXPECT_THAT(store_->LoadConversation(ConversationOf("ada"))->state, testing::HasSubstr("4.2"));
}

// Twenty restarts with a broken conversation once used up every attempt, and mending it did not help any more.
TEST_F(ReplayOfParkedEvents, TriesThoseThatWereGivenUpOnceMoreAtAStart) {
  Park(From("ada", "1", "how do I reset my password?"), kMaxReplays + 20);
  std::thread run([this] { housekeeping_->Run(); });
  EXPECT_TRUE(platform_.WaitFor(2));
  housekeeping_->Stop();
  run.join();
  Replay();
  EXPECT_TRUE(Parked().empty());
}

TEST_F(ReplayOfParkedEvents, LetsOneThatFailsStandInNobodysWay) {
  SetStateOf("ada", "[]");
  Park(ContextFrom("ada", "1"), 1);
  Park(From("bo", "2", "how do I reset my password?"), 1);
  Replay();
  ASSERT_EQ(Parked().size(), 1u);
  EXPECT_EQ(core::EventFromJson(Parked().front().event)->id, "1");
  EXPECT_TRUE(platform_.WaitFor(2));
}

TEST_F(ReplayOfParkedEvents, DecidesTheEventsOfAConversationInTheOrderOfTheirParking) {
  for (int i = 0; i < 5; ++i) Park(From("ada", std::to_string(i), "word " + std::to_string(i) + "?"), 1);
  Replay();
  EXPECT_TRUE(Parked().empty());
  int next = 0;
  const auto rows = *store_->LoadTranscript(ConversationOf("ada"), 0, 100, true);
  for (const store::TranscriptRow& row : rows)
    if (row.from == "user") {
      EXPECT_THAT(row.body, testing::HasSubstr("word " + std::to_string(next++)));
    }
  EXPECT_EQ(next, 5);
}

TEST_F(ReplayOfParkedEvents, AnswersOneThatWasDecidedMeanwhileNotAgain) {
  Park(From("ada", "1", "how do I reset my password?"), 1);
  ASSERT_TRUE(Take(From("ada", "1", "how do I reset my password?")).get());
  Replay();
  EXPECT_TRUE(Parked().empty());
  EXPECT_TRUE(platform_.WaitFor(2));  // an outbox that is stopped sends no more
  StopPipeline();
  EXPECT_EQ(platform_.Count(), 2u);  // the greeting and one answer
}

}  // namespace
}  // namespace frontdesk::runtime
