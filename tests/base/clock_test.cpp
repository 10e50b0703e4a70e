// Time in and out: exact, in UTC inside, in the reader's zone outside.
#include "bot/base/clock.h"

#include <gmock/gmock.h>

namespace frontdesk::base {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

TEST(Clock, WritesUtcAsRfc3339) {
  EXPECT_EQ(FormatUtc(FromMillis(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatUtc(FromMillis(1'772'445'600'999)), "2026-03-02T10:00:00Z");
  EXPECT_EQ(FormatUtc(FromMillis(-1)), "1969-12-31T23:59:59Z");
}

TEST(Clock, ReadsWhatItWrites) {
  for (const std::string text : {"2026-03-02T10:00:00Z", "2024-02-29T23:59:59Z", "1970-01-01T00:00:00Z"})
    EXPECT_EQ(FormatUtc(*ParseTime(text)), text);
}

TEST(Clock, ReadsOffsetsAndTimesWithoutSeconds) {
  const TimePoint ten = *ParseTime("2026-03-02T10:00:00Z");
  for (const std::string text : {"2026-03-02T10:00Z", "2026-03-02T18:00+08:00", "2026-03-02T18:00:00+08:00",
                                 "2026-03-02T04:30:00-05:30", "2026-03-02 10:00"}) {
    const auto read = ParseTime(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, ten) << text;
  }
}

TEST(Clock, RefusesWhatIsNoTime) {
  for (const std::string text : {"", "now", "2026-03-02", "2026-02-30T10:00Z", "2026-13-01T10:00Z", "2026-03-02T25:00Z",
                                 "2026-03-02T10:61Z", "2026-03-02T10:00:00Z later", "10:00", "2026-03-02T10:00:00"}) {
    const auto read = ParseTime(text);
    EXPECT_FALSE(read) << text;
  }
  EXPECT_THAT(ParseTime("soon").error().message, HasSubstr("'soon' is not a time"));
}

TEST(Clock, ShowsLocalTimeThroughSummerAndWinter) {
  EXPECT_EQ(FormatLocal(*ParseTime("2026-03-02T10:00:30Z"), "Asia/Shanghai"), "2026-03-02 18:00");
  EXPECT_EQ(FormatLocal(*ParseTime("2026-03-29T00:59:00Z"), "Europe/Berlin"), "2026-03-29 01:59");
  EXPECT_EQ(FormatLocal(*ParseTime("2026-03-29T01:00:00Z"), "Europe/Berlin"), "2026-03-29 03:00");
  EXPECT_EQ(FormatLocal(*ParseTime("2026-03-02T10:00:00Z"), "UTC"), "2026-03-02 10:00");
  EXPECT_THAT(FormatLocal(*ParseTime("2026-03-02T10:00:00Z"), "Nowhere/Land"), HasSubstr("2026-03-02 10:00"));
  EXPECT_THAT(FormatLocal(*ParseTime("2026-03-02T10:00:00Z"), ""), HasSubstr("2026-03-02 10:00"));
}

TEST(Clock, ReadsDurations) {
  EXPECT_EQ(*ParseDuration("90s"), seconds(90));
  EXPECT_EQ(*ParseDuration("15m"), minutes(15));
  EXPECT_EQ(*ParseDuration("26h"), hours(26));
  EXPECT_EQ(*ParseDuration("3d"), hours(72));
  for (const std::string text :
       {"", "s", "15", "0s", "-1m", "1.5h", "15 m", "15min", "m15", "99999999999999999999s", "1000001s", "1w", "+1m"})
    EXPECT_FALSE(ParseDuration(text)) << text;
}

TEST(Clock, WritesTheTwoLargestUnitsOfADuration) {
  EXPECT_EQ(FormatDuration(minutes(1)), "1m");
  EXPECT_EQ(FormatDuration(minutes(125)), "2h 5m");
  EXPECT_EQ(FormatDuration(hours(26)), "1d 2h");
  EXPECT_EQ(FormatDuration(hours(24) + minutes(5) + seconds(9)), "1d 5m");
  EXPECT_EQ(FormatDuration(Millis(999)), "0s");
  EXPECT_EQ(FormatDuration(Millis(0)), "0s");
}

TEST(Clock, StandsStillUntilItIsMoved) {
  ManualClock clock(FromMillis(1'000));
  EXPECT_EQ(clock.Now(), clock.Now());
  clock.Advance(hours(26));
  EXPECT_EQ(ToMillis(clock.Now()), 1'000 + 26 * 3'600'000);
}

TEST(Clock, OfTheSystemIsInThisCentury) {
  const SystemClock clock;
  EXPECT_GT(clock.Now(), *ParseTime("2020-01-01T00:00Z"));
  EXPECT_LT(clock.Now(), *ParseTime("2100-01-01T00:00Z"));
}

}  // namespace
}  // namespace frontdesk::base
