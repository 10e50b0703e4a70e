#include "bot/desk/calendar.h"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <charconv>

namespace frontdesk::desk {

using base::Millis;
using base::TimePoint;

namespace {

// Days looked at together.
constexpr int kWindow = 8;
constexpr int kMinutesOfDay = 24 * 60;

using Span = OpenSpan;

const std::vector<Shift>& ShiftsOf(const Calendar& calendar, date::local_days day) {
  if (!calendar.days.empty()) {
    const auto special = calendar.days.find(date::format("%F", day));
    if (special != calendar.days.end()) return special->second;
  }
  return calendar.week[date::weekday{day}.iso_encoding() - 1];
}

// A local time that a clock change leaves out is the moment of the change; one that comes twice is its first.
TimePoint At(const date::time_zone& zone, date::local_days day, int minute) {
  const auto local = day + std::chrono::minutes(minute);
  return zone.to_sys(local, date::choose::earliest);
}

const date::time_zone* ZoneOf(const Calendar& calendar) {
  try {
    return date::locate_zone(calendar.zone);
  } catch (const std::exception&) {
    return nullptr;  // `check` has refused it
  }
}

void AddSpans(const Calendar& calendar, TimePoint from, int days, std::vector<Span>& spans) {
  const date::time_zone* zone = ZoneOf(calendar);
  if (zone == nullptr) return;
  const date::local_days first = date::floor<date::days>(zone->to_local(from)) - date::days(1);
  for (int i = 0; i < days + 2; ++i) {
    const date::local_days day = first + date::days(i);
    for (const Shift& shift : ShiftsOf(calendar, day)) {
      const Span span{At(*zone, day, shift.from), At(*zone, day, shift.to)};
      if (span.from < span.to) spans.push_back(span);
    }
  }
}

// The open times within [from, from + days), in order and apart from each other.
std::vector<Span> SpansOf(const Hours& hours, TimePoint from, int days) {
  const TimePoint end = from + date::days(days);
  std::vector<Span> spans;
  for (const Calendar& calendar : hours) AddSpans(calendar, from, days, spans);
  if (hours.empty()) spans.push_back({from, end});
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  std::vector<Span> merged;
  for (Span span : spans) {
    span = {std::max(span.from, from), std::min(span.to, end)};
    if (span.from >= span.to) continue;
    if (!merged.empty() && span.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, span.to);
    } else {
      merged.push_back(span);
    }
  }
  return merged;
}

// Calls `see(span)` for the open times from `from` on, in order, until it answers true or the days are over.
template <typename See>
void ForSpans(const Hours& hours, TimePoint from, See see) {
  for (int day = 0; day < kMaxDaysAhead; day += kWindow) {
    for (const Span& span : SpansOf(hours, from + date::days(day), kWindow))
      if (see(span)) return;
  }
}

std::optional<int> ParseMinute(std::string_view text) {
  int hour = 0, minute = 0;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto read = [](std::string_view digits, int& number) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() && digits[0] != '-';
  };
  if (!read(text.substr(0, 2), hour) || !read(text.substr(3), minute)) return std::nullopt;
  const int all = hour * 60 + minute;
  if (minute > 59 || all > kMinutesOfDay) return std::nullopt;
  return all;
}

}  // namespace

bool IsOpen(const Hours& hours, TimePoint at) {
  const std::vector<Span> spans = SpansOf(hours, at, 1);
  return !spans.empty() && spans.front().from == at;
}

std::optional<TimePoint> NextOpening(const Hours& hours, TimePoint at) {
  std::optional<TimePoint> opening;
  ForSpans(hours, at, [&](const Span& span) {
    opening = span.from;
    return true;
  });
  return opening;
}

std::optional<TimePoint> AfterOpenTime(const Hours& hours, TimePoint from, Millis time) {
  std::optional<TimePoint> end;
  Millis left = time;
  ForSpans(hours, from, [&](const Span& span) {
    const Millis open = span.to - span.from;
    if (left <= open) end = span.from + left;
    left -= open;
    return end.has_value();
  });
  return end;
}

Millis OpenTimeBetween(const Hours& hours, TimePoint from, TimePoint to) {
  Millis sum{0};
  ForSpans(hours, from, [&](const Span& span) {
    if (span.from >= to) return true;
    sum += std::min(span.to, to) - span.from;
    return false;
  });
  return sum;
}

std::vector<OpenSpan> OpenSpansBetween(const Hours& hours, TimePoint from, TimePoint to) {
  std::vector<OpenSpan> spans;
  ForSpans(hours, from, [&](const Span& span) {
    if (span.from >= to) return true;
    const bool goes_on = !spans.empty() && spans.back().to == span.from;
    if (goes_on)
      spans.back().to = std::min(span.to, to);
    else
      spans.push_back({span.from, std::min(span.to, to)});
    return false;
  });
  return spans;
}

base::Result<Shift> ParseShift(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto from = ParseMinute(text.substr(0, dash));
  const auto to = dash == std::string_view::npos ? std::nullopt : ParseMinute(text.substr(dash + 1));
  if (!from || !to) {
    return base::Fail(base::ErrorCode::kInvalid, "'" + std::string(text) + "' is not a shift", "write \"09:00-18:00\"");
  }
  if (*from >= *to) {
    return base::Fail(base::ErrorCode::kInvalid, "'" + std::string(text) + "' ends before it begins",
                      "split a night shift at midnight: \"22:00-24:00\" and, on the next day, \"00:00-06:00\"");
  }
  return Shift{*from, *to};
}

std::string ParseDay(std::string_view text) {
  return base::ParseTime(std::string(text) + "T00:00Z") ? std::string(text) : std::string();
}

bool IsZone(const std::string& zone) {
  try {
    date::locate_zone(zone);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace frontdesk::desk
