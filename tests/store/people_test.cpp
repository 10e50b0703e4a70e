// Agents, their sessions, uploads, parked events, and what is forgotten in time.
#include <gmock/gmock.h>

#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using base::ErrorCode;
using std::chrono::hours;
using std::chrono::minutes;
using testing::IsEmpty;
using testing::SizeIs;

class People : public StoreTest {
 protected:
  void SaveUploadOf(const std::string& account, const std::string& id) {
    const UploadRow row{{id, "shot.png", "image/png", 123}, account, "ann-id", 0, clock.Now()};
    ASSERT_TRUE(desk.Write(SaveUpload{row}).status);
  }
  WriteOp Attach(const ConversationRow& conversation, const std::string& event, const std::string& upload) {
    Turn turn = desk.TurnOn(*desk.store->LoadConversation(conversation.id), event);
    turn.uploads = {upload};
    return desk.Write(turn);
  }
  void LogIn(const std::string& token, const std::string& agent) {
    ASSERT_TRUE(desk.Write(SaveSession{{token, agent, "csrf-" + token, clock.Now(), clock.Now()}}).status);
  }
};
FOR_ALL_STORES(People);

TEST_P(People, AgentsHaveAUniqueLoginName) {
  ASSERT_TRUE(desk.Write(SaveAgent{{"kim", "Kim Lee", "hash-1", true, 0}}).status);
  EXPECT_EQ(CodeOf(desk.Write(SaveAgent{{"kim", "Another Kim", "hash-2", true, 0}})), ErrorCode::kConflict);
  ASSERT_TRUE(desk.Write(SaveAgent{{"ann", "Ann", "hash-3", false, 0}}).status);
  const AgentRow kim = *desk.store->FindAgent("kim");
  EXPECT_EQ(kim.display, "Kim Lee");
  EXPECT_EQ(kim.password_hash, "hash-1");
  EXPECT_TRUE(kim.must_change_password);
  EXPECT_EQ(kim.version, 1);
  const auto all = *desk.store->ListAgents();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].name, "ann");
}

TEST_P(People, AgentsAreFoundByWhoTheyAreElsewhereUntilUnlinked) {
  ASSERT_TRUE(desk.Write(SaveAgentLink{{"chat", "U1", "kim"}}).status);
  ASSERT_TRUE(desk.Write(SaveAgentLink{{"mail", "U1", "lee"}}).status);
  EXPECT_EQ(*desk.store->LinkedAgent("chat", "U1"), "kim");
  EXPECT_EQ(*desk.store->LinkedAgent("mail", "U1"), "lee") << "ids count within their account only";
  EXPECT_EQ(*desk.store->LinkedAgent("chat", "U2"), "");
  ASSERT_TRUE(desk.Write(SaveAgentLink{{"chat", "U1", "ann"}}).status);
  EXPECT_EQ(*desk.store->LinkedAgent("chat", "U1"), "ann");
  ASSERT_TRUE(desk.Write(SaveAgentLink{{"chat", "U1", ""}}).status);
  EXPECT_EQ(*desk.store->LinkedAgent("chat", "U1"), "");
  EXPECT_THAT(*desk.store->ListAgentLinks(), SizeIs(1));
}

TEST_P(People, AgentsAreChangedOnlyAsTheyWereRead) {
  ASSERT_TRUE(desk.Write(SaveAgent{{"kim", "Kim", "old", true, 0}}).status);
  ASSERT_TRUE(desk.Write(SaveAgent{{"kim", "Kim", "new", false, 1}}).status);
  EXPECT_EQ(CodeOf(desk.Write(SaveAgent{{"kim", "Kim", "stale", false, 1}})), ErrorCode::kConflict);
  EXPECT_EQ(CodeOf(desk.Write(SaveAgent{{"nobody", "", "x", false, 1}})), ErrorCode::kConflict);
  EXPECT_EQ(desk.store->FindAgent("kim")->password_hash, "new");
  EXPECT_EQ(desk.store->FindAgent("kim")->version, 2);
}

TEST_P(People, SessionsAreFoundByTheirTokenUntilDropped) {
  LogIn("one", "kim");
  LogIn("two", "kim");
  LogIn("three", "kim");
  LogIn("four", "lee");
  EXPECT_EQ(desk.store->FindSession("one")->csrf, "csrf-one");
  ASSERT_TRUE(desk.Write(DropSession{"one"}).status);
  EXPECT_FALSE(desk.store->FindSession("one"));
  ASSERT_TRUE(desk.Write(DropSessionsOf{"kim", "two"}).status);
  EXPECT_TRUE(desk.store->FindSession("two"));
  EXPECT_FALSE(desk.store->FindSession("three"));
  EXPECT_TRUE(desk.store->FindSession("four"));
  ASSERT_TRUE(desk.Write(DropSessionsOf{"kim", ""}).status);
  EXPECT_FALSE(desk.store->FindSession("two"));
}

TEST_P(People, SessionsEndAfterHalfAnHourOfSilenceOrTwelveHours) {
  LogIn("idle", "kim");
  LogIn("busy", "kim");
  clock.Advance(minutes(29));
  SessionRow busy = *desk.store->FindSession("busy");
  busy.seen = clock.Now();
  ASSERT_TRUE(desk.Write(SaveSession{busy}).status);
  clock.Advance(minutes(2));
  ASSERT_TRUE(desk.Write(Sweep{clock.Now()}).status);
  EXPECT_FALSE(desk.store->FindSession("idle"));
  EXPECT_TRUE(desk.store->FindSession("busy"));
  clock.Advance(hours(12));
  busy.seen = clock.Now();
  ASSERT_TRUE(desk.Write(SaveSession{busy}).status);
  ASSERT_TRUE(desk.Write(Sweep{clock.Now()}).status);
  EXPECT_FALSE(desk.store->FindSession("busy"));
}

TEST_P(People, UploadsGoToOneConversationOfTheirAccount) {
  const ConversationRow ann = desk.Open("ann"), bob = desk.Open("bob"), other = desk.Open("ann", "slack");
  SaveUploadOf("widget", "file-1");
  EXPECT_EQ(desk.store->FindUpload("file-1")->conversation, 0);
  EXPECT_EQ(CodeOf(Attach(other, "e1", "file-1")), ErrorCode::kInvalid) << "another account";
  EXPECT_EQ(CodeOf(Attach(ann, "e2", "no such file")), ErrorCode::kInvalid);
  ASSERT_TRUE(Attach(ann, "e3", "file-1").status);
  ASSERT_TRUE(Attach(ann, "e4", "file-1").status) << "the same conversation may speak of it again";
  EXPECT_EQ(CodeOf(Attach(bob, "e5", "file-1")), ErrorCode::kInvalid) << "another conversation";
  const UploadRow stored = *desk.store->FindUpload("file-1");
  EXPECT_EQ(stored.conversation, ann.id);
  EXPECT_EQ(stored.file, (base::FileRef{"file-1", "shot.png", "image/png", 123}));
  EXPECT_EQ(stored.owner, "ann-id");
}

TEST_P(People, ParkedEventsWaitInOrderUntilTheyAreTakenUp) {
  const Id first = desk.store->ReserveIds(2);
  ParkedRow row{first, "slack", "{\"raw\":1}", "not parsed", 3, clock.Now()};
  ASSERT_TRUE(desk.Write(Park{{first + 1, "slack", "{}", "", 1, clock.Now()}}).status);
  ASSERT_TRUE(desk.Write(Park{row}).status);
  row.attempts = 4;
  row.error = "still not parsed";
  ASSERT_TRUE(desk.Write(Park{row}).status);
  auto parked = *desk.store->ListParked(10);
  ASSERT_THAT(parked, SizeIs(2));
  EXPECT_EQ(parked[0].event, "{\"raw\":1}");
  EXPECT_EQ(parked[0].attempts, 4);
  EXPECT_EQ(parked[0].error, "still not parsed");
  EXPECT_THAT(*desk.store->ListParked(1), SizeIs(1));
  ASSERT_TRUE(desk.Write(Unpark{first}).status);
  ASSERT_TRUE(desk.Write(Unpark{first + 1}).status);
  EXPECT_THAT(*desk.store->ListParked(10), IsEmpty());
}

TEST_P(People, EventIdsAreKeptThirteenDaysAndForgottenAfterFourteen) {
  const ConversationRow ann = desk.Open("ann");
  const auto repeat = [&] {
    const WriteOp op = desk.Write(desk.TurnOn(*desk.store->LoadConversation(ann.id), "e1"));
    EXPECT_TRUE(op.status) << WordsOf(op);
    return op.duplicate;
  };
  EXPECT_FALSE(repeat());
  clock.Advance(hours(13 * 24 + 23));
  ASSERT_TRUE(desk.Write(Sweep{clock.Now()}).status);
  EXPECT_TRUE(repeat());
  clock.Advance(hours(2));
  ASSERT_TRUE(desk.Write(Sweep{clock.Now()}).status);
  EXPECT_FALSE(repeat());
}

}  // namespace
}  // namespace frontdesk::store
