// What accounts on other platforms need of the store: parts, effects, cursors, replies to read, parked events.
#include <gmock/gmock.h>

#include "bot/store/migrations.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class PlatformRows : public StoreTest {
 protected:
  // A committed turn with one effect, and one message.
  void PutEffectAndMessage() {
    conversation = desk.Open("ann");
    Turn turn = desk.TurnOn(conversation, "e1");
    message = desk.Say(turn, "words");
    OutboxRow row;
    row.id = effect = desk.store->ReserveIds(1);
    row.conversation = conversation.id;
    row.account = "widget";
    row.lane = Lane::kEffect;
    row.not_before = clock.Now();
    row.payload = R"({"effect":"fetch"})";
    turn.outbox.push_back(row);
    const WriteOp op = desk.Write(turn);
    ASSERT_TRUE(op.status) << WordsOf(op);
    conversation = *desk.store->LoadConversation(conversation.id);
  }
  // The lease moves on: words said before are refused.
  void MoveLease() {
    Turn turn = desk.TurnOn(conversation, "moves the lease");
    ++turn.conversation.epoch;
    ASSERT_TRUE(desk.Write(turn).status);
  }
  std::vector<OutboxRow> Unfinished() { return *desk.store->UnfinishedOutbox(0, 100); }
  // One reply that everybody sees.
  void Reply(const std::string& account, const std::string& channel, const std::string& body, bool internal = false,
             const std::string& from = "bot") {
    const auto known = desk.store->FindConversation({account, channel, ""});
    Turn turn = desk.TurnOn(known ? *known : desk.NewConversation(channel, account), "e" + body);
    turn.transcript.push_back(
        {desk.store->ReserveIds(1), turn.conversation.id, 0, turn.at, from, internal, turn.event_id, body, {}});
    const WriteOp op = desk.Write(turn);
    ASSERT_TRUE(op.status) << WordsOf(op);
  }
  void ParkOne(const std::string& event, int attempts, Id id = 0) {
    const Id known = id != 0 ? id : desk.store->ReserveIds(1);
    ASSERT_TRUE(desk.Write(Park{{known, "widget", event, "why", attempts, clock.Now()}}).status);
  }
  static std::vector<std::string> EventsOf(const std::vector<ParkedRow>& rows) {
    std::vector<std::string> events;
    for (const ParkedRow& row : rows) events.push_back(row.event);
    return events;
  }
  static std::vector<std::string> BodiesOf(const Store::Replies& replies) {
    std::vector<std::string> bodies;
    for (const ReplyRow& row : replies.rows) bodies.push_back(row.words.body);
    return bodies;
  }

  ConversationRow conversation;
  Id message = 0, effect = 0;
};
FOR_ALL_STORES(PlatformRows);

TEST_P(PlatformRows, KnowWhatThePlatformCallsAMessageThatWasSent) {
  PutEffectAndMessage();
  const Id words = Unfinished().front().transcript;
  EXPECT_EQ(*desk.store->PlatformIdOf(words), "");
  ASSERT_TRUE(desk.Write(Claim{message}).status);
  ASSERT_TRUE(desk.Write(Finish{message, Delivery::kSent, {}, "p-17"}).status);
  EXPECT_EQ(*desk.store->PlatformIdOf(words), "p-17");
}

TEST_P(PlatformRows, FindAMessageByWhatThePlatformCallsIt) {
  PutEffectAndMessage();
  const Id words = Unfinished().front().transcript;
  ASSERT_TRUE(desk.Write(Claim{message}).status);
  ASSERT_TRUE(desk.Write(Finish{message, Delivery::kSent, {}, "p-17"}).status);
  for (const char* channel : {"ann", ""}) {
    const auto found = desk.store->FindSent("widget", channel, "p-17");
    ASSERT_TRUE(found) << channel;
    EXPECT_EQ(found->id, words);
    EXPECT_EQ(found->conversation, conversation.id);
  }
  EXPECT_EQ(desk.store->FindSent("widget", "bo", "p-17").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(desk.store->FindSent("another", "", "p-17").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(desk.store->FindSent("widget", "", "p-18").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(desk.store->FindSent("widget", "", "").error().code, ErrorCode::kNotFound);
}

TEST_P(PlatformRows, RememberHowManyPartsHaveArrived) {
  PutEffectAndMessage();
  EXPECT_EQ(Unfinished().front().part, 0);
  ASSERT_TRUE(desk.Write(Claim{message}).status);
  ASSERT_TRUE(desk.Write(Finish{message, Delivery::kPending, clock.Now() + base::Millis(5'000), {}, 3}).status);
  const OutboxRow row = Unfinished().front();
  EXPECT_EQ(row.part, 3);
  EXPECT_EQ(row.attempts, 1);
  EXPECT_EQ(row.state, Delivery::kPending);
  EXPECT_EQ(row.not_before, clock.Now() + base::Millis(5'000));
}

TEST_P(PlatformRows, KeepWhatAnEffectDoes) {
  PutEffectAndMessage();
  const auto rows = Unfinished();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[1].lane, Lane::kEffect);
  EXPECT_EQ(rows[1].payload, R"({"effect":"fetch"})");
  EXPECT_EQ(rows[1].transcript, 0);
}

TEST_P(PlatformRows, LetAnEffectBeClaimedAndFinishedThoughItHasNoWords) {
  PutEffectAndMessage();
  const WriteOp claim = desk.Write(Claim{effect});
  ASSERT_TRUE(claim.status) << WordsOf(claim);
  ASSERT_TRUE(claim.claimed);
  EXPECT_EQ(claim.claimed->delivery, Delivery::kSending);
  EXPECT_EQ(claim.claimed->id, 0);
  EXPECT_EQ(CodeOf(desk.Write(Claim{effect})), ErrorCode::kConflict);
  ASSERT_TRUE(desk.Write(Finish{effect, Delivery::kSent, {}, {}, 0}).status);
  EXPECT_THAT(Unfinished(), SizeIs(1));
}

TEST_P(PlatformRows, RefuseWordsOfAnOldLeaseButNoEffect) {
  PutEffectAndMessage();
  MoveLease();
  EXPECT_EQ(desk.Write(Claim{message}).claimed->delivery, Delivery::kRefused);
  EXPECT_EQ(desk.Write(Claim{effect}).claimed->delivery, Delivery::kSending);
}

TEST_P(PlatformRows, RememberHowFarAStreamWasRead) {
  EXPECT_EQ(*desk.store->LoadCursor("xmpp", "archive"), "");
  ASSERT_TRUE(desk.Write(SaveCursor{{"xmpp", "archive", "17"}}).status);
  ASSERT_TRUE(desk.Write(SaveCursor{{"xmpp", "archive", "18"}}).status);
  ASSERT_TRUE(desk.Write(SaveCursor{{"xmpp", "other", "3"}}).status);
  ASSERT_TRUE(desk.Write(SaveCursor{{"agora", "archive", "4"}}).status);
  EXPECT_EQ(*desk.store->LoadCursor("xmpp", "archive"), "18");
  EXPECT_EQ(*desk.store->LoadCursor("xmpp", "other"), "3");
  EXPECT_EQ(*desk.store->LoadCursor("agora", "archive"), "4");
}

TEST_P(PlatformRows, ListParkedEventsOldestFirstAndPassOverThoseThatWereTriedOften) {
  ParkOne("first", 6);
  ParkOne("second", 1);
  ParkOne("third", 5);
  EXPECT_THAT(EventsOf(*desk.store->ListParked(10)), ElementsAre("first", "second", "third"));
  EXPECT_THAT(EventsOf(*desk.store->ListParked(10, 6)), ElementsAre("second", "third"));
  EXPECT_THAT(EventsOf(*desk.store->ListParked(1, 6)), ElementsAre("second")) << "the bound counts what is listed";
}

TEST_P(PlatformRows, ParkAnEventAgainUnderTheSameIdWithoutASecondRow) {
  ParkOne("event", 1, 77);
  ParkOne("event", 2, 77);
  const auto parked = *desk.store->ListParked(10);
  ASSERT_THAT(parked, SizeIs(1));
  EXPECT_EQ(parked.front().attempts, 2);
}

TEST_P(PlatformRows, TellAReaderTheRepliesOfOneAccountInOrder) {
  Reply("hook", "a", "one");
  Reply("other", "a", "not theirs");
  Reply("hook", "b", "two");
  Reply("hook", "a", "a note", true, "agent");
  Reply("hook", "a", "the user's", false, "user");
  Reply("hook", "a", "three", false, "agent");
  const auto all = *desk.store->RepliesAfter("hook", 0, 10);
  EXPECT_THAT(BodiesOf(all), ElementsAre("one", "two", "three"));
  EXPECT_EQ(all.rows[1].address, (base::Address{"hook", "b", ""}));
  EXPECT_EQ(all.seen, all.rows.back().words.seq);
  EXPECT_THAT(BodiesOf(*desk.store->RepliesAfter("hook", all.rows[0].words.seq, 10)), ElementsAre("two", "three"));
}

TEST_P(PlatformRows, LetAReaderGoOnWhereTheBoundCutTheRepliesOff) {
  for (int i = 0; i < 7; ++i) Reply("hook", "a", std::to_string(i));
  std::vector<std::string> read;
  std::int64_t seen = 0;
  for (int page = 0; page < 10; ++page) {
    const auto replies = *desk.store->RepliesAfter("hook", seen, 2);
    for (const std::string& body : BodiesOf(replies)) read.push_back(body);
    seen = replies.seen;
  }
  EXPECT_THAT(read, ElementsAre("0", "1", "2", "3", "4", "5", "6"));
}

TEST_P(PlatformRows, MoveAReaderPastTheRepliesOfOthers) {
  Reply("other", "a", "one");
  const auto none = *desk.store->RepliesAfter("hook", 0, 10);
  EXPECT_THAT(none.rows, IsEmpty());
  EXPECT_GT(none.seen, 0);
  Reply("hook", "a", "two");
  EXPECT_THAT(BodiesOf(*desk.store->RepliesAfter("hook", none.seen, 10)), ElementsAre("two"));
}

TEST_P(PlatformRows, NeverMoveAReaderBack) {
  Reply("hook", "a", "one");
  const auto replies = *desk.store->RepliesAfter("hook", 1'000'000, 10);
  EXPECT_THAT(replies.rows, IsEmpty());
  EXPECT_EQ(replies.seen, 1'000'000);
}

TEST_P(PlatformRows, KeepAFileThatIsFetchedTwiceOnce) {
  UploadRow row;
  row.file = {"f1", "a.png", "image/png", 5};
  row.account = "widget";
  row.owner = "ann";
  row.at = clock.Now();
  ASSERT_TRUE(desk.Write(SaveUpload{row}).status);
  row.file.size = 9;
  ASSERT_TRUE(desk.Write(SaveUpload{row}).status);
  EXPECT_EQ(desk.store->FindUpload("f1")->file.size, 9);
}

class PlatformRowsOnDisk : public PlatformRows {};
FOR_DURABLE_STORES(PlatformRowsOnDisk);

TEST_P(PlatformRowsOnDisk, SurviveARestart) {
  PutEffectAndMessage();
  ASSERT_TRUE(desk.Write(Claim{message}).status);
  ASSERT_TRUE(desk.Write(Finish{message, Delivery::kPending, clock.Now(), {}, 2}).status);
  ASSERT_TRUE(desk.Write(SaveCursor{{"xmpp", "archive", "17"}}).status);
  Reopen();
  EXPECT_EQ(*desk.store->LoadCursor("xmpp", "archive"), "17");
  const auto rows = Unfinished();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].part, 2);
  EXPECT_EQ(rows[1].payload, R"({"effect":"fetch"})");
}

// A row that the first shape wrote waits with no part sent and nothing to do but to be sent.
TEST(PlatformRowsOfAnOlderDatabase, WaitOnAsTheyWere) {
  const TemporaryDirectory directory;
  const std::string path = directory / "frontdesk.db";
  {
    const auto db = *Connection::Open(path, Connection::Use::kWrite);
    ASSERT_TRUE(Migrate(*db, ShippedMigrations().first(1)));
    ASSERT_TRUE(
        db->Execute("INSERT INTO outbox(id, conversation, transcript, account, epoch, lane, not_before, state, "
                    "attempts) VALUES (7, 1, 2, 'widget', 0, 0, 1000, 1, 4)"));
  }
  const base::ManualClock clock{*base::ParseTime("2026-03-02T10:00:00Z")};
  const auto store = *OpenSqliteStore(path, clock);
  const auto rows = *store->UnfinishedOutbox(0, 10);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].id, 7);
  EXPECT_EQ(rows[0].attempts, 4);
  EXPECT_EQ(rows[0].part, 0);
  EXPECT_EQ(rows[0].payload, "");
}

}  // namespace
}  // namespace frontdesk::store
