// Business hours: when somebody is there, and how clocks run that stand still while nobody is.
//
// Hours are a union of calendars, so that one queue may be served from several places in turn ("follow the sun"). A
// calendar has a time zone, shifts for each day of the week, and days that are different: holidays without shifts,
// working Saturdays with some. No calendar at all means around the clock.
//
// Thread safety: plain values, pure functions. Failure: nothing fails; hours that never open are never open.
// Source of zones: the IANA time zone database (package tzdata).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/result.h"

namespace frontdesk::desk {

// Minutes of a local day, 0 <= from < to <= 1440. Where a clock is put back an hour counts twice, where it is put
// forward the missing hour does not count: what is counted is the time that passes for everybody.
struct Shift {
  int from = 0;
  int to = 0;
  bool operator==(const Shift&) const = default;
};

struct Calendar {
  std::string zone = "UTC";
  std::array<std::vector<Shift>, 7> week;               // Monday first; shifts in order, apart from each other
  std::map<std::string, std::vector<Shift>> days = {};  // "2027-01-01" -> its shifts instead of the week's
};

using Hours = std::vector<Calendar>;

// Farther than this nothing is looked for.
inline constexpr int kMaxDaysAhead = 400;

bool IsOpen(const Hours& hours, base::TimePoint at);
// The first moment from `at` on that is open; nothing within kMaxDaysAhead.
std::optional<base::TimePoint> NextOpening(const Hours& hours, base::TimePoint at);
// When so much open time has passed since `from`; nothing within kMaxDaysAhead.
std::optional<base::TimePoint> AfterOpenTime(const Hours& hours, base::TimePoint from, base::Millis time);
// Open time between the two; 0 when `to` is not after `from`. Looks kMaxDaysAhead far.
base::Millis OpenTimeBetween(const Hours& hours, base::TimePoint from, base::TimePoint to);

struct OpenSpan {
  base::TimePoint from, to;
};
// The open times between the two, in order and apart from each other; from within kMaxDaysAhead.
std::vector<OpenSpan> OpenSpansBetween(const Hours& hours, base::TimePoint from, base::TimePoint to);

// "09:00-12:00" and "09:00-24:00"; kInvalid with a sentence.
base::Result<Shift> ParseShift(std::string_view text);
// A day as `days` names it: "2027-01-01"; empty when it is no date.
std::string ParseDay(std::string_view text);
bool IsZone(const std::string& zone);

}  // namespace frontdesk::desk
