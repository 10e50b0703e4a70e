#include "bot/base/clock.h"

#include <date/date.h>
#include <date/tz.h>

#include <charconv>
#include <cstdio>
#include <sstream>

namespace frontdesk::base {

namespace {

struct Unit {
  char letter;
  Millis length;
};

constexpr Unit kUnits[] = {{'d', std::chrono::hours(24)},
                           {'h', std::chrono::hours(1)},
                           {'m', std::chrono::minutes(1)},
                           {'s', std::chrono::seconds(1)}};

}  // namespace

TimePoint SystemClock::Now() const { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); }

std::string FormatUtc(TimePoint at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{seconds - day};
  char text[128];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02ld:%02ld:%02ldZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<long>(time.hours().count()), static_cast<long>(time.minutes().count()),
                static_cast<long>(time.seconds().count()));
  return text;
}

std::string FormatLocal(TimePoint at, std::string_view zone) {
  try {
    const date::zoned_time local{std::string(zone.empty() ? "UTC" : zone), at};
    return date::format("%Y-%m-%d %H:%M", std::chrono::floor<std::chrono::minutes>(local.get_local_time()));
  } catch (const std::exception&) {
    return date::format("%Y-%m-%d %H:%M", std::chrono::floor<std::chrono::minutes>(at)) + " UTC";
  }
}

Result<TimePoint> ParseTime(std::string_view text) {
  for (const char* format : {"%FT%TZ", "%FT%T%Ez", "%FT%RZ", "%FT%R%Ez", "%F %R"}) {
    std::istringstream in{std::string(text)};
    // To the second: finer steps overflow inside the date library for far-away years.
    std::chrono::sys_seconds at;
    in >> date::parse(format, at);
    if (!in.fail() && in.peek() == std::istringstream::traits_type::eof()) return at;
  }
  return Fail(ErrorCode::kInvalid, "'" + std::string(text) + "' is not a time; write 2026-03-02T10:00+08:00");
}

Result<Millis> ParseDuration(std::string_view text) {
  std::int64_t amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error == std::errc{} && amount > 0 && amount <= 1'000'000 && end + 1 == text.data() + text.size()) {
    for (const Unit& unit : kUnits)
      if (unit.letter == *end) return unit.length * amount;
  }
  return Fail(ErrorCode::kInvalid, "'" + std::string(text) + "' is not a duration; write 90s, 15m, 26h or 3d");
}

std::string FormatDuration(Millis duration) {
  std::string text;
  int parts = 0;
  for (const Unit& unit : kUnits) {
    const auto count = duration / unit.length;
    if (count == 0 || parts == 2) continue;
    if (!text.empty()) text += ' ';
    text += std::to_string(count) + unit.letter;
    duration -= unit.length * count;
    ++parts;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace frontdesk::base
