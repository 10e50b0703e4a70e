// The process ends at a named place, as if it had been killed; the next one finds all or nothing.
#include <gmock/gmock.h>

#include <array>

#include "bot/store/migrations.h"
#include "tests/store/child_process.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::array<Migration, 3> kSteps = {"CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
                                             "ALTER TABLE note ADD COLUMN at INTEGER NOT NULL DEFAULT 0;"
                                             "INSERT INTO note(text) VALUES ('made by the second step')",
                                             "UPDATE note SET text = text || ', changed by the third'"};

Status MigrateFile(const std::string& path, std::size_t steps) {
  TRY(const auto db, Connection::Open(path, Connection::Use::kWrite));
  // Marks the file as ours, which is the first shipped step's work.
  TRY_STATUS(db->Execute("PRAGMA application_id = 1178891115"));
  return Migrate(*db, std::span(kSteps).first(steps));
}

std::vector<std::string> Notes(const std::string& path) {
  const auto db = *Connection::Open(path, Connection::Use::kRead);
  Statement query = db->Prepare("SELECT text FROM note");
  std::vector<std::string> notes;
  while (query.Step().value_or(false)) notes.push_back(query.Text(0));
  return notes;
}

int VersionOf(const std::string& path) { return *SchemaVersionOf(**Connection::Open(path, Connection::Use::kRead)); }

TEST(Migrations, DISABLED_RunInChild) { ASSERT_TRUE(MigrateFile(ChildArgument(), 3)); }

TEST(Migrations, AreTakenOnceEachAndInOrder) {
  const TemporaryDirectory directory;
  const std::string path = directory / "a.db";
  for (int again = 0; again < 2; ++again) ASSERT_TRUE(MigrateFile(path, 3));
  EXPECT_EQ(VersionOf(path), 3);
  EXPECT_THAT(Notes(path), ElementsAre("made by the second step, changed by the third"));
}

TEST(Migrations, BringAnOlderDatabaseUpToDate) {
  const TemporaryDirectory directory;
  const std::string path = directory / "a.db";
  ASSERT_TRUE(MigrateFile(path, 1));
  EXPECT_EQ(VersionOf(path), 1);
  ASSERT_TRUE(MigrateFile(path, 3));
  EXPECT_EQ(VersionOf(path), 3);
}

TEST(Migrations, EndedAnywhereAreTakenToTheirEndByTheNextStart) {
  for (const std::string place : {"before", "after"}) {
    for (int step = 1; step <= 3; ++step) {
      SCOPED_TRACE(place + " the commit of step " + std::to_string(step));
      const TemporaryDirectory directory;
      const std::string path = directory / "a.db";
      const std::string crash_point = "migration." + place + "_commit:" + std::to_string(step);
      ASSERT_EQ(RunInChild("Migrations.DISABLED_RunInChild", crash_point, path), kCrashed);
      EXPECT_EQ(VersionOf(path), place == "before" ? step - 1 : step);
      ASSERT_TRUE(MigrateFile(path, 3));
      EXPECT_EQ(VersionOf(path), 3);
      EXPECT_THAT(Notes(path), ElementsAre("made by the second step, changed by the third"));
    }
  }
}

TEST(Migrations, LeaveNothingOfAStepThatFails) {
  const TemporaryDirectory directory;
  const auto db = *Connection::Open(directory / "a.db", Connection::Use::kWrite);
  const std::array<Migration, 2> steps = {"PRAGMA application_id = 1178891115; CREATE TABLE kept(id INTEGER)",
                                          "CREATE TABLE half(id INTEGER); INSERT INTO no_such_table VALUES (1)"};
  EXPECT_FALSE(Migrate(*db, steps));
  EXPECT_EQ(*SchemaVersionOf(*db), 1);
  EXPECT_TRUE(db->Execute("SELECT * FROM kept"));
  EXPECT_FALSE(db->Execute("SELECT * FROM half"));
}

TEST(Migrations, RefuseADatabaseOfANewerVersion) {
  const TemporaryDirectory directory;
  const base::SystemClock clock;
  ASSERT_TRUE(OpenSqliteStore(directory / "frontdesk.db", clock));
  ASSERT_TRUE(
      (*Connection::Open(directory / "frontdesk.db", Connection::Use::kWrite))->Execute("PRAGMA user_version = 99"));
  const auto opened = OpenSqliteStore(directory / "frontdesk.db", clock);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, base::ErrorCode::kInvalid);
  EXPECT_THAT(opened.error().message, HasSubstr("newer Frontdesk"));
}

TEST(Migrations, RefuseADatabaseOfAnotherProgram) {
  const TemporaryDirectory directory;
  const base::SystemClock clock;
  ASSERT_TRUE((*Connection::Open(directory / "frontdesk.db", Connection::Use::kWrite))
                  ->Execute("CREATE TABLE bookmarks(url TEXT)"));
  const auto opened = OpenSqliteStore(directory / "frontdesk.db", clock);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("another program"));
}

// Three turns, each acknowledged by a line of its own.
TEST(Crash, DISABLED_WriteInChild) {
  base::ManualClock clock(base::FromMillis(0));
  Desk desk(*OpenSqliteStore(ChildArgument(), clock), clock);
  for (const std::string channel : {"one", "two", "three"}) desk.Open(channel);
}

TEST(Crash, KeepsAGroupOnceItIsCommittedAndNothingOfOneThatIsNot) {
  for (const std::string place : {"before", "after"}) {
    SCOPED_TRACE(place);
    const TemporaryDirectory directory;
    const std::string path = directory / "frontdesk.db";
    ASSERT_EQ(RunInChild("Crash.DISABLED_WriteInChild", "store." + place + "_commit:2", path), kCrashed);
    const base::SystemClock clock;
    const auto store = *OpenSqliteStore(path, clock);
    EXPECT_TRUE(store->FindConversation({"widget", "one", ""}));
    EXPECT_EQ(store->FindConversation({"widget", "two", ""}).has_value(), place == "after");
    EXPECT_FALSE(store->FindConversation({"widget", "three", ""}));
  }
}

}  // namespace
}  // namespace frontdesk::store
