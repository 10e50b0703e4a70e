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
constexpr fakes::Millis kCrashPatience{20'000};

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

// An event that cannot be decided, because the state of its conversation is damaged, is parked and acknowledged; once
// the state is mended it is answered, once.
class CrashAtPark : public CrashTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(desk_.WriteSmallWorkspace());
    StartReady();
    visitor_ = std::make_unique<fakes::Visitor>(desk_.port());
    ASSERT_TRUE(visitor_->Arrive());
    log_.name = visitor_->name();
    ASSERT_TRUE(Ask());
    desk_.Kill();
    good_state_ = AskDatabase(desk_.DatabasePath(), "SELECT state FROM conversation").at(0);
  }

  // The next question, once. True when it was acknowledged.
  bool Ask() {
    const std::size_t number = log_.acknowledged.size();
    const Asked question{"q" + std::to_string(number),
                         number == 0 ? std::string(fakes::kEchoStart) : "number " + std::to_string(number)};
    if (visitor_->Say(question.id, question.text).status != 200) return false;
    log_.acknowledged.push_back(question);
    return true;
  }

  void SetState(const std::string& state) {
    std::string quoted;
    for (const char c : state) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    const auto answer = AskDatabase(desk_.DatabasePath(), "UPDATE conversation SET state = '" + quoted + "'");
    ASSERT_TRUE(answer.empty()) << answer.front();
  }

  // What was asked and what was replied, each sorted: parked events are decided when they can be, in no order.
  static std::vector<std::string> Sorted(const std::vector<fakes::SeenRow>& rows, std::string_view from) {
    std::vector<std::string> texts;
    for (const fakes::SeenRow& row : rows)
      if (row.from == from && row.kind != "greeting") texts.push_back(row.text);
    std::sort(texts.begin(), texts.end());
    return texts;
  }

  std::unique_ptr<fakes::Visitor> visitor_;
  CustomerLog log_;
  std::string good_state_;
};

TEST_F(CrashAtPark, KeepsTheEventAndAnswersItOnceWhenItCanBeDecided) {
  SetState("[");
  for (int pass = 1; pass <= Passes(); ++pass) {
    ASSERT_TRUE(desk_.Start(PointOf(kPassedByPark, pass)));
    // What is parked already is tried and parked again after every start, which passes the point as well.
    while (desk_.running() && !desk_.Wait(fakes::Millis(1))) Ask();
    ASSERT_EQ(desk_.last_exit(), kCrashed) << "at pass " << pass << "\n" << desk_.Complaint();
  }
  StartReady();
  ASSERT_TRUE(Ask());
  desk_.Kill();
  ASSERT_NE(AskDatabase(desk_.DatabasePath(), "SELECT count(*) FROM parked"), std::vector<std::string>{"0"});
  SetState(good_state_);

  StartReady();
  std::vector<std::string> asked, replies;
  for (const Asked& question : log_.acknowledged) {
    asked.push_back(question.text);
    replies.push_back(ReplyTo(question));
  }
  std::sort(asked.begin(), asked.end());
  std::sort(replies.begin(), replies.end());
  const std::vector<fakes::SeenRow> rows = Replay(log_.name, 2 * log_.acknowledged.size(), kDrainPatience);
  EXPECT_EQ(Sorted(rows, "user"), asked);
  EXPECT_EQ(Sorted(rows, "bot"), replies);
  EXPECT_EQ(desk_.Stop(kStopPatience), 0);
  EXPECT_EQ(AskDatabase(desk_.DatabasePath(), "SELECT count(*) FROM parked"), std::vector<std::string>{"0"});
}

}  // namespace

}  // namespace frontdesk::crash
