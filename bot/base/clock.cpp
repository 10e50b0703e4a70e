#include "bot/base/clock.h"

#include <date/date.h>
#include <date/tz.h>

#include <charconv>
#include <cstdio>
#include <optional>

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

// Takes a time apart from the left. Not by the date library's parser, which now and then computes with a number that
// was never set.
struct Reader {
  std::string_view rest;

  bool Take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  // Exactly so many digits, at most `most`.
  std::optional<int> Number(std::size_t digits, int most) {
    int number = 0;
    if (rest.size() < digits || rest.front() < '0' || rest.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + digits, number);
    if (error != std::errc{} || end != rest.data() + digits || number > most) return std::nullopt;
    rest.remove_prefix(digits);
    return number;
  }
  std::optional<std::chrono::sys_days> Date() {
    const auto year = Number(4, 9999);
    const auto month = year && Take('-') ? Number(2, 12) : std::nullopt;
    const auto day = month && Take('-') ? Number(2, 31) : std::nullopt;
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional(std::chrono::sys_days{date}) : std::nullopt;
  }
  std::optional<std::chrono::seconds> TimeOfDay(bool with_seconds) {
    const auto hour = Number(2, 23);
    const auto minute = hour && Take(':') ? Number(2, 59) : std::nullopt;
    if (!minute) return std::nullopt;
    const bool more = with_seconds && Take(':');
    const auto second = more ? Number(2, 59) : std::optional(0);
    if (!second) return std::nullopt;
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  }
  // "Z" or "+08:00".
  std::optional<std::chrono::minutes> Offset() {
    if (Take('Z')) return std::chrono::minutes(0);
    const int sign = Take('+') ? 1 : Take('-') ? -1 : 0;
    const auto hour = sign != 0 ? Number(2, 23) : std::nullopt;
    const auto minute = hour && Take(':') ? Number(2, 59) : std::nullopt;
    if (!minute) return std::nullopt;
    return sign * (std::chrono::hours(*hour) + std::chrono::minutes(*minute));
  }
};

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
  Reader reader{text};
  const auto date = reader.Date();
  const bool local = reader.Take(' ');
  const auto time = date && (local || reader.Take('T')) ? reader.TimeOfDay(!local) : std::nullopt;
  const auto offset = time ? (local ? std::chrono::minutes(0) : reader.Offset()) : std::nullopt;
  if (offset && reader.rest.empty()) return TimePoint{*date + *time - *offset};
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
