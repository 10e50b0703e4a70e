// What the store answers: the right rows, in the right order, no more than asked for.
#include <gmock/gmock.h>

#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Queries : public StoreTest {
 protected:
  ConversationRow OnBoard(const std::string& channel, DeskState state, int urgency, const std::string& holder = {}) {
    ConversationRow row = desk.NewConversation(channel);
    row.desk = state;
    row.urgency = urgency;
    row.holder = holder;
    EXPECT_TRUE(desk.Write(desk.TurnOn(row, "open " + channel)).status);
    clock.Advance(std::chrono::minutes(1));
    return *desk.store->LoadConversation(row.id);
  }
  std::vector<std::string> Board(BoardView view, std::string_view agent = {}, int limit = 100) {
    const auto rows = *desk.store->ListBoard(view, agent, limit);
    std::vector<std::string> channels;
    for (const ConversationRow& row : rows) channels.push_back(row.address.channel);
    return channels;
  }
};
FOR_ALL_STORES(Queries);

TEST_P(Queries, SayNotFoundForWhatIsNotThere) {
  const auto code = [](const auto& result) { return result ? ErrorCode::kInternal : result.error().code; };
  EXPECT_EQ(code(desk.store->FindConversation({"widget", "nobody", ""})), ErrorCode::kNotFound);
  EXPECT_EQ(code(desk.store->LoadConversation(4711)), ErrorCode::kNotFound);
  EXPECT_EQ(code(desk.store->LoadPerson(4711)), ErrorCode::kNotFound);
  EXPECT_EQ(code(desk.store->LoadTicket(4711)), ErrorCode::kNotFound);
  EXPECT_EQ(code(desk.store->LoadTranscriptRow(4711)), ErrorCode::kNotFound);
  EXPECT_EQ(code(desk.store->FindAgent("nobody")), ErrorCode::kNotFound);
  EXPECT_EQ(code(desk.store->FindSession("nothing")), ErrorCode::kNotFound);
  EXPECT_EQ(code(desk.store->FindUpload("nothing")), ErrorCode::kNotFound);
  EXPECT_THAT(*desk.store->TicketsOf(4711), IsEmpty());
  EXPECT_THAT(*desk.store->LoadTranscript(4711, 0, 10, true), IsEmpty());
}

TEST_P(Queries, TellThreadsOfAChannelApart) {
  ConversationRow one = desk.NewConversation("general"), two = desk.NewConversation("general");
  one.address.thread = "t1";
  two.address.thread = "t2";
  ASSERT_TRUE(desk.Write(desk.TurnOn(one, "e1")).status);
  ASSERT_TRUE(desk.Write(desk.TurnOn(two, "e2")).status);
  EXPECT_EQ(desk.store->FindConversation({"widget", "general", "t2"})->id, two.id);
  EXPECT_FALSE(desk.store->FindConversation({"widget", "general", ""}));
  EXPECT_FALSE(desk.store->FindConversation({"slack", "general", "t1"}));
}

TEST_P(Queries, OrderTheBoardByUrgencyAndThenByWaiting) {
  OnBoard("calm, long ago", DeskState::kOpen, 1);
  OnBoard("urgent, long ago", DeskState::kOpen, 9);
  OnBoard("with the bot", DeskState::kNone, 9);
  OnBoard("urgent, just now", DeskState::kOpen, 9);
  OnBoard("closed", DeskState::kClosed, 9);
  OnBoard("calm, just now", DeskState::kOpen, 1);
  EXPECT_THAT(Board(BoardView::kOpen),
              ElementsAre("urgent, long ago", "urgent, just now", "calm, long ago", "calm, just now"));
  EXPECT_THAT(Board(BoardView::kOpen, {}, 1), ElementsAre("urgent, long ago"));
}

TEST_P(Queries, ShowAnAgentTheirOwnOpenConversations) {
  OnBoard("kim's calm", DeskState::kOpen, 1, "kim");
  OnBoard("lee's", DeskState::kOpen, 5, "lee");
  OnBoard("kim's urgent", DeskState::kOpen, 5, "kim");
  OnBoard("kim's closed", DeskState::kClosed, 5, "kim");
  EXPECT_THAT(Board(BoardView::kMine, "kim"), ElementsAre("kim's urgent", "kim's calm"));
  EXPECT_THAT(Board(BoardView::kMine, "nobody"), IsEmpty());
}

TEST_P(Queries, ShowTheNewestClosedConversationsFirst) {
  for (int i = 0; i < 4; ++i) OnBoard(std::to_string(i), DeskState::kClosed, 0);
  EXPECT_THAT(Board(BoardView::kClosed, {}, 3), ElementsAre("3", "2", "1"));
}

TEST_P(Queries, MoveAConversationOnTheBoardWhenItChanges) {
  ConversationRow row = OnBoard("ann", DeskState::kOpen, 1);
  OnBoard("bob", DeskState::kOpen, 2);
  row.urgency = 3;
  ASSERT_TRUE(desk.Write(desk.TurnOn(row, "worse")).status);
  EXPECT_THAT(Board(BoardView::kOpen), ElementsAre("ann", "bob"));
  row = *desk.store->LoadConversation(row.id);
  row.desk = DeskState::kClosed;
  ASSERT_TRUE(desk.Write(desk.TurnOn(row, "done")).status);
  EXPECT_THAT(Board(BoardView::kOpen), ElementsAre("bob"));
  EXPECT_THAT(Board(BoardView::kClosed), ElementsAre("ann"));
}

TEST_P(Queries, GiveTheNewestRowsOfATranscriptOldestFirst) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  for (int i = 0; i < 5; ++i) desk.Hear(turn, std::to_string(i));
  desk.Hear(turn, "note").internal = true;
  ASSERT_TRUE(desk.Write(turn).status);
  const Id id = turn.conversation.id;
  EXPECT_THAT(desk.Bodies(id), ElementsAre("0", "1", "2", "3", "4", "note"));
  EXPECT_THAT(desk.Bodies(id, 0, 2), ElementsAre("4", "note"));
  const std::int64_t third = desk.Transcript(id)[2].seq;
  EXPECT_THAT(desk.Bodies(id, third), ElementsAre("3", "4", "note"));
  EXPECT_THAT(desk.Bodies(id, third, 1), ElementsAre("note"));
  EXPECT_THAT(desk.Bodies(id, third + 100), IsEmpty());
}

// A visitor who had been away for more rows than one page once got the newest page only.
TEST_P(Queries, CatchUpFromTheOldestRowThatWasMissed) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  for (int i = 0; i < 5; ++i) desk.Hear(turn, std::to_string(i));
  desk.Hear(turn, "note").internal = true;
  ASSERT_TRUE(desk.Write(turn).status);
  const Id id = turn.conversation.id;
  const auto page = *desk.store->CatchUp(id, 0, 3);
  ASSERT_THAT(page, SizeIs(3));
  EXPECT_EQ(page[0].body, "0");
  const auto rest = *desk.store->CatchUp(id, page.back().seq, 3);
  ASSERT_THAT(rest, SizeIs(2)) << "notes do not count";
  EXPECT_EQ(rest[1].body, "4");
}

TEST_P(Queries, KeepNotesFromThoseWhoMayNotReadThem) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  desk.Hear(turn, "hello");
  desk.Hear(turn, "note").internal = true;
  desk.Hear(turn, "bye");
  ASSERT_TRUE(desk.Write(turn).status);
  const auto rows = *desk.store->LoadTranscript(turn.conversation.id, 0, 2, false);
  ASSERT_THAT(rows, SizeIs(2)) << "notes do not count";
  EXPECT_EQ(rows[0].body, "hello");
  EXPECT_EQ(rows[1].body, "bye");
}

TEST_P(Queries, NeverMixTwoConversations) {
  const ConversationRow ann = desk.Open("ann"), bob = desk.Open("bob");
  Turn a = desk.TurnOn(ann, "a"), b = desk.TurnOn(bob, "b");
  desk.Hear(a, "ann's");
  desk.Hear(b, "bob's");
  a.facts.push_back({ann.id, clock.Now(), "left", "ann", ""});
  b.facts.push_back({bob.id, clock.Now(), "left", "bob", ""});
  a.tickets.push_back({1001, 0, ann.id, 0, "new", "", "", clock.Now(), "{}"});
  b.tickets.push_back({1002, 0, bob.id, 0, "new", "", "", clock.Now(), "{}"});
  desk.WriteAll({{a, {}, false, {}}, {b, {}, false, {}}});
  EXPECT_THAT(desk.Bodies(ann.id), ElementsAre("ann's"));
  ASSERT_THAT(*desk.store->FactsOf(ann.id, 10), SizeIs(1));
  EXPECT_EQ(desk.store->FactsOf(ann.id, 10)->front().subject, "ann");
  ASSERT_THAT(*desk.store->TicketsOf(bob.id), SizeIs(1));
  EXPECT_EQ(desk.store->TicketsOf(bob.id)->front().number, 1002);
}

TEST_P(Queries, GiveTheNewestFactsOldestFirst) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  for (int i = 0; i < 4; ++i) turn.facts.push_back({turn.conversation.id, clock.Now(), "step", std::to_string(i), "d"});
  ASSERT_TRUE(desk.Write(turn).status);
  const auto facts = *desk.store->FactsOf(turn.conversation.id, 2);
  ASSERT_THAT(facts, SizeIs(2));
  EXPECT_EQ(facts[0].subject, "2");
  EXPECT_EQ(facts[1].subject, "3");
  EXPECT_EQ(facts[1].detail, "d");
}

TEST_P(Queries, GiveDueTimersEarliestFirstUntilTheyAreCancelled) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  const Id ids = desk.store->ReserveIds(3), id = turn.conversation.id;
  const auto now = clock.Now();
  turn.timers = {{ids, id, "late", now + base::Millis(2)},
                 {ids + 1, id, "early", now},
                 {ids + 2, id, "later", now + base::Millis(3)}};
  ASSERT_TRUE(desk.Write(turn).status);
  EXPECT_THAT(*desk.store->DueTimers(now - base::Millis(1), 10), IsEmpty());
  const auto due = *desk.store->DueTimers(now + base::Millis(2), 10);
  ASSERT_THAT(due, SizeIs(2));
  EXPECT_EQ(due[0].kind, "early");
  EXPECT_EQ(due[1].kind, "late");
  EXPECT_EQ(due[1].due, now + base::Millis(2));
  EXPECT_THAT(*desk.store->DueTimers(now + base::Millis(9), 1), SizeIs(1));

  Turn cancel = desk.TurnOn(*desk.store->LoadConversation(id), "e2");
  cancel.cancel_timers = {ids + 1, ids + 2, 4711};
  ASSERT_TRUE(desk.Write(cancel).status) << "a timer that is gone already is fine";
  ASSERT_THAT(*desk.store->DueTimers(now + base::Millis(9), 10), SizeIs(1));
}

TEST_P(Queries, ListTheChangesOfATicketInOrder) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  turn.tickets.push_back({1001, 0, turn.conversation.id, 0, "new", "tech", "kim", clock.Now(), "{}"});
  turn.ticket_changes = {{1001, clock.Now(), "ann", "opened", ""},
                         {1001, clock.Now(), "kim", "taken", "mine", "state", "open"}};
  ASSERT_TRUE(desk.Write(turn).status);
  const auto changes = *desk.store->TicketChanges(1001);
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].what, "opened");
  EXPECT_EQ(changes[1].who, "kim");
  EXPECT_EQ(changes[0].kind, "");
  EXPECT_EQ(changes[1].kind, "state");
  EXPECT_EQ(changes[1].value, "open");
  const TicketRow ticket = *desk.store->LoadTicket(1001);
  EXPECT_EQ(ticket.owner, "kim");
  EXPECT_EQ(ticket.queue, "tech");
  EXPECT_EQ(ticket.opened, clock.Now());
}

TEST_P(Queries, WalkThroughAllTicketsPageByPage) {
  Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
  for (const Id number : {1001, 1002, 1005})
    turn.tickets.push_back({number, 0, turn.conversation.id, 0, "new", "tech", "", clock.Now(), "{}"});
  ASSERT_TRUE(desk.Write(turn).status);
  ASSERT_THAT(*desk.store->TicketsAfter(0, 2), SizeIs(2));
  ASSERT_THAT(*desk.store->TicketsAfter(1002, 2), SizeIs(1));
  EXPECT_EQ(desk.store->TicketsAfter(1002, 2)->front().number, 1005);
  EXPECT_THAT(*desk.store->TicketsAfter(1005, 2), IsEmpty());
}

}  // namespace
}  // namespace frontdesk::store
