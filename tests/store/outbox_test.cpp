// What happens to a message between the turn that said it and the platform that shows it.
#include <gmock/gmock.h>

#include <set>

#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Outbox : public StoreTest {
 protected:
  // One message of the bot in a new conversation.
  void SayOne(bool claimed = false) {
    conversation = desk.Open("ann");
    Turn turn = desk.TurnOn(conversation, "e1");
    desk.Hear(turn, "question");
    outbox = desk.Say(turn, "answer", claimed);
    transcript = turn.transcript.back().id;
    WriteOp op = desk.Write(turn);
    ASSERT_TRUE(op.status) << WordsOf(op);
    said = std::get<Turn>(op.op);
    conversation = *desk.store->LoadConversation(conversation.id);
  }
  WriteOp End(Delivery outcome) { return desk.Write(Finish{outbox, outcome, clock.Now(), "platform-1"}); }
  Delivery State() { return desk.store->LoadTranscriptRow(transcript)->delivery; }
  std::vector<OutboxRow> Unfinished() { return *desk.store->UnfinishedOutbox(0, 100); }

  ConversationRow conversation;
  Turn said;
  Id outbox = 0, transcript = 0;
};
FOR_ALL_STORES(Outbox);

TEST_P(Outbox, ShowsAMessageOnlyOnceItIsTakenForSending) {
  SayOne();
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("question"));
  EXPECT_EQ(State(), Delivery::kPending);
  EXPECT_EQ(said.outbox.front().state, Delivery::kPending);
  const WriteOp claim = desk.Write(Claim{outbox});
  ASSERT_TRUE(claim.status) << WordsOf(claim);
  ASSERT_TRUE(claim.claimed);
  EXPECT_EQ(claim.claimed->id, transcript);
  EXPECT_EQ(claim.claimed->body, "answer");
  EXPECT_EQ(claim.claimed->delivery, Delivery::kSending);
  EXPECT_GT(claim.claimed->seq, said.transcript.front().seq);
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("question", "answer"));
  EXPECT_EQ(State(), Delivery::kSending);
}

TEST_P(Outbox, ShowsAMessageAtOnceThatItsTurnHasClaimed) {
  SayOne(true);
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("question", "answer"));
  EXPECT_EQ(State(), Delivery::kSending);
  EXPECT_EQ(said.transcript.back().seq, desk.Transcript(conversation.id).back().seq);
  EXPECT_EQ(said.transcript.back().delivery, Delivery::kSending);
  EXPECT_EQ(CodeOf(desk.Write(Claim{outbox})), ErrorCode::kConflict);
}

TEST_P(Outbox, GivesAMessageToOneSenderOnly) {
  SayOne();
  EXPECT_TRUE(desk.Write(Claim{outbox}).status);
  const WriteOp second = desk.Write(Claim{outbox});
  EXPECT_EQ(CodeOf(second), ErrorCode::kConflict);
  EXPECT_FALSE(second.claimed);
  EXPECT_EQ(CodeOf(desk.Write(Claim{4711})), ErrorCode::kConflict);
}

TEST_P(Outbox, RefusesAMessageOfWhoeverSpokeBefore) {
  SayOne();
  conversation.speaker = "agent";
  conversation.epoch += 1;
  ASSERT_TRUE(desk.Write(desk.TurnOn(conversation, "taken")).status);
  const WriteOp claim = desk.Write(Claim{outbox});
  EXPECT_EQ(CodeOf(claim), ErrorCode::kConflict);
  ASSERT_TRUE(claim.claimed);
  EXPECT_EQ(claim.claimed->delivery, Delivery::kRefused);
  EXPECT_EQ(claim.claimed->seq, 0);
  EXPECT_EQ(State(), Delivery::kRefused);
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("question"));
  EXPECT_THAT(Unfinished(), IsEmpty());
  EXPECT_FALSE(desk.Write(Claim{outbox}).claimed) << "it is refused once";
}

// Rows that a turn had claimed went out behind one that was tried again, though a person had the word by then.
TEST_P(Outbox, RefusesWhatWasClaimedAndHadToWaitWhenSomebodyElseHasTheWord) {
  SayOne();
  ASSERT_TRUE(desk.Write(Claim{outbox}).status);
  EXPECT_TRUE(desk.Write(Claim{outbox, true}).status) << "nobody else has it";
  conversation.speaker = "agent";
  conversation.epoch += 1;
  ASSERT_TRUE(desk.Write(desk.TurnOn(conversation, "taken")).status);
  EXPECT_EQ(CodeOf(desk.Write(Claim{outbox, true})), ErrorCode::kConflict);
  EXPECT_EQ(State(), Delivery::kRefused);
  EXPECT_THAT(Unfinished(), IsEmpty());
}

TEST_P(Outbox, RemembersTheDeliveryOfEveryEnd) {
  for (const Delivery outcome : {Delivery::kSent, Delivery::kFailed, Delivery::kUnknown}) {
    SCOPED_TRACE(std::string(ToString(outcome)));
    desk.store.reset();
    std::filesystem::remove_all(directory.path());
    std::filesystem::create_directory(directory.path());
    Reopen();
    SayOne(true);
    EXPECT_THAT(Unfinished(), SizeIs(1));
    const WriteOp end = End(outcome);
    ASSERT_TRUE(end.status) << WordsOf(end);
    EXPECT_EQ(State(), outcome);
    EXPECT_THAT(Unfinished(), IsEmpty());
  }
}

TEST_P(Outbox, EndsASendOnceUnlessItsEndWasUnknown) {
  SayOne(true);
  EXPECT_TRUE(End(Delivery::kUnknown).status);
  EXPECT_TRUE(End(Delivery::kSent).status) << "the platform was asked and knew";
  EXPECT_EQ(CodeOf(End(Delivery::kFailed)), ErrorCode::kConflict);
  EXPECT_EQ(State(), Delivery::kSent);
}

TEST_P(Outbox, DoesNotEndWhatNobodyTook) {
  SayOne();
  EXPECT_EQ(CodeOf(End(Delivery::kSent)), ErrorCode::kConflict);
  EXPECT_EQ(State(), Delivery::kPending);
  EXPECT_TRUE(desk.Write(Claim{outbox}).status);
  EXPECT_EQ(CodeOf(End(Delivery::kSending)), ErrorCode::kInvalid);
  EXPECT_EQ(CodeOf(End(Delivery::kNone)), ErrorCode::kInvalid);
}

TEST_P(Outbox, KeepsTheSeqOfAMessageThatIsSentAgain) {
  SayOne();
  const std::int64_t seq = desk.Write(Claim{outbox}).claimed->seq;
  const auto later = clock.Now() + std::chrono::seconds(30);
  ASSERT_TRUE(desk.Write(Finish{outbox, Delivery::kPending, later, ""}).status);
  EXPECT_EQ(State(), Delivery::kPending);
  ASSERT_THAT(Unfinished(), SizeIs(1));
  EXPECT_EQ(Unfinished().front().not_before, later);
  EXPECT_EQ(Unfinished().front().attempts, 1);
  EXPECT_EQ(Unfinished().front().state, Delivery::kPending);
  const WriteOp again = desk.Write(Claim{outbox});
  ASSERT_TRUE(again.status);
  EXPECT_EQ(again.claimed->seq, seq);
}

TEST_P(Outbox, TakesBackAMessageThatWaits) {
  SayOne();
  Turn turn = desk.TurnOn(conversation, "e2");
  turn.cancel_outbox = {outbox};
  ASSERT_TRUE(desk.Write(turn).status);
  EXPECT_EQ(State(), Delivery::kCancelled);
  EXPECT_THAT(Unfinished(), IsEmpty());
  EXPECT_FALSE(desk.Write(Claim{outbox}).status);
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("question"));
}

TEST_P(Outbox, CannotTakeBackAMessageThatIsOnItsWay) {
  SayOne();
  ASSERT_TRUE(desk.Write(Claim{outbox}).status);
  const auto cancel = [&](const std::string& event) {
    Turn turn = desk.TurnOn(conversation, event);
    desk.Hear(turn, event);
    turn.cancel_outbox = {outbox};
    return CodeOf(desk.Write(turn));
  };
  EXPECT_EQ(cancel("while sending"), ErrorCode::kConflict);
  ASSERT_TRUE(End(Delivery::kSent).status);
  EXPECT_EQ(cancel("after sending"), ErrorCode::kConflict);
  EXPECT_EQ(State(), Delivery::kSent);
  EXPECT_THAT(desk.Bodies(conversation.id), ElementsAre("question", "answer"));
}

TEST_P(Outbox, ListsUnfinishedMessagesInTheOrderTheyWereSaid) {
  conversation = desk.Open("ann");
  Turn turn = desk.TurnOn(conversation, "e1");
  std::vector<Id> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(desk.Say(turn, std::to_string(i), i == 2));
  turn.outbox[1].lane = Lane::kUrgent;
  ASSERT_TRUE(desk.Write(turn).status);
  const auto two = *desk.store->UnfinishedOutbox(0, 2);
  ASSERT_THAT(two, SizeIs(2));
  EXPECT_EQ(two[0].id, ids[0]);
  EXPECT_EQ(two[1].id, ids[1]);
  EXPECT_EQ(two[1].lane, Lane::kUrgent);
  EXPECT_EQ(two[0].transcript, turn.transcript[0].id);
  EXPECT_EQ(two[0].account, "widget");
  const auto rest = *desk.store->UnfinishedOutbox(ids[1], 10);
  ASSERT_THAT(rest, SizeIs(3));
  EXPECT_EQ(rest[0].id, ids[2]);
  EXPECT_EQ(rest[0].state, Delivery::kSending);
}

TEST_P(Outbox, GivesSeqsThatAreUniqueAndFollowTheOrderOfBecomingVisible) {
  const ConversationRow ann = desk.Open("ann"), bob = desk.Open("bob");
  Turn first = desk.TurnOn(ann, "a"), second = desk.TurnOn(bob, "b");
  const Id early = desk.Say(first, "said first, shown last");
  desk.Hear(first, "a1");
  desk.Hear(second, "b1");
  desk.Say(second, "b2", true);
  auto ops = desk.WriteAll({{first, {}, false, {}}, {second, {}, false, {}}});
  const std::int64_t last = desk.Write(Claim{early}).claimed->seq;
  const auto seq = [&](std::size_t op, std::size_t row) { return std::get<Turn>(ops[op].op).transcript[row].seq; };
  EXPECT_EQ(seq(0, 0), 0);
  EXPECT_LT(seq(0, 1), seq(1, 0));
  EXPECT_LT(seq(1, 0), seq(1, 1));
  EXPECT_LT(seq(1, 1), last);
  EXPECT_THAT(desk.Bodies(ann.id), ElementsAre("a1", "said first, shown last"));
}

}  // namespace
}  // namespace frontdesk::store
