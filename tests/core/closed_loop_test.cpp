#include "bot/core/closed_loop.h"

#include "bot/core/ticket_row.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Act = base::AgentActed::Act;

class ClosedLoop : public TalkTest {
 protected:
  void OpenTicket() {
    Type("human");
    ASSERT_TRUE(Act("kim", Act::kReply, "We are on it."));
  }
  void Solve() {
    OpenTicket();
    ASSERT_TRUE(Act("kim", Act::kResolve));
  }
  desk::Ticket Ticket() { return *LoadTicket(*store_, 1001); }

  // As somebody at the desk would have set it.
  void FixedIn(const std::string& version) {
    ASSERT_TRUE(Act("kim", Act::kGiveBack));
    desk::Ticket ticket = Ticket();
    ticket.fixed_in = version;
    store::Turn turn;
    turn.account = "widget";
    turn.event_id = "fixed";
    turn.conversation = *store_->LoadConversation(state().id);
    store::TicketRow row = *store_->LoadTicket(1001);
    row.body = desk::ToJson(ticket);
    turn.tickets = {row};
    store::WriteOp op{std::move(turn), {}, false, {}};
    store_->Write({&op, 1});
    ASSERT_TRUE(op.status) << op.status.error().message;
    dialogue_->Restart();
  }
  std::vector<base::Message> Release(const std::string& version) {
    return Do(base::Relayed{ReleaseKind(1001), "{\"version\":\"" + version + "\"}"});
  }
  // "kind=value" of all that the clocks are read from.
  std::vector<std::string> Changes() {
    std::vector<std::string> changes;
    for (const desk::Change& one : Ticket().history)
      changes.push_back(one.kind + (one.value.empty() ? "" : "=" + one.value));
    return changes;
  }
  std::vector<std::string> Notices() {
    std::vector<std::string> notices;
    const auto rows = store_->TicketChanges(1001);
    for (const store::TicketChangeRow& row : *rows)
      if (row.what == "desk told") notices.push_back(row.why);
    return notices;
  }
};

TEST_F(ClosedLoop, EachChangeOfStateQueueLevelAndOwnerIsARowThatTheClocksRead) {
  Solve();
  EXPECT_THAT(Changes(), ElementsAre("state=new", "queue=general", "tier=how-to", "state=open", "owner=kim", "answered",
                                     "state=resolved"));
}

TEST_F(ClosedLoop, AsksForAScoreOnceTheUserSaysThatItWorks) {
  Solve();
  const auto asked = Press("Yes, it works");
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].buttons.size(), 5u);
  EXPECT_THAT(TextOf(Type("4")), HasSubstr("Thank you"));
  EXPECT_EQ(Ticket().score, 4);
  EXPECT_EQ(state().afterword, 0);
  EXPECT_THAT(TextOf(Type("5")), testing::Not(HasSubstr("Thank you")));
  EXPECT_EQ(Ticket().score, 4);
}

TEST_F(ClosedLoop, ALowScoreIsAskedForItsReasonAndTheDeskHearsIt) {
  Solve();
  Press("Yes, it works");
  dialogue_->Restart();
  EXPECT_EQ(Type("very bad").back().buttons.size(), 5u);
  Press("It took too long");
  EXPECT_EQ(Ticket().score, 1);
  EXPECT_EQ(Ticket().score_reason, "It took too long");
  EXPECT_THAT(Notices(), Contains(HasSubstr("1 of 5: It took too long")));
}

TEST_F(ClosedLoop, WhoeverTurnsToSomethingElseIsNotAskedAnyMore) {
  Solve();
  Press("Yes, it works");
  EXPECT_EQ(Type("how do I reset my password").back().subject, "reset-password");
  EXPECT_EQ(state().afterword, 0);
  Type("human");
  EXPECT_EQ(dialogue_->ticket()->number, 1002);
}

TEST_F(ClosedLoop, AClosedTicketIsOpenedAgainByThoseWhoSayThatItIsStillBroken) {
  Solve();
  Pass(std::chrono::hours(24 * 7));
  EXPECT_EQ(Ticket().state, desk::TicketState::kClosed);
  Type("sorry, it is still broken");
  EXPECT_EQ(Ticket().state, desk::TicketState::kOpen);
  EXPECT_EQ(state().ticket, 1001);
  EXPECT_GT(Ticket().first_response_due, clock_.Now());
}

TEST_F(ClosedLoop, AReleaseTellsWhoWaitsForItOnceAndAsksWhetherItWorks) {
  OpenTicket();
  FixedIn("3.4");
  EXPECT_THAT(Release("3.3"), IsEmpty());
  const auto told = Release("3.4");
  EXPECT_THAT(TextOf(told), HasSubstr("the fix is in version 3.4"));
  EXPECT_EQ(told.back().buttons.front().value, "solved:yes");
  EXPECT_EQ(Ticket().state, desk::TicketState::kResolved);
  Press("Still broken");
  EXPECT_EQ(Ticket().state, desk::TicketState::kOpen);
}

TEST_F(ClosedLoop, WithdrawsOnlyTicketsOfThePersonsOwn) {
  OpenTicket();
  ASSERT_TRUE(Act("kim", Act::kGiveBack));
  EXPECT_THAT(TextOf(Type("withdraw 999")), HasSubstr("no request 999"));
  EXPECT_EQ(Ticket().state, desk::TicketState::kOpen);
  EXPECT_THAT(TextOf(Type("撤回 #1001")), HasSubstr("1001"));
  EXPECT_EQ(Ticket().state, desk::TicketState::kClosed);
  EXPECT_EQ(state().ticket, 0);
  EXPECT_THAT(TextOf(Type("我的工单")), HasSubstr("没有未完成的请求"));
}

TEST_F(ClosedLoop, AddsWordsToATicketByItsNumber) {
  Type("human");
  EXPECT_THAT(TextOf(Type("add to 1001: The log says: Error 17")), HasSubstr("added that to 1001"));
  EXPECT_THAT(Ticket().words, HasSubstr("The log says: Error 17"));
  EXPECT_THAT(TextOf(Type("status 1001")), HasSubstr("1001"));
}

TEST_F(ClosedLoop, TheDeskIsWarnedOnceHoweverTheClockJumpsAndRestarts) {
  Type("human");
  Pass(std::chrono::hours(3));
  EXPECT_EQ(Notices().size(), 1u);
  clock_.Advance(-std::chrono::hours(1));
  dialogue_->Restart();
  Pass(std::chrono::hours(1) + std::chrono::minutes(1));
  EXPECT_EQ(Notices().size(), 1u);
  Pass(std::chrono::hours(1));
  EXPECT_EQ(Notices().size(), 2u);
}

TEST_F(ClosedLoop, ATicketHasOneTimerAndNoneOnceItIsClosed) {
  Solve();
  const auto all = [&] { return store_->DueTimers(clock_.Now() + std::chrono::hours(24 * 365), 100)->size(); };
  EXPECT_EQ(all(), 1u);
  Press("Yes, it works");
  EXPECT_EQ(all(), 0u);
}

TEST_F(ClosedLoop, ASecondQuestionStartsTheClockOfTheNextResponseAndThanksDoesNot) {
  OpenTicket();
  Type("thank you");
  EXPECT_FALSE(Ticket().next_response_due);
  EXPECT_TRUE(Ticket().first_useful_response);
  Type("it still says error 17");
  EXPECT_EQ(Ticket().next_response_due, clock_.Now() + std::chrono::hours(8));
  ASSERT_TRUE(Act("kim", Act::kReply, "Please restart."));
  EXPECT_FALSE(Ticket().next_response_due);
}

}  // namespace
}  // namespace frontdesk::core
