// What is past its time goes, in bounded steps; what somebody still works on stays.
#include <gmock/gmock.h>

#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr hours kDay{24};

class Retention : public StoreTest {
 protected:
  ConversationRow Talk(const std::string& channel, DeskState state = DeskState::kNone) {
    ConversationRow row = desk.NewConversation(channel);
    row.desk = state;
    row.person = desk.store->ReserveIds(1);
    Turn turn = desk.TurnOn(row, "hello " + channel);
    turn.person = PersonRow{row.person, 0, "widget", channel, channel, false, "{}"};
    desk.Hear(turn, "words of " + channel);
    turn.timers.push_back({desk.store->ReserveIds(1), row.id, "later", clock.Now() + kDay});
    EXPECT_TRUE(desk.Write(turn).status);
    return *desk.store->LoadConversation(row.id);
  }
  void Open(const ConversationRow& talk, Id number, const std::string& state) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(talk.id), "ticket " + std::to_string(number));
    turn.conversation.updated = talk.updated;
    turn.tickets.push_back({number, 0, talk.id, talk.person, state, "tech", "", clock.Now(), "{}"});
    turn.ticket_changes.push_back({number, clock.Now(), "ann", "opened", ""});
    ASSERT_TRUE(desk.Write(turn).status);
  }
  std::vector<Id> Quiet(base::TimePoint before) { return desk.store->QuietConversations(before, 0, 100)->ids; }
};
FOR_ALL_STORES(Retention);

TEST_P(Retention, WordsGoWhenTheirTimeIsOver) {
  const ConversationRow talk = Talk("ann");
  clock.Advance(10 * kDay);
  Turn turn = desk.TurnOn(talk, "again");
  desk.Hear(turn, "new words");
  ASSERT_TRUE(desk.Write(turn).status);
  ASSERT_TRUE(desk.Write(Sweep{clock.Now()}).status);
  EXPECT_THAT(desk.Bodies(talk.id), SizeIs(2)) << "unless it is said, words are kept";
  Keep keep;
  keep.transcripts = 5 * kDay;
  ASSERT_TRUE(desk.Write(Sweep{clock.Now(), keep}).status);
  EXPECT_THAT(desk.Bodies(talk.id), ElementsAre("new words"));
}

TEST_P(Retention, AQuietConversationGoesWithAllThatBelongsToIt) {
  const ConversationRow quiet = Talk("ann"), board = Talk("bob", DeskState::kOpen), busy = Talk("cat");
  Open(busy, 1001, "planned");
  clock.Advance(10 * kDay);
  const ConversationRow fresh = Talk("dan");
  const base::TimePoint before = clock.Now() - 5 * kDay;
  EXPECT_THAT(Quiet(before), ElementsAre(quiet.id));
  ASSERT_TRUE(desk.Write(Forget{before, {quiet.id, board.id, fresh.id}, {}, {}}).status);
  EXPECT_FALSE(desk.store->LoadConversation(quiet.id));
  EXPECT_FALSE(desk.store->LoadPerson(quiet.person)) << "nothing is left of them";
  EXPECT_THAT(desk.Bodies(quiet.id), IsEmpty());
  EXPECT_THAT(*desk.store->DueTimers(clock.Now() + kDay, 10), SizeIs(3));
  EXPECT_TRUE(desk.store->LoadConversation(board.id)) << "somebody has still to answer";
  EXPECT_TRUE(desk.store->LoadConversation(fresh.id)) << "somebody spoke meanwhile";
  EXPECT_TRUE(desk.store->LoadPerson(fresh.person));
}

TEST_P(Retention, WhoHasAnotherIdentityOrATicketIsNotForgotten) {
  const ConversationRow ann = Talk("ann"), bob = Talk("bob");
  Open(ann, 1001, "closed");
  Turn link = desk.TurnOn(*desk.store->LoadConversation(bob.id), "link");
  link.unites.push_back({bob.person, ann.person, "kim"});
  ASSERT_TRUE(desk.Write(link).status);
  clock.Advance(10 * kDay);
  ASSERT_TRUE(desk.Write(Forget{clock.Now(), {ann.id}, {}, {}}).status);
  EXPECT_TRUE(desk.store->LoadPerson(ann.person));
  ASSERT_TRUE(desk.Write(Forget{clock.Now(), {}, {1001}, {}}).status);
  EXPECT_FALSE(desk.store->LoadTicket(1001));
  ASSERT_TRUE(desk.Write(Forget{clock.Now(), {bob.id}, {}, {}}).status);
  EXPECT_FALSE(desk.store->LoadPerson(bob.person));
}

TEST_P(Retention, OnlyClosedTicketsWithoutARecentChangeGo) {
  const ConversationRow ann = Talk("ann");
  Id number = 1001;
  for (const char* state : {"new", "open", "planned", "resolved", "closed", "declined", "merged"})
    Open(ann, number++, state);
  clock.Advance(10 * kDay);
  Turn turn = desk.TurnOn(*desk.store->LoadConversation(ann.id), "late word");
  turn.ticket_changes.push_back({1007, clock.Now(), "kim", "noted", ""});
  ASSERT_TRUE(desk.Write(turn).status);
  const auto old = *desk.store->ClosedTickets(clock.Now() - 5 * kDay, 0, 100);
  EXPECT_THAT(old.ids, ElementsAre(1004, 1005, 1006));
  for (Id one = 1001; one < number; ++one) {
    ASSERT_TRUE(desk.Write(Forget{clock.Now(), {}, {one}, {}}).status);
    EXPECT_EQ(desk.store->LoadTicket(one).has_value(), one <= 1003) << one;
  }
}

TEST_P(Retention, ARoundGoesOnWhereItStopped) {
  std::vector<Id> all;
  for (const char* name : {"a", "b", "c", "d", "e"}) all.push_back(Talk(name).id);
  clock.Advance(kDay);
  const auto first = *desk.store->QuietConversations(clock.Now(), 0, 3);
  EXPECT_THAT(first.ids, ElementsAre(all[0], all[1], all[2]));
  const auto second = *desk.store->QuietConversations(clock.Now(), first.seen, 3);
  EXPECT_THAT(second.ids, ElementsAre(all[3], all[4]));
  EXPECT_EQ(second.seen, 0) << "the round is over";
}

TEST_P(Retention, FilesThatWereNeverSentGoAfterADayAndOthersWhenItIsWanted) {
  const ConversationRow ann = Talk("ann");
  for (const char* id : {"never-sent", "sent"})
    ASSERT_TRUE(desk.Write(SaveUpload{{{id, "a.png", "image/png", 1}, "widget", "ann", 0, clock.Now()}}).status);
  Turn turn = desk.TurnOn(*desk.store->LoadConversation(ann.id), "file");
  turn.uploads = {"sent"};
  ASSERT_TRUE(desk.Write(turn).status);
  clock.Advance(kDay + hours(1));
  const auto ids = [&](base::TimePoint before) {
    std::vector<std::string> found;
    const auto rows = *desk.store->OldUploads(clock.Now() - kUnsentFilesKept, before, 10);
    for (const UploadRow& row : rows) found.push_back(row.file.id);
    return found;
  };
  EXPECT_THAT(ids({}), ElementsAre("never-sent"));
  EXPECT_THAT(ids(clock.Now() - kDay), SizeIs(2));
  ASSERT_TRUE(desk.Write(Forget{{}, {}, {}, {"never-sent"}}).status);
  EXPECT_FALSE(desk.store->FindUpload("never-sent"));
  EXPECT_TRUE(desk.store->FindUpload("sent"));
}

}  // namespace
}  // namespace frontdesk::store
