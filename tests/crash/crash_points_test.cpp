// The real binary ends itself at every crash point of the sources, at its first passes. PROMISES P1.
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <thread>

#include "tests/crash/crash_fixture.h"
#include "tests/crash/oracle.h"

namespace frontdesk::crash {

namespace {

namespace fs = std::filesystem;

constexpr int kCustomers = 6;
constexpr int kPasses = 5;
constexpr int kPassesOfLongRun = 20;
constexpr fakes::Millis kCrashPatience{90'000};

int Passes() { return IsLongRun() ? kPassesOfLongRun : kPasses; }

// Passed by everyday work, and those that need a reason of their own. Together: all that the sources name.
constexpr std::string_view kPassedByMessages[] = {"intake.decided",      "intake.before_acknowledgement",
                                                  "store.before_commit", "store.after_commit",
                                                  "outbox.before_send",  "outbox.after_send"};
constexpr std::string_view kPassedByMigration[] = {"migration.before_commit", "migration.after_commit"};
constexpr std::string_view kPassedByPark = "intake.park";
constexpr std::string_view kPassedByReload = "reload.read";
constexpr std::string_view kPassedByUpload = "uploads.file_written";

std::set<std::string> NamesInSources() {
  constexpr std::string_view kMacro = "CRASH_POINT(\"";
  std::set<std::string> names;
  for (const char* folder : {"bot", "adapters", "flows", "knowledge"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(FD_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      std::stringstream read;
      read << std::ifstream(entry.path()).rdbuf();
      const std::string text = read.str();
      for (std::size_t at = text.find(kMacro); at != text.npos; at = text.find(kMacro, at + 1)) {
        const std::size_t begin = at + kMacro.size();
        names.insert(text.substr(begin, text.find('"', begin) - begin));
      }
    }
  }
  return names;
}

std::string PointOf(std::string_view name, int pass) { return std::string(name) + ":" + std::to_string(pass); }

TEST(CrashPoints, AllThatTheSourcesNameAreTriedHere) {
  std::set<std::string> tried;
  tried.insert(std::begin(kPassedByMessages), std::end(kPassedByMessages));
  tried.insert(std::begin(kPassedByMigration), std::end(kPassedByMigration));
  for (const std::string_view name : {kPassedByPark, kPassedByReload, kPassedByUpload}) tried.emplace(name);
  EXPECT_EQ(NamesInSources(), tried);
}

class CrashAtMessage : public CrashTest, public ::testing::WithParamInterface<std::string_view> {};

// The same customers live through all passes of one point, on one data directory.
TEST_P(CrashAtMessage, LosesNothingThatWasAcknowledgedAndSaysNothingTwice) {
  const std::uint64_t seed = Seed();
  std::printf("seed %llu (FRONTDESK_SEED)\n", static_cast<unsigned long long>(seed));
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  Customers customers(desk_.port(), kCustomers, seed);
  ASSERT_TRUE(customers.ready());
  desk_.Kill();
  customers.Begin();
  for (int pass = 1; pass <= Passes(); ++pass) {
    ASSERT_TRUE(desk_.Start(PointOf(GetParam(), pass)));
    ASSERT_EQ(desk_.Wait(kCrashPatience), kCrashed) << "at pass " << pass << "\n" << desk_.Complaint();
  }
  StartReady();
  customers.Finish(kDrainPatience);
  ExpectNone(JudgeStreams(customers.logs()));
  desk_.Kill();
  ExpectNone(JudgeDatabase(desk_.DatabasePath(), customers.logs()));
}

std::string TestNameOf(const ::testing::TestParamInfo<std::string_view>& point) {
  std::string name(point.param);
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Points, CrashAtMessage, ::testing::ValuesIn(kPassedByMessages), TestNameOf);

// Those that an answer passes which was held back, in the order that it passes them.
constexpr std::string_view kPassedByHeldAnswers[] = {"store.before_commit", "store.after_commit", "outbox.before_send",
                                                     "outbox.after_send"};
constexpr int kPassesOfHeldAnswers = 3;

class CrashAtHeldAnswer : public CrashTest, public ::testing::WithParamInterface<std::string_view> {};

TEST_P(CrashAtHeldAnswer, LosesNoneAndSaysNoneTwice) {
  const std::uint64_t seed = Seed();
  std::printf("seed %llu (FRONTDESK_SEED)\n", static_cast<unsigned long long>(seed));
  ASSERT_TRUE(desk_.WriteSmallWorkspace("200ms"));
  StartReady();
  Customers customers(desk_.port(), kCustomers, seed, Manner::kFragments);
  ASSERT_TRUE(customers.ready());
  desk_.Kill();
  customers.Begin();
  const int passes = IsLongRun() ? kPassesOfLongRun : kPassesOfHeldAnswers;
  for (int pass = 1; pass <= passes; ++pass) {
    ASSERT_TRUE(desk_.Start(PointOf(GetParam(), pass)));
    ASSERT_EQ(desk_.Wait(kCrashPatience), kCrashed) << "at pass " << pass << "\n" << desk_.Complaint();
  }
  StartReady();
  customers.Finish(kDrainPatience);
  ExpectNone(JudgeStreams(customers.logs()));
  desk_.Kill();
  ExpectNone(JudgeDatabase(desk_.DatabasePath(), customers.logs()));
}

INSTANTIATE_TEST_SUITE_P(Points, CrashAtHeldAnswer, ::testing::ValuesIn(kPassedByHeldAnswers), TestNameOf);

class CrashAtMigration : public CrashTest, public ::testing::WithParamInterface<std::string_view> {};

TEST_P(CrashAtMigration, LeavesADatabaseThatTheNextStartCompletes) {
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  const std::string database = desk_.DatabasePath();
  int pass = 1;
  // A pass for each step of the schema; with fewer steps than passes the server just starts.
  for (; pass <= Passes(); ++pass) {
    fs::remove_all(fs::path(database).parent_path());
    ASSERT_TRUE(desk_.Start(PointOf(GetParam(), pass)));
    if (desk_.WaitReady(kStartPatience)) break;
    ASSERT_FALSE(desk_.running()) << "the server neither became ready nor ended";
    EXPECT_EQ(desk_.last_exit(), kCrashed) << desk_.Complaint();
    StartReady();
    Customers customers(desk_.port(), 1, Seed());
    ASSERT_TRUE(customers.ready());
    customers.Begin();
    while (customers.acknowledged() < 3) std::this_thread::sleep_for(fakes::Millis(1));
    customers.Finish(kDrainPatience);
    ExpectNone(JudgeStreams(customers.logs()));
    desk_.Kill();
    ExpectNone(JudgeDatabase(database, customers.logs()));
  }
  EXPECT_GT(pass, 1) << "the point was never passed";
}

INSTANTIATE_TEST_SUITE_P(Points, CrashAtMigration, ::testing::ValuesIn(kPassedByMigration), TestNameOf);

TEST_F(CrashTest, AReloadThatIsCutOffChangesNothingForCustomers) {
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  Customers customers(desk_.port(), kCustomers, Seed());
  ASSERT_TRUE(customers.ready());
  desk_.Kill();
  customers.Begin();
  for (int pass = 1; pass <= Passes(); ++pass) {
    ASSERT_TRUE(desk_.Start(PointOf(kPassedByReload, pass)));
    ASSERT_TRUE(desk_.WaitReady(kStartPatience)) << desk_.Complaint();
    do ::kill(desk_.process(), SIGHUP);
    while (!desk_.Wait(fakes::Millis(20)));
    ASSERT_EQ(desk_.last_exit(), kCrashed) << "at pass " << pass << "\n" << desk_.Complaint();
  }
  StartReady();
  customers.Finish(kDrainPatience);
  ExpectNone(JudgeStreams(customers.logs()));
  desk_.Kill();
  ExpectNone(JudgeDatabase(desk_.DatabasePath(), customers.logs()));
}

// A file that was acknowledged is on the disk, whole, and can be sent; one that was not may be sent again.
TEST_F(CrashTest, AnAcknowledgedUploadIsKeptWhereverTheNextOneIsCutOff) {
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  fakes::Visitor visitor(desk_.port());
  ASSERT_TRUE(visitor.Arrive());
  desk_.Kill();
  std::vector<std::pair<std::string, std::string>> kept;  // id, bytes
  const auto upload = [&](const std::string& bytes) {
    visitor.HangUp();  // the connection to a former server
    const auto answer = visitor.Post("/files?name=log.txt", bytes);
    if (answer.status == 200) kept.emplace_back(fakes::TextIn(answer.body, "id"), bytes);
    return answer.status == 200;
  };
  for (int pass = 1; pass <= Passes(); ++pass) {
    ASSERT_TRUE(desk_.Start(PointOf(kPassedByUpload, pass)));
    ASSERT_TRUE(desk_.WaitReady(kStartPatience)) << desk_.Complaint();
    const std::string text = "log of pass " + std::to_string(pass);
    for (int i = 1; i < pass; ++i) ASSERT_TRUE(upload(text + ", file " + std::to_string(i)));
    EXPECT_FALSE(upload(text + ", cut off"));
    EXPECT_EQ(desk_.Wait(kCrashPatience), kCrashed) << desk_.Complaint();
  }
  StartReady();
  EXPECT_TRUE(upload("the last one"));
  int sent = 0;
  for (const auto& [id, bytes] : kept) {
    const std::string event =
        "{\"id\":\"f" + std::to_string(sent++) + "\",\"type\":\"files\",\"files\":[\"" + id + "\"]}";
    EXPECT_EQ(visitor.Post("/events", event).status, 200) << id;
    std::stringstream read;
    read << std::ifstream(fs::path(desk_.DatabasePath()).parent_path() / "uploads" / id).rdbuf();
    EXPECT_EQ(read.str(), bytes);
  }
  desk_.Kill();
  EXPECT_EQ(AskDatabase(desk_.DatabasePath(), "SELECT count(*) FROM upload WHERE conversation > 0"),
            std::vector<std::string>{std::to_string(kept.size())});
}

// What the page tells of itself cannot be decided while the state of its conversation is damaged, and is nothing that a
// person could be handed: it is parked and acknowledged, and taken in once the state is mended.
class CrashAtPark : public CrashTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(desk_.WriteSmallWorkspace());
    StartReady();
    visitor_ = std::make_unique<fakes::Visitor>(desk_.port());
    ASSERT_TRUE(visitor_->Arrive());
    ASSERT_EQ(visitor_->Say("q0", std::string(fakes::kEchoStart)).status, 200);
    desk_.Kill();
    good_state_ = AskDatabase(desk_.DatabasePath(), "SELECT state FROM conversation").at(0);
  }

  // The next word of the page, once. True when it was acknowledged.
  bool Tell() {
    const std::string number = std::to_string(told_);
    const std::string event =
        "{\"id\":\"c" + number + "\",\"type\":\"context\",\"context\":{\"key" + number + "\":\"told\"}}";
    visitor_->HangUp();  // the connection to a former server
    if (visitor_->Post("/events", event).status != 200) return false;
    ++told_;
    return true;
  }

  void SetState(const std::string& state) {
    std::string quoted;
    for (const char c : state) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    const auto answer = AskDatabase(desk_.DatabasePath(), "UPDATE conversation SET state = '" + quoted + "'");
    ASSERT_TRUE(answer.empty()) << answer.front();
  }

  std::string Ask(const std::string& sql) { return AskDatabase(desk_.DatabasePath(), sql).at(0); }

  std::unique_ptr<fakes::Visitor> visitor_;
  int told_ = 0;
  std::string good_state_;
};

TEST_F(CrashAtPark, KeepsTheEventAndTakesItInOnceWhenItCanBeDecided) {
  SetState("[");
  for (int pass = 1; pass <= Passes(); ++pass) {
    ASSERT_TRUE(desk_.Start(PointOf(kPassedByPark, pass)));
    // What is parked already is tried and parked again after every start, which passes the point as well.
    while (desk_.running() && !desk_.Wait(fakes::Millis(1))) Tell();
    ASSERT_EQ(desk_.last_exit(), kCrashed) << "at pass " << pass << "\n" << desk_.Complaint();
  }
  StartReady();
  ASSERT_TRUE(Tell());
  desk_.Kill();
  ASSERT_NE(Ask("SELECT count(*) FROM parked"), "0");
  SetState(good_state_);

  StartReady();
  for (int looks = 0; looks < 1800 && Ask("SELECT count(*) FROM parked") != "0"; ++looks)
    std::this_thread::sleep_for(fakes::Millis(50));
  visitor_->HangUp();
  EXPECT_EQ(visitor_->Say("q1", "number 1").status, 200) << "the conversation goes on";
  EXPECT_EQ(desk_.Stop(kStopPatience), 0);
  EXPECT_EQ(Ask("SELECT count(*) FROM parked"), "0");
  const std::string state = Ask("SELECT state FROM conversation");
  for (int i = 0; i < told_; ++i) {
    const std::string number = std::to_string(i);
    EXPECT_NE(state.find("\"key" + number + "\":"), std::string::npos) << number;
    EXPECT_EQ(Ask("SELECT count(*) FROM event WHERE event_id LIKE '%:c" + number + "'"), "1");
  }
}

}  // namespace

}  // namespace frontdesk::crash
