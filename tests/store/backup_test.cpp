// A backup is whole or it is not there; a restore gives back what was saved, or says why not.
#include "bot/store/backup.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "bot/store/data_directory.h"
#include "bot/store/manifest.h"
#include "tests/store/store_fixture.h"

namespace frontdesk::store {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

void WriteFile(const std::string& path, const std::string& bytes) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::vector<std::string> Names(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) names.push_back(entry.path().filename());
  return names;
}

class Backup : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(data);
    Fill();
  }
  void Fill() {
    desk.store = *OpenSqliteStore(data + "/" + kDatabaseFile, clock);
    Turn turn = desk.TurnOn(desk.NewConversation("ann"), "e1");
    desk.Hear(turn, "hello");
    ASSERT_TRUE(desk.Write(turn).status);
    conversation = turn.conversation.id;
    WriteFile(data + "/uploads/f1", std::string(200'000, 'x'));
    WriteFile(data + "/uploads/deep/f2", "two");
  }
  std::string WhyNot(const Status& status) { return status ? "it went well" : status.error().message; }

  TemporaryDirectory directory;
  std::string data = directory / "data", saved = directory / "saved", fresh = directory / "fresh";
  base::ManualClock clock{*base::ParseTime("2026-03-02T10:00:00Z")};
  Desk desk{nullptr, clock};
  Id conversation = 0;
};

// Without the key every visitor's cookie would be a stranger's, and their conversations out of their reach.
TEST_F(Backup, KeepsTheKeyThatKnowsVisitorsAgain) {
  WriteFile(data + "/" + kVisitorKeyFile, "a key of thirty-two bytes, or so");
  ASSERT_TRUE(BackUp(data, saved));
  ASSERT_TRUE(Restore(saved, fresh));
  EXPECT_EQ(ReadFile(fresh + "/" + kVisitorKeyFile), "a key of thirty-two bytes, or so");
  EXPECT_EQ(fs::status(fresh + "/" + kVisitorKeyFile).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Backup, GivesBackEverythingWhileTheServerGoesOn) {
  const DataLock server = *LockDataDirectory(data);
  const Status backed_up = BackUp(data, saved);
  ASSERT_TRUE(backed_up) << WhyNot(backed_up);
  EXPECT_THAT(Names(saved), UnorderedElementsAre("frontdesk.db", "uploads", "manifest.json"));
  desk.Open("after the backup");
  const Status restored = Restore(saved, fresh);
  ASSERT_TRUE(restored) << WhyNot(restored);
  EXPECT_THAT(Names(fresh), UnorderedElementsAre("frontdesk.db", "uploads", "lock"));
  EXPECT_EQ(ReadFile(fresh + "/uploads/f1"), std::string(200'000, 'x'));
  EXPECT_EQ(ReadFile(fresh + "/uploads/deep/f2"), "two");

  Desk copy(*OpenSqliteStore(fresh + "/" + kDatabaseFile, clock), clock);
  EXPECT_THAT(copy.Bodies(conversation), ElementsAre("hello"));
  EXPECT_FALSE(copy.store->FindConversation({"widget", "after the backup", ""}));
  EXPECT_TRUE(copy.store->Check());
}

TEST_F(Backup, IsOneMomentOfADatabaseThatIsWrittenTo) {
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) {
      Turn turn = desk.TurnOn(*desk.store->LoadConversation(conversation), "more " + std::to_string(i));
      desk.Hear(turn, "question");
      desk.Say(turn, "answer", true);
      EXPECT_TRUE(desk.Write(turn).status);
    }
  });
  const Status backed_up = BackUp(data, saved);
  writer.join();
  ASSERT_TRUE(backed_up) << WhyNot(backed_up);
  ASSERT_TRUE(Restore(saved, fresh));
  Desk copy(*OpenSqliteStore(fresh + "/" + kDatabaseFile, clock), clock);
  EXPECT_EQ(copy.Bodies(conversation).size() % 2, 1u) << "one hello, and questions each with their answer";
}

TEST_F(Backup, IsReadableByItsOwnerOnly) {
  ASSERT_TRUE(BackUp(data, saved));
  EXPECT_EQ(fs::status(saved).permissions(), fs::perms::owner_all);
  const auto owner = fs::perms::owner_read | fs::perms::owner_write;
  EXPECT_EQ(fs::status(saved + "/frontdesk.db").permissions(), owner);
  EXPECT_EQ(fs::status(saved + "/uploads/f1").permissions(), owner);
}

TEST_F(Backup, NeverWritesOverAnything) {
  WriteFile(saved + "/precious", "mine");
  const Status again = BackUp(data, saved);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_THAT(Names(saved), ElementsAre("precious"));
  fs::create_directory(directory / "empty");
  EXPECT_TRUE(BackUp(data, directory / "empty/")) << "an empty directory, also with a final slash, is fine";
}

TEST_F(Backup, LeavesNothingBehindWhenItFails) {
  const Status none = BackUp(directory / "no such data", saved);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(Names(directory.path()), ElementsAre("data"));
}

TEST_F(Backup, IsNotRestoredOverDataOrUnderARunningServer) {
  ASSERT_TRUE(BackUp(data, saved));
  EXPECT_THAT(WhyNot(Restore(saved, data)), HasSubstr("not empty"));
  EXPECT_THAT(desk.Bodies(conversation), ElementsAre("hello"));
  const DataLock server = *LockDataDirectory(fresh);
  EXPECT_THAT(WhyNot(Restore(saved, fresh)), HasSubstr("another Frontdesk server"));
}

TEST_F(Backup, IsNotRestoredWhenAFileIsMissingOrChanged) {
  ASSERT_TRUE(BackUp(data, saved));
  WriteFile(saved + "/uploads/f1", std::string(199'999, 'x') + "y");
  EXPECT_THAT(WhyNot(Restore(saved, fresh)), HasSubstr("damaged"));
  EXPECT_THAT(Names(fresh), ElementsAre("lock"));
  fs::remove(saved + "/uploads/f1");
  EXPECT_FALSE(Restore(saved, fresh));
  EXPECT_THAT(Names(fresh), ElementsAre("lock"));
  WriteFile(saved + "/uploads/f1", std::string(200'000, 'x'));
  EXPECT_TRUE(Restore(saved, fresh)) << "mended, it works, and the failed attempts are not in its way";
}

TEST_F(Backup, IsNotRestoredWithoutItsManifestOrFromANewerVersion) {
  ASSERT_TRUE(BackUp(data, saved));
  Manifest manifest = *ManifestFromJson(ReadFile(saved + "/manifest.json"));
  manifest.schema = 99;
  WriteFile(saved + "/manifest.json", ToJson(manifest));
  EXPECT_THAT(WhyNot(Restore(saved, fresh)), HasSubstr("newer"));
  fs::remove(saved + "/manifest.json");
  EXPECT_THAT(WhyNot(Restore(saved, fresh)), HasSubstr("not a backup"));
}

TEST_F(Backup, CannotBeMadeToWriteOutsideTheDataDirectory) {
  ASSERT_TRUE(BackUp(data, saved));
  const Manifest good = *ManifestFromJson(ReadFile(saved + "/manifest.json"));
  for (const std::string path : {"../evil", "/evil", "uploads/../../evil", "uploads/./x", "", "lock"}) {
    SCOPED_TRACE(path);
    Manifest bad = good;
    bad.files.push_back({path, 0, ""});
    WriteFile(saved + "/manifest.json", ToJson(bad));
    EXPECT_FALSE(Restore(saved, fresh));
  }
}

TEST(DataDirectory, BelongsToOneServerAtATime) {
  const TemporaryDirectory directory;
  const std::string data = directory / "deep/data";
  {
    const auto first = LockDataDirectory(data);
    ASSERT_TRUE(first);
    const auto second = LockDataDirectory(data);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_THAT(second.error().message, HasSubstr("another Frontdesk server"));
  }
  EXPECT_TRUE(LockDataDirectory(data)) << "free again once the first has gone";
  EXPECT_EQ(fs::status(data).permissions(), fs::perms::owner_all);
}

}  // namespace
}  // namespace frontdesk::store
