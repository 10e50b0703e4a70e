// The real binary is killed at random moments under load. PROMISES P1 and P2.
#include <cstdio>
#include <random>
#include <thread>

#include "tests/crash/crash_fixture.h"
#include "tests/crash/oracle.h"

namespace frontdesk::crash {

namespace {

constexpr int kCustomers = 20;
constexpr int kKills = 10;
constexpr int kKillsOfLongRun = 30;
constexpr int kKillsAmongFragments = 6;
constexpr char kBurst[] = "200ms";
constexpr std::uint64_t kShortestLife = 50, kLongestLife = 500;  // ms

using Kill9 = CrashTest;

TEST_F(Kill9, LosesNothingThatWasAcknowledgedAndSaysNothingTwice) {
  const std::uint64_t seed = Seed();
  std::printf("seed %llu (FRONTDESK_SEED)\n", static_cast<unsigned long long>(seed));
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  Customers customers(desk_.port(), kCustomers, seed);
  ASSERT_TRUE(customers.ready());
  customers.Begin();
  std::mt19937_64 random(seed);
  const int kills = IsLongRun() ? kKillsOfLongRun : kKills;
  for (int i = 0; i < kills; ++i) {
    // The life is counted from the start of the process, so that some die before they are ready.
    std::this_thread::sleep_for(
        fakes::Millis(kShortestLife + random() % static_cast<std::uint64_t>(kLongestLife - kShortestLife)));
    desk_.Kill();
    ASSERT_TRUE(desk_.Start());
  }
  ASSERT_TRUE(desk_.WaitReady(kStartPatience)) << desk_.Complaint();
  customers.Finish(kDrainPatience);
  ExpectNone(JudgeStreams(customers.logs()));
  desk_.Kill();
  ExpectNone(JudgeDatabase(desk_.DatabasePath(), customers.logs()));
  std::uint64_t broken = 0;
  for (const auto& log : customers.logs()) broken += log->broken;
  EXPECT_GT(broken, 0u) << "no kill hit anybody";
  std::printf("%d kills, %llu events acknowledged, %llu tries without an answer\n", kills,
              static_cast<unsigned long long>(customers.acknowledged()), static_cast<unsigned long long>(broken));
}

// An answer that is held back stands in the store as a row that nobody sends yet; it is claimed when its moment comes.
TEST_F(Kill9, LosesNoAnswerThatItHeldBackAndSaysNoneTwice) {
  const std::uint64_t seed = Seed();
  std::printf("seed %llu (FRONTDESK_SEED)\n", static_cast<unsigned long long>(seed));
  ASSERT_TRUE(desk_.WriteSmallWorkspace(kBurst));
  StartReady();
  Customers customers(desk_.port(), kCustomers, seed, Manner::kFragments);
  ASSERT_TRUE(customers.ready());
  customers.Begin();
  std::mt19937_64 random(seed);
  const int kills = IsLongRun() ? kKillsOfLongRun : kKillsAmongFragments;
  for (int i = 0; i < kills; ++i) {
    std::this_thread::sleep_for(
        fakes::Millis(kShortestLife + random() % static_cast<std::uint64_t>(kLongestLife - kShortestLife)));
    desk_.Kill();
    ASSERT_TRUE(desk_.Start());
  }
  ASSERT_TRUE(desk_.WaitReady(kStartPatience)) << desk_.Complaint();
  customers.Finish(kDrainPatience);
  ExpectNone(JudgeStreams(customers.logs()));
  desk_.Kill();
  ExpectNone(JudgeDatabase(desk_.DatabasePath(), customers.logs()));
  std::printf("%d kills, %llu fragments acknowledged\n", kills,
              static_cast<unsigned long long>(customers.acknowledged()));
}

TEST_F(Kill9, AStopBySignalAnswersWhatIsUnderWayAndLeavesNothingUnsent) {
  ASSERT_TRUE(desk_.WriteSmallWorkspace());
  StartReady();
  Customers customers(desk_.port(), kCustomers, Seed());
  customers.Begin();
  while (customers.acknowledged() < 10 * kCustomers) std::this_thread::sleep_for(fakes::Millis(1));
  EXPECT_EQ(desk_.Stop(kStopPatience), 0) << desk_.Complaint();
  EXPECT_EQ(AskDatabase(desk_.DatabasePath(), "SELECT count(*) FROM outbox"), std::vector<std::string>{"0"});
  StartReady();
  customers.Finish(kDrainPatience);
  ExpectNone(JudgeStreams(customers.logs()));
  desk_.Kill();
  ExpectNone(JudgeDatabase(desk_.DatabasePath(), customers.logs()));
}

}  // namespace

}  // namespace frontdesk::crash
