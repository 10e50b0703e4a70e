// Days as people write them.
#include <re2/re2.h>

#include <array>
#include <cstdlib>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/moments.h"
#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

struct DayWord {
  std::string_view word;
  int days;
};
constexpr DayWord kDayWords[] = {
    {"today", 0},       {"now", 0},      {"just now", 0}, {"this morning", 0}, {"yesterday", -1},
    {"last night", -1}, {"tomorrow", 1}, {"今天", 0},     {"今日", 0},         {"今早", 0},
    {"刚才", 0},        {"刚刚", 0},     {"现在", 0},     {"昨天", -1},        {"昨日", -1},
    {"昨晚", -1},       {"前天", -2},    {"大前天", -3},  {"明天", 1},         {"the day before yesterday", -2},
};

bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

std::optional<std::string> IsoDay(int year, int month, int day) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const int last = month == 2 && IsLeap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
  if (day > last) return std::nullopt;
  auto two = [](int number) { return (number < 10 ? "-0" : "-") + std::to_string(number); };
  return std::to_string(year) + two(month) + two(day);
}

// Without a year the day is the last one of that name, or within the next month.
std::optional<std::string> WithoutYear(int month, int day, const AnswerContext& context) {
  const int year = std::atoi(LocalDay(context.now, context.zone).c_str());
  const auto this_year = IsoDay(year, month, day);
  if (this_year && *this_year > LocalDay(context.now, context.zone, 31)) return IsoDay(year - 1, month, day);
  return this_year;
}

}  // namespace

std::optional<std::string> ReadDate(std::string_view text, const AnswerContext& context) {
  static const RE2 kFull(R"((?:^|\D)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:$|[^\d]))");
  static const RE2 kChinese(R"((?:^|\D)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号])");
  const std::string folded = base::FoldForMatch(text);
  for (const DayWord& known : kDayWords)
    if (folded == known.word) return LocalDay(context.now, context.zone, known.days);
  if (EndsLikeQuestion(text)) return std::nullopt;
  const std::string half = HalfWidth(text);
  int year = 0, month = 0, day = 0;
  if (RE2::PartialMatch(half, kFull, &year, &month, &day)) return IsoDay(year, month, day);
  if (RE2::PartialMatch(half, kChinese, &month, &day)) return WithoutYear(month, day, context);
  return std::nullopt;
}

}  // namespace frontdesk::flows
