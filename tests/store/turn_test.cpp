// What a turn promises: once, whole, and only on what it has read.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Turns : public StoreTest {};
FOR_ALL_STORES(Turns);

TEST_P(Turns, AreKeptWithEverythingThatBelongsToThem) {
  ConversationRow conversation = desk.NewConversation("ann");
  conversation.speaker = "queue";
  conversation.queue = "tech";
  conversation.desk = DeskState::kOpen;
  conversation.urgency = 7;
  conversation.epoch = 3;
  conversation.state = R"({"step":"title"})";
  Turn turn = desk.TurnOn(conversation, "e1");
  turn.person = PersonRow{desk.store->ReserveIds(1), 0, "widget", "ann-id", "Ann 安", true, R"({"plan":"pro"})"};
  turn.conversation.person = turn.person->id;
  desk.Hear(turn, "it is broken");
  turn.timers.push_back({desk.store->ReserveIds(1), conversation.id, "reminder", clock.Now()});
  turn.tickets.push_back({1001, 0, conversation.id, turn.person->id, "new", "tech", "", clock.Now(), R"({"t":1})"});
  turn.ticket_changes.push_back({1001, clock.Now(), "Ann", "opened", "bug"});
  turn.facts.push_back({conversation.id, clock.Now(), "question", "reset", "0.9"});
  const WriteOp op = desk.Write(turn);
  ASSERT_TRUE(op.status) << WordsOf(op);

  const ConversationRow stored = *desk.store->FindConversation({"widget", "ann", ""});
  EXPECT_EQ(stored.id, conversation.id);
  EXPECT_EQ(stored.version, 1);
  EXPECT_EQ(stored.person, turn.person->id);
  EXPECT_EQ(stored.speaker, "queue");
  EXPECT_EQ(stored.queue, "tech");
  EXPECT_EQ(stored.desk, DeskState::kOpen);
  EXPECT_EQ(stored.urgency, 7);
  EXPECT_EQ(stored.epoch, 3);
  EXPECT_EQ(stored.updated, clock.Now());
  EXPECT_EQ(stored.state, R"({"step":"title"})");
  const PersonRow person = *desk.store->LoadPerson(stored.person);
  EXPECT_EQ(person.name, "Ann 安");
  EXPECT_EQ(person.platform_id, "ann-id");
  EXPECT_TRUE(person.verified);
  EXPECT_EQ(person.attributes, R"({"plan":"pro"})");
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("it is broken"));
  EXPECT_THAT(*desk.store->DueTimers(clock.Now(), 10), SizeIs(1));
  EXPECT_EQ(desk.store->LoadTicket(1001)->body, R"({"t":1})");
  ASSERT_THAT(*desk.store->TicketChanges(1001), SizeIs(1));
  EXPECT_EQ(desk.store->TicketChanges(1001)->front().why, "bug");
  ASSERT_THAT(*desk.store->FactsOf(conversation.id, 10), SizeIs(1));
  EXPECT_EQ(desk.store->FactsOf(conversation.id, 10)->front().subject, "reset");
}

TEST_P(Turns, KeepTextsByteForByte) {
  using namespace std::string_literals;
  const std::string odd = "a\0b \xF0\x9F\x91\x8D 密码 ' \" ; --"s;
  Turn turn = desk.TurnOn(desk.NewConversation("odd"), "e1");
  desk.Hear(turn, odd);
  ASSERT_TRUE(desk.Write(turn).status);
  EXPECT_THAT(desk.Bodies(turn.conversation.id), ElementsAre(odd));
}

TEST_P(Turns, ChangeNothingWhenTheEventIsKnown) {
  const ConversationRow conversation = desk.Open("ann");
  Turn turn = desk.TurnOn(conversation, "e1");
  desk.Hear(turn, "hello");
  ASSERT_TRUE(desk.Write(turn).status);
  for (int again = 0; again < 2; ++again) {
    const WriteOp op = desk.Write(turn);
    EXPECT_TRUE(op.status);
    EXPECT_TRUE(op.duplicate);
  }
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("hello"));
  EXPECT_EQ(desk.store->LoadConversation(conversation.id)->version, conversation.version + 1);
}

TEST_P(Turns, AreKeptOnceWhenOneGroupBringsTheSameEventFiftyTimes) {
  const ConversationRow conversation = desk.Open("ann");
  std::vector<WriteOp> ops;
  for (int copy = 0; copy < 50; ++copy) {
    Turn turn = desk.TurnOn(conversation, "e1");
    desk.Hear(turn, "hello");
    ops.push_back({turn, {}, false, {}});
  }
  ops = desk.WriteAll(std::move(ops));
  EXPECT_TRUE(std::all_of(ops.begin(), ops.end(), [](const WriteOp& op) { return op.status.has_value(); }));
  EXPECT_EQ(std::count_if(ops.begin(), ops.end(), [](const WriteOp& op) { return op.duplicate; }), 49);
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("hello"));
}

TEST_P(Turns, AreKeptOnceEachInAnyOrderOfRepeats) {
  constexpr unsigned kSeed = 20260302;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  std::vector<int> deliveries;
  for (int event = 0; event < 200; ++event) deliveries.insert(deliveries.end(), 1 + random() % 5, event);
  std::shuffle(deliveries.begin(), deliveries.end(), random);
  const ConversationRow conversation = desk.Open("ann");
  int kept = 0;
  for (const int event : deliveries) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(conversation.id), "e" + std::to_string(event));
    desk.Hear(turn, std::to_string(event));
    const WriteOp op = desk.Write(turn);
    ASSERT_TRUE(op.status) << WordsOf(op);
    kept += op.duplicate ? 0 : 1;
  }
  EXPECT_EQ(kept, 200);
  EXPECT_THAT(desk.Bodies(conversation.id), SizeIs(200));
}

TEST_P(Turns, OfTwoAccountsMayHaveTheSameEventIdAndAddress) {
  const ConversationRow ours = desk.Open("ann", "widget"), theirs = desk.Open("ann", "slack");
  Turn here = desk.TurnOn(ours, "e1"), there = desk.TurnOn(theirs, "e1");
  desk.Hear(here, "ours");
  desk.Hear(there, "theirs");
  EXPECT_FALSE(desk.Write(here).duplicate);
  EXPECT_FALSE(desk.Write(there).duplicate);
  EXPECT_NE(ours.id, theirs.id);
  EXPECT_THAT(desk.Bodies(ours.id), ElementsAre("ours"));
  EXPECT_THAT(desk.Bodies(theirs.id), ElementsAre("theirs"));
}

TEST_P(Turns, ConflictWhenTheConversationWasChangedMeanwhile) {
  const ConversationRow conversation = desk.Open("ann");
  ASSERT_TRUE(desk.Write(desk.TurnOn(conversation, "first")).status);
  Turn late = desk.TurnOn(conversation, "late");
  desk.Hear(late, "late");
  const WriteOp op = desk.Write(late);
  EXPECT_EQ(CodeOf(op), ErrorCode::kConflict);
  EXPECT_THAT(desk.Bodies(conversation.id), IsEmpty());
  EXPECT_EQ(std::get<Turn>(op.op).transcript.front().seq, 0);

  // Decided again on what is stored now, the same event goes through: the conflict did not use up its id.
  Turn again = desk.TurnOn(*desk.store->LoadConversation(conversation.id), "late");
  desk.Hear(again, "late");
  const WriteOp kept = desk.Write(again);
  EXPECT_TRUE(kept.status);
  EXPECT_FALSE(kept.duplicate);
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("late"));
}

TEST_P(Turns, ConflictWhenSomebodyElseOpenedTheConversation) {
  const ConversationRow one = desk.NewConversation("ann"), two = desk.NewConversation("ann");
  EXPECT_TRUE(desk.Write(desk.TurnOn(one, "e1")).status);
  EXPECT_EQ(CodeOf(desk.Write(desk.TurnOn(two, "e2"))), ErrorCode::kConflict);
  EXPECT_EQ(desk.store->FindConversation(one.address)->id, one.id);
}

TEST_P(Turns, ConflictWhenAPersonOrTicketWasChangedMeanwhile) {
  ConversationRow conversation = desk.NewConversation("ann");
  Turn first = desk.TurnOn(conversation, "e1");
  const Id person = desk.store->ReserveIds(1);
  first.person = PersonRow{person, 0, "widget", "ann-id", "Ann", false, "{}"};
  first.tickets.push_back({1001, 0, conversation.id, person, "new", "tech", "", clock.Now(), "{}"});
  ASSERT_TRUE(desk.Write(first).status);
  const auto next = [&](const std::string& event) {
    return desk.TurnOn(*desk.store->LoadConversation(conversation.id), event);
  };

  Turn resolve = next("e2");
  resolve.tickets.push_back({1001, 1, conversation.id, person, "resolved", "tech", "kim", clock.Now(), "{}"});
  ASSERT_TRUE(desk.Write(resolve).status);
  EXPECT_EQ(desk.store->LoadTicket(1001)->version, 2);
  Turn stale_ticket = next("e3");
  stale_ticket.tickets = resolve.tickets;
  EXPECT_EQ(CodeOf(desk.Write(stale_ticket)), ErrorCode::kConflict);

  Turn rename = next("e4");
  rename.person = PersonRow{person, 1, "widget", "ann-id", "Anne", false, "{}"};
  ASSERT_TRUE(desk.Write(rename).status);
  Turn stale_person = next("e5");
  stale_person.person = rename.person;
  EXPECT_EQ(CodeOf(desk.Write(stale_person)), ErrorCode::kConflict);
  EXPECT_EQ(desk.store->LoadPerson(person)->name, "Anne");

  Turn same_number = next("e6");
  same_number.tickets.push_back({1001, 0, conversation.id, person, "new", "", "", clock.Now(), "{}"});
  EXPECT_EQ(CodeOf(desk.Write(same_number)), ErrorCode::kConflict);
}

TEST_P(Turns, ConflictWhenARowThatWasOnlyReadIsNotWhatItWas) {
  const ConversationRow conversation = desk.Open("ann");
  Turn opens = desk.TurnOn(conversation, "e1");
  opens.tickets.push_back({1001, 0, conversation.id, 0, "new", "tech", "", clock.Now(), "{}"});
  ASSERT_TRUE(desk.Write(opens).status);
  const auto reading = [&](const std::string& event, ReadVersion read) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(conversation.id), event);
    turn.reads = {read};
    return desk.Write(turn);
  };
  EXPECT_TRUE(reading("e2", {RowKind::kTicket, 1001, 1}).status);
  EXPECT_EQ(CodeOf(reading("e3", {RowKind::kTicket, 1001, 2})), ErrorCode::kConflict);
  EXPECT_TRUE(reading("e4", {RowKind::kTicket, 4711, 0}).status) << "0 is the version of a row that does not exist";
  EXPECT_EQ(CodeOf(reading("e5", {RowKind::kTicket, 4711, 1})), ErrorCode::kConflict);
  EXPECT_EQ(CodeOf(reading("e6", {RowKind::kPerson, 4711, 1})), ErrorCode::kConflict);
}

TEST_P(Turns, FailAloneAndLeaveTheOthersOfTheirGroup) {
  const ConversationRow ann = desk.Open("ann"), bob = desk.Open("bob"), cy = desk.Open("cy");
  Turn good = desk.TurnOn(ann, "a"), also_good = desk.TurnOn(cy, "c"), bad = desk.TurnOn(bob, "b");
  desk.Hear(good, "one");
  desk.Hear(bad, "two");
  desk.Hear(also_good, "three");
  bad.facts.push_back({bob.id, clock.Now(), "question", "x", ""});
  bad.cancel_outbox = {4711};
  const auto ops = desk.WriteAll({{good, {}, false, {}}, {bad, {}, false, {}}, {also_good, {}, false, {}}});
  EXPECT_TRUE(ops[0].status);
  EXPECT_EQ(CodeOf(ops[1]), ErrorCode::kConflict);
  EXPECT_TRUE(ops[2].status);
  EXPECT_THAT(desk.Bodies(ann.id), ElementsAre("one"));
  EXPECT_THAT(desk.Bodies(bob.id), IsEmpty());
  EXPECT_THAT(desk.Bodies(cy.id), ElementsAre("three"));
  EXPECT_EQ(desk.store->LoadConversation(bob.id)->version, bob.version);
  EXPECT_THAT(*desk.store->FactsOf(bob.id, 10), IsEmpty());
}

TEST_P(Turns, NeedAnEventIdAndAConversation) {
  Turn nameless = desk.TurnOn(desk.NewConversation("ann"), "");
  EXPECT_EQ(CodeOf(desk.Write(nameless)), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf(desk.Write(desk.TurnOn(ConversationRow{}, "e1"))), ErrorCode::kInvalid);
}

TEST_P(Turns, OfAnEmptyGroupAreNothing) {
  desk.store->Write({});
  EXPECT_TRUE(desk.store->Check());
}

}  // namespace
}  // namespace frontdesk::store
