#include "bot/runtime/login_throttle.h"

#include <gtest/gtest.h>

namespace frontdesk::runtime {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Throttle : public ::testing::Test {
 protected:
  bool MayTry(const std::string& name, const std::string& address) {
    return !throttle_.Begin(name, address, now_).has_value();
  }
  LoginThrottle throttle_;
  base::TimePoint now_ = base::FromMillis(1'700'000'000'000);
};

TEST_F(Throttle, LetsAFewTriesPassAndThenWaitsTwiceAsLongEachTime) {
  for (int i = 0; i < kFreeTries; ++i) EXPECT_TRUE(MayTry("kim", "1"));
  base::Millis expected = kFirstThrottle;
  for (int i = 0; i < 6; ++i) {
    const auto wait = throttle_.Begin("kim", "1", now_);
    ASSERT_TRUE(wait.has_value());
    EXPECT_EQ(*wait, expected);
    now_ += *wait;
    EXPECT_TRUE(MayTry("kim", "1"));
    expected *= 2;
  }
}

TEST_F(Throttle, OfTenThousandGuessesFromOnePlaceAtMostSixtyAreTried) {
  int tried = 0;
  for (int i = 0; i < 10'000; ++i, now_ += seconds(1)) tried += MayTry("kim", "1") ? 1 : 0;
  EXPECT_LE(tried, 60);
}

TEST_F(Throttle, OfTenThousandGuessesFromAllOverTheWorldAtMostSixtyAreTried) {
  int tried = 0;
  for (int i = 0; i < 10'000; ++i, now_ += seconds(1)) tried += MayTry("kim", std::to_string(i)) ? 1 : 0;
  EXPECT_LE(tried, 60);
}

TEST_F(Throttle, ManyNamesFromOnePlaceAreSlowedToo) {
  int tried = 0;
  for (int i = 0; i < 10'000; ++i, now_ += seconds(1)) tried += MayTry("name" + std::to_string(i), "1") ? 1 : 0;
  EXPECT_LE(tried, 60);
}

TEST_F(Throttle, AllAtOnceAreNoMoreThanOneAfterAnother) {
  int tried = 0;
  for (int i = 0; i < 1'000; ++i) tried += MayTry("kim", "1") ? 1 : 0;
  EXPECT_EQ(tried, kFreeTries);
}

TEST_F(Throttle, ARefusedTryDoesNotLengthenTheWait) {
  for (int i = 0; i < kFreeTries; ++i) MayTry("kim", "1");
  const auto wait = throttle_.Begin("kim", "1", now_);
  for (int i = 0; i < 100; ++i) throttle_.Begin("kim", "1", now_);
  EXPECT_EQ(throttle_.Begin("kim", "1", now_), wait);
}

TEST_F(Throttle, ASuccessForgivesAndADayForgets) {
  for (int i = 0; i < kFreeTries; ++i) MayTry("kim", "1");
  EXPECT_FALSE(MayTry("kim", "1"));
  throttle_.Succeed("kim", "1");
  EXPECT_TRUE(MayTry("kim", "1"));
  for (int i = 0; i < 20; ++i, now_ += hours(1)) MayTry("lee", "2");
  now_ += hours(25);
  for (int i = 0; i < kFreeTries; ++i) EXPECT_TRUE(MayTry("lee", "2"));
}

TEST_F(Throttle, AnAccountIsNeverClosedForLongByStrangers) {
  for (int i = 0; i < 100; ++i, now_ += hours(1)) MayTry("kim", "a" + std::to_string(i));
  MayTry("kim", "b");
  const auto wait = throttle_.Begin("kim", "at home", now_);
  ASSERT_TRUE(wait.has_value());
  EXPECT_LE(*wait, kLongestForAccount);
}

TEST_F(Throttle, NamesDifferByMoreThanCase) {
  for (int i = 0; i < kFreeTries; ++i) MayTry(i % 2 == 0 ? "kim" : "KIM", std::to_string(i));
  EXPECT_FALSE(MayTry("Kim", "home"));
}

TEST_F(Throttle, RemembersABoundedNumberOfNamesAndTheWorstOfThemBest) {
  for (int i = 0; i < 10; ++i, now_ += minutes(6)) MayTry("kim", "home");
  for (std::size_t i = 0; i < kMaxThrottled + 100; ++i) MayTry("n" + std::to_string(i), std::to_string(i));
  EXPECT_FALSE(MayTry("kim", "home") && MayTry("kim", "home"));
}

}  // namespace
}  // namespace frontdesk::runtime
