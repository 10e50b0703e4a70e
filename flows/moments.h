// Moments and days as people say them: "10:15", "tomorrow 10:15", "4 March, 10:15"; "明天 10:15", "3月4日 10:15".
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/clock.h"

namespace frontdesk::flows {

// The day and time of `at` in the IANA zone, as near to `now` as the words allow.
std::string SayTime(base::TimePoint at, base::TimePoint now, std::string_view zone, std::string_view locale);
std::string SayDate(base::TimePoint at, base::TimePoint now, std::string_view zone, std::string_view locale);
// "2026-03-04" -> "4 March 2026"; any other text comes back unchanged.
std::string SayIsoDate(std::string_view iso, std::string_view locale);

// "2026-03-02" in the zone, moved by whole days.
std::string LocalDay(base::TimePoint now, std::string_view zone, int days_later = 0);
// Of today there: 0 is Monday.
int WeekdayOf(base::TimePoint now, std::string_view zone);

}  // namespace frontdesk::flows
