// What agents do with tickets: states with their reasons and days, fields, links, and tickets beside the one that the
// talk is about.
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_row.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using What = base::AgentActed::Act;  // the fixture has an Act() of its own
using desk::TicketState;

class TicketActs : public TalkTest {
 protected:
  void SetUp() override { Type("human"); }

  struct Ask {
    What act = What::kSet;
    std::string what = {}, value = {}, text = {};
    store::Id ticket = 0;
  };
  base::Status Do(const Ask& ask, const std::string& agent = "kim") {
    base::AgentActed acted{ask.act, agent, agent, ask.text, {}, ask.ticket, ask.what, ask.value};
    const auto spoken = dialogue_->Send(EventOf(std::move(acted)));
    if (!spoken) return tl::unexpected(spoken.error());
    last_ = Seen(spoken);
    return {};
  }
  std::string Refusal(const Ask& ask) {
    const base::Status status = Do(ask);
    return status ? "it was not refused" : status.error().message;
  }
  desk::Ticket Stored(store::Id number) { return *TicketFrom(*store_->LoadTicket(number)); }
  store::Id Number() { return state().ticket; }
  std::vector<std::string> Changes(store::Id number) {
    std::vector<std::string> rows;
    const auto stored = store_->TicketChanges(number);
    for (const store::TicketChangeRow& row : *stored) rows.push_back(row.who + "|" + row.what + "|" + row.why);
    return rows;
  }
};

TEST_F(TicketActs, PlanningTellsTheUserTheReasonAndTheDay) {
  ASSERT_TRUE(Do({What::kPlan, {}, "2026-03-20", "It comes with the next release."}));
  EXPECT_THAT(TextOf(last_), HasSubstr("is planned. We look at the plan again on 2026-03-20. What the team says: It"));
  const desk::Ticket ticket = Stored(Number());
  EXPECT_EQ(ticket.state, TicketState::kPlanned);
  EXPECT_EQ(ticket.state_reason, "It comes with the next release.");
  EXPECT_EQ(base::FormatUtc(*ticket.review), "2026-03-20T09:00:00Z");
  EXPECT_THAT(Changes(Number()), testing::Contains("kim|planned|It comes with the next release."));
}

TEST_F(TicketActs, PlanningWithoutAReasonOrADayAheadIsRefusedAndChangesNothing) {
  EXPECT_THAT(Refusal({What::kPlan, {}, "2026-03-20", " "}), HasSubstr("needs a reason"));
  EXPECT_THAT(Refusal({What::kPlan, {}, "", "later"}), HasSubstr("name a day"));
  EXPECT_THAT(Refusal({What::kPlan, {}, "2026-02-30", "later"}), HasSubstr("is no day"));
  EXPECT_THAT(Refusal({What::kPlan, {}, "2026-03-01", "later"}), HasSubstr("from today on"));
  EXPECT_THAT(Refusal({What::kWait, "team", "", "the network team"}), HasSubstr("name a day"));
  EXPECT_EQ(Stored(Number()).state, TicketState::kNew);
}

TEST_F(TicketActs, ATicketThatWaitsForTheUserIsOpenWhenTheUserWrites) {
  ASSERT_TRUE(Do({What::kWait, "customer", {}, "Which version is it?"}));
  EXPECT_THAT(TextOf(last_), HasSubstr("Which version is it?"));
  EXPECT_EQ(Stored(Number()).state, TicketState::kWaitingForCustomer);
  Type("3.2.1");
  EXPECT_EQ(Stored(Number()).state, TicketState::kOpen);
}

TEST_F(TicketActs, ADeclinedTicketLeavesTheBoardAndComesBackWhenItIsReopened) {
  const store::Id number = Number();
  ASSERT_TRUE(Do({What::kDecline, {}, {}, "We keep it as it is."}));
  EXPECT_THAT(TextOf(last_), HasSubstr("We keep it as it is."));
  EXPECT_EQ(state().desk, store::DeskState::kClosed);
  EXPECT_EQ(state().ticket, 0);
  EXPECT_THAT(Refusal({What::kPlan, {}, "2026-03-20", "after all", number}), HasSubstr("reopen it first"));
  ASSERT_TRUE(Do({What::kReopen, {}, {}, "a mistake", number}));
  EXPECT_EQ(state().ticket, number);
  EXPECT_EQ(state().desk, store::DeskState::kOpen);
  EXPECT_EQ(Stored(number).state, TicketState::kOpen);
}

TEST_F(TicketActs, ASnoozedTicketRanksLastUntilItsTimeOrTheUsersWord) {
  const int before = state().urgency;
  ASSERT_TRUE(Do({What::kSnooze, {}, "2026-03-02T14:00Z"}));
  EXPECT_THAT(last_, IsEmpty());
  EXPECT_EQ(state().urgency, 0);
  Pass(std::chrono::hours(5));
  EXPECT_FALSE(Stored(Number()).snoozed_until);
  EXPECT_GE(state().urgency, before);
  ASSERT_TRUE(Do({What::kSnooze, {}, "2026-03-09"}));
  Type("any news?");
  EXPECT_FALSE(Stored(Number()).snoozed_until);
}

TEST_F(TicketActs, FieldsMoveTheLevelAndSayWhy) {
  ASSERT_TRUE(Do({What::kSet, "category", "functional", "it is a fault"}));
  ASSERT_TRUE(Do({What::kSet, "impact", "blocked", {}}));
  ASSERT_TRUE(Do({What::kSet, "workaround", "no", {}}));
  const desk::Ticket ticket = Stored(Number());
  EXPECT_EQ(ToString(ticket.level.tier), "critical");
  EXPECT_EQ(ticket.level.reason, "the user cannot work, no way around it");
  EXPECT_THAT(Changes(Number()),
              testing::IsSupersetOf<std::string>({"kim|category: service -> functional|it is a fault",
                                                  "rules|tier: fault -> critical|" + ticket.level.reason}));
  EXPECT_THAT(state().urgency_reasons.front(), HasSubstr("critical: the user cannot work"));
}

TEST_F(TicketActs, ATierThatWasSetByHandStaysUntilTheRulesMayChooseAgain) {
  EXPECT_THAT(Refusal({What::kSet, "tier", "critical", {}}), HasSubstr("needs a reason"));
  ASSERT_TRUE(Do({What::kSet, "tier", "critical", "a key account"}));
  ASSERT_TRUE(Do({What::kSet, "impact", "cosmetic", {}}));
  EXPECT_EQ(ToString(Stored(Number()).level.tier), "critical");
  EXPECT_EQ(Stored(Number()).level.reason, "set by kim: a key account");
  ASSERT_TRUE(Do({What::kSet, "tier", "auto", {}}));
  EXPECT_EQ(ToString(Stored(Number()).level.tier), "how-to");
}

TEST_F(TicketActs, AFieldOrValueThatIsNotThereIsRefusedWithThoseThatAre) {
  EXPECT_THAT(Refusal({What::kSet, "impct", "blocked", {}}), HasSubstr("it has: title, category"));
  EXPECT_THAT(Refusal({What::kSet, "impact", "huge", {}}), HasSubstr("choose one of: blocked, degraded, cosmetic"));
  EXPECT_THAT(Refusal({What::kSet, "title", " ", {}}), HasSubstr("needs a title"));
}

TEST_F(TicketActs, AnExpectedDayIsAPromiseThatTheUserHears) {
  ASSERT_TRUE(Do({What::kSet, "expected", "2026-03-06", {}}));
  EXPECT_THAT(TextOf(last_), HasSubstr("should be solved by 2026-03-06"));
}

TEST_F(TicketActs, ATicketOfAnotherConversationIsNotFound) {
  EXPECT_THAT(Refusal({What::kSet, "title", "x", {}, 4711}), HasSubstr("no ticket 4711 in this conversation"));
}

TEST_F(TicketActs, LinksNameATicketThatIsThereOrAnAddress) {
  EXPECT_THAT(Refusal({What::kLink, "relates to", "4711"}), HasSubstr("no ticket 4711"));
  EXPECT_THAT(Refusal({What::kLink, "tracked in", "tracker"}), HasSubstr("begins with https://"));
  EXPECT_THAT(Refusal({What::kLink, {}, std::to_string(Number())}), HasSubstr("to itself"));
  ASSERT_TRUE(Do({What::kLink, "tracked in", "https://tracker.example/812"}));
  ASSERT_TRUE(Do({What::kLink, "tracked in", "https://tracker.example/812"}));
  EXPECT_THAT(Stored(Number()).links, ElementsAre(desk::Link{"tracked in", "https://tracker.example/812", 0}));
}

TEST_F(TicketActs, AColleagueMayNotSpeakOverTheOneWhoHasTheConversation) {
  ASSERT_TRUE(Do({What::kTake}, "lee"));
  EXPECT_THAT(Refusal({What::kDecline, {}, {}, "no"}), HasSubstr("lee has this conversation"));
  EXPECT_TRUE(Do({What::kSet, "component", "call", {}}));
}

// A second ticket of the same conversation, through the flow.
class TwoTickets : public TicketActs {
 protected:
  void SetUp() override {
    Type("human");
    first_ = Number();
    ASSERT_TRUE(Act("kim", What::kTake));
    ASSERT_TRUE(Act("kim", What::kGiveBack));
    for (const char* words : {"report a problem", "it crashes at start", "1", "skip", "skip"}) Type(words);
    Press("Submit");
    second_ = Number();
    ASSERT_NE(first_, second_);
  }
  store::Id first_ = 0, second_ = 0;
};

TEST_F(TwoTickets, BothAreToldOnStatus) {
  const std::string told = TextOf(Type("status"));
  EXPECT_THAT(told, HasSubstr("Request " + std::to_string(first_)));
  EXPECT_THAT(told, HasSubstr("Request " + std::to_string(second_)));
}

TEST_F(TwoTickets, AnActOnTheEarlierOneLeavesTheTalkAboutTheLater) {
  ASSERT_TRUE(Do({What::kPlan, {}, "2026-03-20", "soon", first_}));
  EXPECT_EQ(Stored(first_).state, TicketState::kPlanned);
  EXPECT_EQ(Stored(second_).state, TicketState::kNew);
  EXPECT_EQ(state().ticket, second_);
  ASSERT_TRUE(Do({What::kSet, "title", "Crash", {}}));
  EXPECT_EQ(Stored(second_).title, "Crash");
}

TEST_F(TwoTickets, TheSameHoldsAfterARestart) {
  ASSERT_TRUE(Do({What::kPlan, {}, "2026-03-20", "soon", first_}));
  dialogue_->Restart();
  ASSERT_TRUE(Do({What::kSet, "title", "Crash", {}}));
  ASSERT_TRUE(Do({What::kSet, "title", "A person, please", {}, first_}));
  EXPECT_EQ(Stored(second_).title, "Crash");
  EXPECT_EQ(Stored(first_).title, "A person, please");
}

TEST_F(TwoTickets, WhenTheOneTalkedAboutIsOverTheTalkIsAboutTheOther) {
  ASSERT_TRUE(Do({What::kDecline, {}, {}, "no", second_}));
  EXPECT_EQ(state().ticket, first_);
  EXPECT_EQ(state().desk, store::DeskState::kOpen);
  ASSERT_TRUE(Do({What::kDecline, {}, {}, "no", first_}));
  EXPECT_EQ(state().ticket, 0);
  EXPECT_EQ(state().desk, store::DeskState::kClosed);
}

TEST(TicketKind, NamesTheTicketAndTheMatter) {
  const std::string kind = TicketKind(1002, "review");
  EXPECT_EQ(kind, "ticket:1002:review");
  EXPECT_EQ(MatterOf(kind)->ticket, 1002);
  EXPECT_EQ(MatterOf(kind)->what, "review");
  for (const char* other : {"flow-silence", "ticket:", "ticket:x:y", "ticket:12", "ticket:-3:x"})
    EXPECT_FALSE(MatterOf(other)) << other;
  EXPECT_EQ(TicketNumberIn("#1002"), 1002);
  EXPECT_EQ(TicketNumberIn("10 02"), 0);
}

}  // namespace
}  // namespace frontdesk::core
