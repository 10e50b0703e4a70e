// Who waits where, what agents hold, how long it takes: what every decision knows of the desk.
#include "bot/core/wallboard.h"

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using Verb = base::AgentActed::Act;
using testing::ElementsAre;
using testing::SizeIs;

class WallboardTest : public TalkTest {
 protected:
  void From(const std::string& who, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address.channel = who;
    event.author.id = who;
    ASSERT_TRUE(dialogue_->Send(event));
  }
  void Take(const std::string& who, const std::string& agent, Verb act = Verb::kTake) {
    From(who, base::AgentActed{act, agent, agent, {}, {}});
  }
  store::Id IdOf(const std::string& who) { return store_->FindConversation({"widget", who, ""})->id; }
  // As another process sees it that starts now.
  desk::Snapshot Fresh(store::Id conversation = 0) {
    Wallboard board(*store_);
    EXPECT_TRUE(board.Fill(clock_.Now()));
    return board.Look(conversation);
  }
  void AddAgent(store::AgentRow row) {
    row.display = row.name;
    store::WriteOp op{store::SaveAgent{std::move(row)}, {}, false, {}};
    store_->Write({&op, 1});
    ASSERT_TRUE(op.status);
  }
};

TEST_F(WallboardTest, CountsWhoWaitsAndKnowsEverybodysPlace) {
  for (const std::string who : {"ada", "ben", "cat"}) {
    From(who, base::Said{"human"});
    clock_.Advance(std::chrono::minutes(1));
  }
  const desk::QueueOnDesk queue = Fresh().floor->FindQueue("general");
  EXPECT_EQ(queue.waiting, 3);
  EXPECT_EQ(queue.oldest, clock_.Now() - std::chrono::minutes(3));
  EXPECT_EQ(queue.first, IdOf("ada"));
  EXPECT_EQ(Fresh(IdOf("ada")).place, 1);
  EXPECT_EQ(Fresh(IdOf("cat")).place, 3);
  Take("ada", "kim");
  EXPECT_EQ(Fresh(IdOf("cat")).place, 2);
  EXPECT_EQ(Fresh(IdOf("ada")).place, 0);
}

TEST_F(WallboardTest, WhatItHearsIsWhatAStartReads) {
  AddAgent({.name = "kim", .display = {}, .password_hash = {}});
  Wallboard board(*store_);
  ASSERT_TRUE(board.Fill(clock_.Now()));
  Decider decider(
      *store_, clock_, [this] { return catalog_; }, [](const std::string&) { return AccountTraits{}; }, &board);
  const auto decide = [&](const std::string& who, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address.channel = who;
    auto decision = decider.Decide(event);
    ASSERT_TRUE(decision);
    store::WriteOp op{std::move(decision->turn), {}, false, {}};
    store_->Write({&op, 1});
    ASSERT_TRUE(op.status);
    if (const auto change = ChangeOf(op)) board.Hear(*change);
    decider.Forget(event.address);
  };
  for (const std::string who : {"ada", "ben", "cat"}) decide(who, base::Said{"human"});
  clock_.Advance(std::chrono::minutes(4));
  decide("ada", base::AgentActed{Verb::kTake, "kim", "Kim", {}, {}});
  decide("ben", base::AgentActed{Verb::kTake, "kim", "Kim", {}, {}});
  decide("ben", base::AgentActed{Verb::kResolve, "kim", "Kim", {}, {}});
  for (const desk::Snapshot& seen : {board.Look(IdOf("cat")), Fresh(IdOf("cat"))}) {
    EXPECT_EQ(seen.place, 1);
    EXPECT_EQ(seen.floor->FindQueue("general").waiting, 1);
    ASSERT_THAT(seen.floor->agents, SizeIs(1));
    EXPECT_EQ(seen.floor->agents.front().load, 1);
  }
}

TEST_F(WallboardTest, AnEstimateIsTheMedianOfRealPickupsAndUnknownBeforeThereAreSome) {
  int number = 0;
  for (const int minutes : {2, 30, 4}) {
    EXPECT_EQ(Fresh().floor->FindQueue("general").wait, std::nullopt);
    const std::string who = "user-" + std::to_string(++number);
    From(who, base::Said{"human"});
    clock_.Advance(std::chrono::minutes(minutes));
    Take(who, "kim");
  }
  EXPECT_EQ(Fresh().floor->FindQueue("general").wait, base::Millis(std::chrono::minutes(4)));
}

TEST_F(WallboardTest, AgentsAreAsTheStoreHasThemAndAsTheySayTheyAre) {
  AddAgent({.name = "kim",
            .display = {},
            .password_hash = {},
            .role = "lead",
            .skills = {"network", "av"},
            .queues = {"tech"},
            .capacity = 3});
  AddAgent({.name = "lee", .display = {}, .password_hash = {}});
  store::WriteOp op{store::SetPresence{"kim", "busy", clock_.Now()}, {}, false, {}};
  store_->Write({&op, 1});
  ASSERT_TRUE(op.status);
  const auto floor = Fresh().floor;
  ASSERT_THAT(floor->agents, SizeIs(2));
  const desk::AgentOnDesk& kim = floor->agents[0];
  EXPECT_EQ(kim.role, "lead");
  EXPECT_THAT(kim.skills, ElementsAre("av", "network"));
  EXPECT_THAT(kim.queues, ElementsAre("tech"));
  EXPECT_EQ(kim.capacity, 3);
  EXPECT_EQ(kim.presence, desk::Presence::kBusy);
  EXPECT_EQ(floor->agents[1].presence, desk::Presence::kAuto);
  EXPECT_EQ(floor->agents[1].capacity, desk::kDefaultCapacity);
}

TEST_F(WallboardTest, WhatIsKnownOfThePersonComesWithTheDecision) {
  auto catalog = std::make_shared<Catalog>(*catalog_);
  desk::Conditions two, one;
  two.earlier = 2;
  one.earlier = 1;
  one.last_agents = {"kim"};
  catalog->policy.desk.routing = {{"two before", two, "general", {}, {}, {}},
                                  {"one of kim's", one, "general", {}, desk::kLastAgent, {}}};
  catalog_ = std::move(catalog);
  From("ada", base::Said{"human"});
  EXPECT_EQ(dialogue_->ticket()->routed.rule, "") << "nothing was before";
  Take("ada", "kim");
  Take("ada", "kim", Verb::kResolve);
  From("ada", base::Pressed{"solved:yes", "Yes"});
  Decider decider(
      *store_, clock_, [this] { return catalog_; }, [](const std::string&) { return AccountTraits{}; });
  const auto decision = decider.Decide(EventOf(base::Said{"human"}));
  ASSERT_TRUE(decision);
  ASSERT_TRUE(decision->ticket);
  EXPECT_EQ(decision->ticket->routed.rule, "one of kim's");
  EXPECT_EQ(decision->ticket->routed.first, "kim");
}

}  // namespace
}  // namespace frontdesk::core
