// What the store on SQLite does when the disk refuses, and what is left when the power goes.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <map>

#include "bot/store/sqlite.h"
#include "tests/fakes/fault_vfs.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class DiskFault : public testing::Test {
 protected:
  Status TryOpen() {
    desk.store.reset();
    auto opened = OpenSqliteStore(directory / "frontdesk.db", clock);
    if (!opened) return tl::unexpected(opened.error());
    desk.store = std::move(*opened);
    return {};
  }
  WriteOp Hello(const ConversationRow& conversation, const std::string& event) {
    Turn turn = desk.TurnOn(conversation, event);
    desk.Hear(turn, event);
    return {turn, {}, false, {}};
  }
  std::string Integrity() {
    const auto db = *Connection::Open(directory / "frontdesk.db", Connection::Use::kRead);
    Statement check = db->Prepare("PRAGMA integrity_check");
    return check.Step() ? check.Text(0) : "cannot be checked";
  }

  fakes::FaultVfs disk;
  TemporaryDirectory directory;
  base::ManualClock clock{*base::ParseTime("2026-03-02T10:00:00Z")};
  Desk desk{nullptr, clock};
};

TEST_F(DiskFault, RefusesAndKeepsNothingWhileTheDiskIsFullAndGoesOnAfterwards) {
  for (const auto& [code, words] : {std::pair{SQLITE_FULL, "full"}, {SQLITE_READONLY, "read-only"}}) {
    SCOPED_TRACE(words);
    ASSERT_TRUE(TryOpen());
    const ConversationRow ann = desk.Open(std::string("ann ") + words), bob = desk.Open(std::string("bob ") + words);
    disk.FailAlways(code);
    auto ops = desk.WriteAll({Hello(ann, std::string("a ") + words), Hello(bob, std::string("b ") + words)});
    for (const WriteOp& op : ops) {
      EXPECT_EQ(CodeOf(op), ErrorCode::kUnavailable);
      EXPECT_THAT(WordsOf(op), HasSubstr(words));
      EXPECT_EQ(std::get<Turn>(op.op).transcript.front().seq, 0);
    }
    EXPECT_FALSE(desk.store->Check());
    EXPECT_FALSE(desk.store->ReserveTicketNumber());
    EXPECT_THAT(desk.Bodies(ann.id), IsEmpty()) << "reading goes on";

    disk.Heal();
    EXPECT_TRUE(desk.store->Check());
    EXPECT_TRUE(desk.store->ReserveTicketNumber());
    ops = desk.WriteAll(std::move(ops));
    for (const WriteOp& op : ops) EXPECT_TRUE(op.status && !op.duplicate) << WordsOf(op);
    EXPECT_THAT(desk.Bodies(ann.id), ElementsAre(std::string("a ") + words));
  }
}

TEST_F(DiskFault, SavesEveryTurnOfAGroupWhoseCommitFailedOnce) {
  ASSERT_TRUE(TryOpen());
  const ConversationRow ann = desk.Open("ann"), bob = desk.Open("bob");
  disk.FailAt(1, SQLITE_IOERR_WRITE, true);
  const auto ops = desk.WriteAll({Hello(ann, "a"), Hello(bob, "b")});
  for (const WriteOp& op : ops) EXPECT_TRUE(op.status && !op.duplicate) << WordsOf(op);
  EXPECT_THAT(desk.Bodies(ann.id), ElementsAre("a"));
  EXPECT_THAT(desk.Bodies(bob.id), ElementsAre("b"));
  EXPECT_LT(std::get<Turn>(ops[0].op).transcript[0].seq, std::get<Turn>(ops[1].op).transcript[0].seq);
  EXPECT_EQ(std::get<Turn>(ops[0].op).transcript[0].seq, desk.Transcript(ann.id).front().seq);
}

TEST_F(DiskFault, IsToldByCheckAsSoonAsItCouldMatter) {
  ASSERT_TRUE(TryOpen());
  disk.FailAlways(SQLITE_FULL);
  EXPECT_FALSE(desk.store->Check()) << "nothing was committed yet that would speak for the disk";
}

// A few groups of turns, claims and ends. What was acknowledged is noted; nothing else is asked of a failing disk.
class Traffic : public DiskFault {
 protected:
  void Run() {
    kept.clear();
    refused.clear();
    if (!TryOpen()) return;
    for (int round = 0; round < 4; ++round) {
      std::vector<WriteOp> ops;
      for (const std::string channel : {"ann", "bob"}) ops.push_back(NextTurn(channel, round));
      const Id outbox = std::get<Turn>(ops[0].op).outbox.front().id;
      ops = desk.WriteAll(std::move(ops));
      for (const WriteOp& op : ops) {
        EXPECT_TRUE(op.status || op.status.error().code == ErrorCode::kUnavailable) << WordsOf(op);
        (op.status ? kept : refused).push_back(std::get<Turn>(op.op).event_id);
      }
      desk.WriteAll({{Claim{outbox}, {}, false, {}}, {Finish{outbox, Delivery::kSent, {}, ""}, {}, false, {}}});
      if (round == 2) (void)desk.store->Checkpoint();
    }
  }

  WriteOp NextTurn(const std::string& channel, int round) {
    const auto stored = desk.store->FindConversation({"widget", channel, ""});
    Turn turn = desk.TurnOn(stored ? *stored : desk.NewConversation(channel), channel + std::to_string(round));
    desk.Hear(turn, turn.event_id);
    desk.Say(turn, "answer to " + turn.event_id);
    return {turn, {}, false, {}};
  }

  // How often each event stands in the transcripts.
  std::map<std::string, int> Stored() {
    std::map<std::string, int> events;
    for (const std::string channel : {"ann", "bob"}) {
      const auto conversation = desk.store->FindConversation({"widget", channel, ""});
      if (!conversation) continue;
      for (const TranscriptRow& row : desk.Transcript(conversation->id))
        if (row.from == "user") ++events[row.body];
    }
    return events;
  }

  void StartAfresh() {
    desk.store.reset();
    std::filesystem::remove_all(directory.path());
    std::filesystem::create_directory(directory.path());
  }

  std::vector<std::string> kept, refused;
};

TEST_F(Traffic, KeepsExactlyWhatItAcknowledgedWhicheverChangeOfAFileFails) {
  bool reached_the_end = false;
  for (long change = 1; !reached_the_end; ++change) {
    SCOPED_TRACE("change " + std::to_string(change));
    StartAfresh();
    disk.FailAt(change, change % 2 == 0 ? SQLITE_IOERR_FSYNC : SQLITE_FULL, change % 3 != 0);
    Run();
    reached_the_end = disk.changes() < change;
    disk.Heal();
    ASSERT_TRUE(TryOpen());
    auto stored = Stored();
    for (const std::string& event : kept) EXPECT_EQ(stored[event], 1) << event;
    for (const std::string& event : refused) EXPECT_EQ(stored[event], 0) << event;
    EXPECT_EQ(Integrity(), "ok");
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_EQ(kept.size(), 8u) << "without a failure everything is kept";
}

TEST_F(Traffic, FindsWhatItAcknowledgedAfterThePowerWentAtAnyMoment) {
  bool reached_the_end = false;
  for (long change = 1; !reached_the_end; ++change) {
    const double survives[] = {0, 0.5, 1};
    SCOPED_TRACE("power lost at change " + std::to_string(change));
    StartAfresh();
    disk.FailAt(change, SQLITE_IOERR, false);
    Run();
    reached_the_end = disk.changes() < change;
    disk.LosePower();
    desk.store.reset();
    disk.RestorePower(survives[change % 3], static_cast<unsigned>(change));
    ASSERT_TRUE(TryOpen());
    auto stored = Stored();
    for (const std::string& event : kept) EXPECT_EQ(stored[event], 1) << event;
    for (const std::string& event : refused) EXPECT_LE(stored[event], 1) << event;
    EXPECT_EQ(Integrity(), "ok");
    ASSERT_FALSE(HasFailure());
  }
}

TEST_F(DiskFault, LeavesNoSecretToOtherUsersOfTheMachine) {
  ASSERT_TRUE(TryOpen());
  desk.Open("ann");
  for (const char* name : {"frontdesk.db", "frontdesk.db-wal", "frontdesk.db-shm"}) {
    struct stat info {};
    ASSERT_EQ(::stat((directory / name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mode & 0777, 0600u) << name;
  }
}

TEST_F(DiskFault, SaysWhatIsWrongWithTheDataDirectory) {
  const auto missing = OpenSqliteStore(directory / "missing/frontdesk.db", clock);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("does not exist"));
  std::ofstream(directory / "frontdesk.db") << std::string(8192, 'x');
  const auto garbage = TryOpen();
  ASSERT_FALSE(garbage);
  EXPECT_THAT(garbage.error().message, HasSubstr("damaged"));
}

}  // namespace
}  // namespace frontdesk::store
