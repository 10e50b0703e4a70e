#include "flows/moments.h"

#include <array>

#include "flows/flow.h"

namespace frontdesk::flows {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;
};

// Of "YYYY-MM-DD..."; a month of 0 says that the text is something else.
Day ReadDay(std::string_view iso) {
  if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return {};
  auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (char c : iso.substr(from, count)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  Day day{number(0, 4), number(5, 2), number(8, 2)};
  if (day.year < 0 || day.month < 1 || day.month > 12 || day.day < 1) return {};
  return day;
}

std::chrono::sys_days LocalDays(base::TimePoint now, std::string_view zone) {
  const Day day = ReadDay(base::FormatLocal(now, zone));
  return std::chrono::year(day.year) / std::chrono::month(static_cast<unsigned>(day.month)) /
         std::chrono::day(static_cast<unsigned>(day.day));
}

std::string Write(const Day& day, bool with_year, std::string_view locale) {
  if (Language(locale) == "zh") {
    std::string text = std::to_string(day.month) + "月" + std::to_string(day.day) + "日";
    return with_year ? std::to_string(day.year) + "年" + text : text;
  }
  std::string text = std::to_string(day.day) + " " + std::string(kMonths[static_cast<std::size_t>(day.month - 1)]);
  return with_year ? text + " " + std::to_string(day.year) : text;
}

// "today" is the empty word: the time alone says it.
std::string NearDay(std::string_view iso_day, base::TimePoint now, std::string_view zone, std::string_view locale) {
  const bool chinese = Language(locale) == "zh";
  if (iso_day == LocalDay(now, zone)) return chinese ? "今天" : "today";
  if (iso_day == LocalDay(now, zone, 1)) return chinese ? "明天" : "tomorrow";
  const Day day = ReadDay(iso_day);
  if (day.month == 0) return std::string(iso_day);
  return Write(day, day.year != ReadDay(LocalDay(now, zone)).year, locale);
}

}  // namespace

std::string LocalDay(base::TimePoint now, std::string_view zone, int days_later) {
  if (days_later == 0) return base::FormatLocal(now, zone).substr(0, 10);
  // By the calendar, since not every day has 24 hours.
  const std::chrono::sys_days day = LocalDays(now, zone) + std::chrono::days(days_later);
  return base::FormatUtc(day).substr(0, 10);
}

int WeekdayOf(base::TimePoint now, std::string_view zone) {
  return static_cast<int>(std::chrono::weekday(LocalDays(now, zone)).iso_encoding()) - 1;
}

std::string SayTime(base::TimePoint at, base::TimePoint now, std::string_view zone, std::string_view locale) {
  const std::string local = base::FormatLocal(at, zone);
  if (local.size() < 16) return local;
  const std::string clock = local.substr(11, 5);
  const std::string_view day(local.data(), 10);
  if (day == LocalDay(now, zone)) return clock;
  const bool near = day == LocalDay(now, zone, 1) || Language(locale) == "zh";
  return NearDay(day, now, zone, locale) + (near ? " " : ", ") + clock;
}

std::string SayDate(base::TimePoint at, base::TimePoint now, std::string_view zone, std::string_view locale) {
  return NearDay(LocalDay(at, zone), now, zone, locale);
}

std::string SayIsoDate(std::string_view iso, std::string_view locale) {
  const Day day = ReadDay(iso);
  if (iso.size() != 10 || day.month == 0) return std::string(iso);
  return Write(day, true, locale);
}

}  // namespace frontdesk::flows
