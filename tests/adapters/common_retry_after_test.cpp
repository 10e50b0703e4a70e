// How long a platform asks us to wait, as adapters read it.
#include <gtest/gtest.h>

#include "adapters/common/retry_after.h"

namespace frontdesk::adapters::common {
namespace {

constexpr base::Millis kFallback{1'234};

base::Millis Of(const std::string& value) { return RetryAfter({429, {{"retry-after", value}}, {}}, kFallback); }

TEST(RetryAfter, IsInSecondsAndAtMostAnHour) {
  EXPECT_EQ(Of("7"), std::chrono::seconds(7));
  EXPECT_EQ(Of(" 7 "), std::chrono::seconds(7));
  EXPECT_EQ(Of("0"), base::Millis{0});
  EXPECT_EQ(Of("86400"), std::chrono::hours(1));
}

TEST(RetryAfter, IsOurOwnPauseForWhatIsNoNumberOfSeconds) {
  for (const char* none : {"", "-1", "soon", "7s", "99999999999999999999", "Mon, 02 Mar 2026 10:00:00 GMT"})
    EXPECT_EQ(Of(none), kFallback) << none;
  EXPECT_EQ(RetryAfter({429, {}, {}}, kFallback), kFallback);
}

TEST(RetryAfter, IsOfTheFirstHeaderThatSays) {
  const HttpAnswer answer{429, {{"x-reset", "9"}, {"Retry-After", "later"}}, {}};
  constexpr std::string_view kHeaders[] = {"Retry-After", "x-reset"};
  EXPECT_EQ(RetryAfter(answer, kFallback, kHeaders), std::chrono::seconds(9));
  EXPECT_EQ(RetryAfter(answer, kFallback), kFallback);
}

}  // namespace
}  // namespace frontdesk::adapters::common
