// Who has the word, and what happens when nobody uses it. PROMISES P11 and P12.
#include "tests/core/pipeline_fixture.h"

namespace frontdesk::core {
namespace {

using namespace std::chrono_literals;
using desk::Speaker;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Verb = base::AgentActed::Act;

class LeaseTest : public TalkTest {
 protected:
  void SetUp() override {
    Change([](Policy& policy) {
      policy.queues = {"general", "tech"};
      policy.desk.queues = {{"general", {}}, {"tech", {}}};
    });
  }
  void Change(const std::function<void(Policy&)>& change) {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    change(catalog->policy);
    catalog_ = std::move(catalog);
  }
  void AddAgent(const std::string& name, int capacity = 0, const std::string& presence = "auto") {
    store::WriteOp ops[] = {
        {store::SaveAgent{{.name = name, .display = name, .password_hash = {}, .capacity = capacity}}, {}, false, {}},
        {store::SetPresence{name, presence, clock_.Now()}, {}, false, {}}};
    store_->Write(ops);
    ASSERT_TRUE(ops[0].status && ops[1].status);
    ASSERT_TRUE(dialogue_->ReadAgents());
  }
  void SayPresence(const std::string& name, const std::string& presence) {
    store::WriteOp op{store::SetPresence{name, presence, clock_.Now()}, {}, false, {}};
    store_->Write({&op, 1});
    ASSERT_TRUE(op.status);
    ASSERT_TRUE(dialogue_->ReadAgents());
  }
  base::Status Pass(const std::string& agent, const std::string& what, const std::string& to, std::string note = {}) {
    base::AgentActed act{Verb::kTransfer, agent, agent, std::move(note), {}};
    act.what = what;
    act.value = to;
    const auto spoken = dialogue_->Send(EventOf(act));
    if (!spoken) return tl::unexpected(spoken.error());
    last_ = Seen(spoken);
    return {};
  }
  using TalkTest::Pass;
  Conversation Now(const std::string& who = "ada") { return *FromRow(*store_->FindConversation({"widget", who, ""})); }
  void Says(const std::string& who, const std::string& text) {
    base::Event event = EventOf(base::Said{text});
    event.address.channel = event.author.id = who;
    ASSERT_TRUE(dialogue_->Send(event));
  }
};

TEST_F(LeaseTest, AConversationIsPassedOnToAnotherQueueWithANoteAndTheUserIsTold) {
  Type("human");
  ASSERT_TRUE(Act("kim", Verb::kTake));
  ASSERT_TRUE(Pass("kim", "queue", "tech", "needs a log"));
  EXPECT_THAT(TextOf(last_), HasSubstr("kim has passed you on to tech"));
  EXPECT_THAT(TextOf(last_), HasSubstr("next in line"));
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue);
  EXPECT_EQ(Now().queue, "tech");
  EXPECT_EQ(dialogue_->ticket()->owner, "");
  ASSERT_TRUE(Act("lee", Verb::kTake)) << "it is anybody's again";
}

TEST_F(LeaseTest, AConversationIsPassedOnToAColleagueWhoIsThere) {
  AddAgent("kim");
  AddAgent("lee");
  AddAgent("pat", 0, "away");
  Type("human");
  ASSERT_TRUE(Act("kim", Verb::kTake));
  EXPECT_THAT(Pass("kim", "agent", "le").error().message, HasSubstr("did you mean 'lee'"));
  EXPECT_THAT(Pass("kim", "agent", "pat").error().message, HasSubstr("away"));
  EXPECT_THAT(Pass("kim", "queue", "tehc").error().message, HasSubstr("did you mean 'tech'"));
  EXPECT_EQ(Pass("lee", "agent", "lee").error().code, base::ErrorCode::kConflict) << "kim holds it";
  ASSERT_TRUE(Pass("kim", "agent", "lee"));
  EXPECT_THAT(TextOf(last_), HasSubstr("passed you on to lee"));
  EXPECT_EQ(Now().lease.holder, "lee");
  EXPECT_EQ(Act("kim", Verb::kReply, "one more thing").error().code, base::ErrorCode::kConflict);
}

TEST_F(LeaseTest, OnHoldNobodySpeaksUntilSomebodyTakesOrGivesBack) {
  Type("human");
  ASSERT_TRUE(Act("kim", Verb::kTake));
  ASSERT_TRUE(Act("kim", Verb::kPause));
  EXPECT_EQ(Now().lease.speaker, Speaker::kPaused);
  EXPECT_THAT(Type("how do I reset my password?"), IsEmpty());
  ASSERT_TRUE(Act("lee", Verb::kGiveBack));
  EXPECT_THAT(TextOf(Type("how do I reset my password?")), HasSubstr("Reset password"));
}

TEST_F(LeaseTest, AnAgentWhoDoesNotAnswerIsRemindedThenRelievedAndTheUserIsTold) {
  Type("human");
  ASSERT_TRUE(Act("kim", Verb::kReply, "Looking."));
  Pass(3h);
  EXPECT_EQ(Now().lease.holder, "kim") << "nothing is unanswered";
  Type("and now?");
  EXPECT_THAT(Pass(16min), IsEmpty()) << "a reminder is the desk's";
  EXPECT_TRUE(Now().agent_reminded);
  const std::string said = TextOf(Pass(2h));
  EXPECT_THAT(said, HasSubstr("kim could not get back to you"));
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue);
  EXPECT_THAT(Pass(24h), IsEmpty()) << "once";
}

TEST_F(LeaseTest, AThankYouNeedsNoAnswer) {
  Type("human");
  ASSERT_TRUE(Act("kim", Verb::kReply, "Done."));
  Type("thanks!");
  Pass(24h);
  EXPECT_EQ(Now().lease.holder, "kim");
}

TEST_F(LeaseTest, TheReminderOutlivesARestartAndAClockThatJumpsLeavesTheAgentTime) {
  Type("human");
  ASSERT_TRUE(Act("kim", Verb::kReply, "Looking."));
  Type("and now?");
  dialogue_->Restart();
  clock_.Advance(26h);  // the process slept, or somebody set the clock
  EXPECT_THAT(Pass(1s), IsEmpty());
  EXPECT_EQ(Now().lease.holder, "kim") << "reminded now, relieved only if nothing follows";
  clock_.Advance(-2h);
  EXPECT_THAT(Pass(1h), IsEmpty()) << "a clock that goes back repeats nothing";
  ASSERT_TRUE(Act("kim", Verb::kReply, "Here it is."));
  EXPECT_THAT(Pass(48h), IsEmpty());
  EXPECT_EQ(Now().lease.holder, "kim");
}

TEST_F(LeaseTest, AnotherDeskThatSaysNothingLosesTheWordAndWhoeverWaitsIsInOurLine) {
  Type("hello");
  Do(base::DeskMoved{true, "Other desk", "Max"});
  Type("is anybody there?");
  const std::string said = TextOf(Pass(25h));
  EXPECT_THAT(said, HasSubstr("Other desk could not get back to you"));
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue);
  EXPECT_NE(Now().ticket, 0);
}

TEST_F(LeaseTest, AnotherDeskThatIsDoneGivesTheWordBackWithoutAWord) {
  Type("hello");
  Do(base::DeskMoved{true, "Other desk", "Max"});
  EXPECT_THAT(Pass(25h), IsEmpty());
  EXPECT_EQ(Now().lease.speaker, Speaker::kBot);
}

TEST_F(LeaseTest, AQueueWhereSomebodyWaitsTooLongGetsHelp) {
  Change([](Policy& policy) {
    policy.queues = {"tech", "general"};
    policy.desk.queues["tech"].overflow = "general";
  });
  Type("human");
  EXPECT_EQ(Now().queue, "tech");
  EXPECT_THAT(TextOf(Pass(16min)), HasSubstr("can now take your request"));
  EXPECT_EQ(Now().queue, "general");
  EXPECT_THAT(Pass(2h), IsEmpty());
}

TEST_F(LeaseTest, AnAutomaticQueueGivesWhoeverWaitsToTheOneWithRoomAndTheNextWhenThereIsRoomAgain) {
  Change([](Policy& policy) { policy.desk.queues["general"].assign = desk::Assign::kAuto; });
  AddAgent("kim", 1);
  Says("ada", "human");
  Says("ben", "human");
  EXPECT_EQ(Now("ada").lease.holder, "kim");
  EXPECT_EQ(Now("ben").lease.speaker, Speaker::kQueue) << "kim has no room";
  ASSERT_TRUE(Act("kim", Verb::kResolve));
  EXPECT_EQ(Now("ben").lease.holder, "kim");
}

TEST_F(LeaseTest, AnAgentWhoComesLateIsGivenWhoWaits) {
  Change([](Policy& policy) { policy.desk.queues["general"].assign = desk::Assign::kAuto; });
  AddAgent("kim", 1, "away");
  Type("human");
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue);
  SayPresence("kim", "available");
  Pass(3min);
  EXPECT_EQ(Now().lease.holder, "kim");
}

TEST_F(LeaseTest, AnOfferStandsOnTheTicketAndBindsNobody) {
  AddAgent("kim");
  AddAgent("lee");
  Type("human");
  EXPECT_EQ(dialogue_->ticket()->routed.offered, "kim");
  ASSERT_TRUE(Act("lee", Verb::kTake));
  EXPECT_EQ(Now().lease.holder, "lee");
}

TEST_F(LeaseTest, WhereEverybodyIsAwayItIsSaidHonestlyAndTheTicketIsKept) {
  AddAgent("kim", 0, "away");
  const std::string said = TextOf(Type("human"));
  EXPECT_THAT(said, HasSubstr("do not know exactly when"));
  EXPECT_THAT(said, Not(HasSubstr("in line")));
  EXPECT_NE(Now().ticket, 0);
}

TEST_F(LeaseTest, WhoWaitsHearsTheirPlaceAndARealEstimateOrThatThereIsNone) {
  Says("ben", "human");
  const std::string first = TextOf(Type("human"));
  EXPECT_THAT(first, HasSubstr("number 2 in line"));
  EXPECT_THAT(first, HasSubstr("cannot say yet"));
  for (const std::string who : {"cat", "dan", "eve"}) {
    Says(who, "human");
    clock_.Advance(5min);
    base::Event event = EventOf(base::AgentActed{Verb::kTake, "kim", "Kim", {}, {}});
    event.address.channel = who;
    ASSERT_TRUE(dialogue_->Send(event));
  }
  EXPECT_THAT(TextOf(Type("human")), HasSubstr("within about 5 minutes"));
  EXPECT_THAT(TextOf(Type("status")), HasSubstr("within about 5 minutes"));
}

TEST_F(LeaseTest, AFloodIsAnsweredOnceAndAPersonIsStillReached) {
  Type("hello");
  int said = 0;
  for (int i = 0; i < 100; ++i) said += static_cast<int>(Do(base::GaveContext{"{}"}).size());
  for (int i = 0; i < 60; ++i) Do(base::Pressed{"article:none", "x"});
  EXPECT_THAT(Type("what?"), IsEmpty());
  EXPECT_EQ(said, 0);
  EXPECT_THAT(TextOf(Type("human")), HasSubstr("line"));
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue);
}

TEST_F(LeaseTest, WhoGoesInCirclesStopsAndAsksAPerson) {
  int said = 0;
  for (int i = 0; i < 40; ++i)
    said += static_cast<int>(Type("how do I blorb number " + std::to_string(i) + "?").size());
  EXPECT_LE(said, 15);
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue);
  EXPECT_NE(Now().ticket, 0);
}

TEST_F(LeaseTest, AProgramThatRepeatsItselfHasTwoAnswersAndThenNoneHoweverSlowItIs) {
  int said = 0;
  for (int i = 0; i < 60; ++i) {
    said += static_cast<int>(Type("Sorry, I did not understand your last message.").size());
    clock_.Advance(1min);
  }
  EXPECT_LE(said, 6);
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue) << "a person looks at what goes round there";
  said = 0;
  for (int i = 0; i < 60; ++i) {
    said += static_cast<int>(Type("Sorry, I did not understand your last message.").size());
    clock_.Advance(1min);
  }
  EXPECT_EQ(said, 0);
}

TEST_F(LeaseTest, AProgramThatAlwaysSaysSomethingElseIsStoppedWithinTheHour) {
  int said = 0;
  for (int i = 0; i < 600; ++i) {
    said += static_cast<int>(Type("What would you say about matter number " + std::to_string(i) + "?").size());
    clock_.Advance(10s);
  }
  EXPECT_LE(said, 70);
  EXPECT_EQ(Now().lease.speaker, Speaker::kQueue);
}

TEST_F(LeaseTest, TheSameQuestionOnAnotherDayIsNoCircle) {
  for (int day = 0; day < 5; ++day) {
    EXPECT_THAT(TextOf(Type("how do I reset my password?")), HasSubstr("Reset password"));
    clock_.Advance(24h);
  }
}

TEST_F(LeaseTest, WhoPassesOnWhatWasResolvedAMomentAgoIsToldSoAndNothingOpensAgain) {
  Type("human");
  ASSERT_TRUE(Act("kim", Verb::kTake));
  const store::Id ticket = Now().ticket;
  ASSERT_TRUE(Act("kim", Verb::kResolve));
  const base::Status late = Pass("kim", "queue", "tech");
  EXPECT_EQ(late.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(late.error().message, HasSubstr("is resolved"));
  EXPECT_EQ(Act("kim", Verb::kPause).error().code, base::ErrorCode::kConflict);
  EXPECT_EQ(Now().lease.speaker, Speaker::kBot);
  EXPECT_EQ(store_->TicketsOf(Now().id)->size(), 1u);
  EXPECT_EQ(store_->LoadTicket(ticket)->state, "resolved");
}

TEST_F(LeaseTest, TwoBotsInOneRoomSayTwoThingsInAnHour) {
  auto other_store = *store::OpenMemoryStore(clock_);
  Dialogue other(*other_store, clock_, [this] { return catalog_; });
  Dialogue* bots[] = {dialogue_.get(), &other};
  std::vector<std::pair<int, std::string>> room = {{-1, "hello"}};
  int said = 0, number = 0;
  for (std::size_t at = 0; at < room.size() && said < 50; ++at) {
    for (int bot = 0; bot < 2; ++bot) {
      if (room[at].first == bot) continue;
      base::Event event;
      event.id = "room-" + std::to_string(++number);
      event.address = {"room", "lobby", ""};
      event.author = {"member-" + std::to_string(room[at].first), "Member", false, false};
      event.at = clock_.Now();
      event.body = base::Said{room[at].second};
      for (const base::Message& message : Seen(bots[bot]->Send(event))) {
        ++said;
        room.emplace_back(bot, base::ToPlainText(message));
      }
      for (const base::Message& message : Seen(bots[bot]->Pass(5s))) {
        ++said;
        room.emplace_back(bot, base::ToPlainText(message));
      }
    }
    clock_.Advance(20s);
  }
  EXPECT_LE(said, 2) << "each greets the person once, and no bot answers a bot";
  EXPECT_EQ(room.size(), static_cast<std::size_t>(said) + 1);
}

class LeasePipeline : public PipelineTest {};

TEST_F(LeasePipeline, FiftyAgentsTakeAtOnceAndOneHasItAndTheOthersHearWho) {
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "1", "human")).get());
  const store::Id id = ConversationOf("ada");
  std::vector<std::future<base::Status>> tries(50);
  std::vector<std::thread> agents;
  for (int i = 0; i < 50; ++i) {
    agents.emplace_back([&, i] {
      const std::string name = "agent-" + std::to_string(i);
      base::Event event = From("ada", "take-" + std::to_string(i), {});
      event.author = {name, name, false, true};
      event.body = base::AgentActed{Verb::kTake, name, name, {}, {}};
      tries[static_cast<std::size_t>(i)] = Take(event);
    });
  }
  for (std::thread& agent : agents) agent.join();
  int won = 0;
  std::vector<std::string> told;
  for (auto& one : tries) {
    const base::Status status = one.get();
    if (status) {
      ++won;
    } else {
      EXPECT_EQ(status.error().code, base::ErrorCode::kConflict);
      told.push_back(status.error().where);
    }
  }
  EXPECT_EQ(won, 1);
  const std::string holder = store_->LoadConversation(id)->holder;
  for (const std::string& who : told) EXPECT_EQ(who, holder);
}

}  // namespace
}  // namespace frontdesk::core
