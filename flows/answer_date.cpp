// Days as people write them.
#include <re2/re2.h>

#include <array>
#include <cctype>
#include <cstdlib>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/moments.h"
#include "flows/normalise.h"
#include "flows/spoken_number.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxDaySentence = 60;  // characters

struct DayWord {
  std::string_view word;
  int days;
};
constexpr DayWord kDayWords[] = {
    {"today", 0},       {"now", 0},      {"just now", 0}, {"this morning", 0},   {"yesterday", -1},
    {"last night", -1}, {"tomorrow", 1}, {"tonight", 0},  {"this afternoon", 0}, {"this evening", 0},
    {"今晚", 0},        {"今天早上", 0}, {"今天", 0},     {"今日", 0},           {"今早", 0},
    {"刚才", 0},        {"刚刚", 0},     {"现在", 0},     {"昨天", -1},          {"昨日", -1},
    {"昨晚", -1},       {"前天", -2},    {"大前天", -3},  {"明天", 1},           {"the day before yesterday", -2},
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

// The longest day word in the text: "the day before yesterday" is not yesterday.
const DayWord* DayWordIn(const std::string& folded) {
  const DayWord* longest = nullptr;
  for (const DayWord& known : kDayWords) {
    const std::size_t at = folded.find(known.word);
    if (at == std::string::npos || (longest != nullptr && longest->word.size() >= known.word.size())) continue;
    auto is_letter = [&](std::size_t i) {
      return i < folded.size() && std::isalpha(static_cast<unsigned char>(folded[i]));
    };
    const bool whole = !is_letter(at + known.word.size()) && !(at > 0 && is_letter(at - 1));
    if (whole) longest = &known;
  }
  return longest;
}

// "last Friday", "周五", "上周五": the latest day of that name; with 上 the one of the week before.
std::optional<std::string> Weekday(const std::string& folded, const AnswerContext& context) {
  static const RE2 kEnglish(
      R"(\b(?:on |last |this )?(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b)");
  static const RE2 kChinese(R"((上|上个|这|这个|本)?(?:周|星期|礼拜)([一二三四五六日天]))");
  static constexpr std::string_view kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  static constexpr std::string_view kNames[] = {"一", "二", "三", "四", "五", "六", "日"};
  std::string which, name;
  int wanted = -1;
  if (RE2::PartialMatch(folded, kEnglish, &name)) {
    for (int i = 0; i < 7; ++i)
      if (name.starts_with(kDays[i])) wanted = i;
  } else if (RE2::PartialMatch(folded, kChinese, &which, &name)) {
    for (int i = 0; i < 7; ++i)
      if (name == kNames[i] || (i == 6 && name == "天")) wanted = i;
  }
  if (wanted < 0) return std::nullopt;
  const int today = WeekdayOf(context.now, context.zone);
  if (which.starts_with("上")) return LocalDay(context.now, context.zone, wanted - today - 7);
  return LocalDay(context.now, context.zone, wanted <= today ? wanted - today : wanted - today - 7);
}

std::optional<std::string> DaysAgo(const std::string& folded, const AnswerContext& context) {
  static const RE2 kEnglish(R"(\b(\d{1,3}|a|one|two|three) (day|week)s? ago\b)");
  static const RE2 kChinese(R"((\d{1,2}|[一二两三四五六七八九十]{1,3})\s*个?(天|周|星期)(?:之|以)?前)");
  std::string count, unit;
  int number = 0;
  if (RE2::PartialMatch(folded, kEnglish, &count, &unit))
    number = count == "a" || count == "one" ? 1 : count == "two" ? 2 : count == "three" ? 3 : std::atoi(count.c_str());
  else if (RE2::PartialMatch(folded, kChinese, &count, &unit))
    number = ReadSmallNumber(count).value_or(0);
  if (number == 0) return std::nullopt;
  return LocalDay(context.now, context.zone, -number * (unit == "day" || unit == "天" ? 1 : 7));
}

// "March 2", "2 March 2026", "Mar 2nd".
std::optional<std::string> NamedMonth(const std::string& folded, const AnswerContext& context) {
  static const RE2 kMonthFirst(
      R"(\b(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b)");
  static const RE2 kDayFirst(
      R"(\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?(?:,? (\d{4}))?\b)");
  static constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                 "jul", "aug", "sep", "oct", "nov", "dec"};
  std::string name, year;
  int day = 0;
  if (!RE2::PartialMatch(folded, kMonthFirst, &name, &day, &year) &&
      !RE2::PartialMatch(folded, kDayFirst, &day, &name, &year))
    return std::nullopt;
  for (int month = 1; month <= 12; ++month)
    if (name.starts_with(kMonths[month - 1]))
      return year.empty() ? WithoutYear(month, day, context) : IsoDay(std::atoi(year.c_str()), month, day);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ReadDate(std::string_view text, const AnswerContext& context) {
  static const RE2 kFull(R"((?:^|\D)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:$|[^\d]))");
  static const RE2 kChinese(R"((?:^|\D)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号])");
  if (EndsLikeQuestion(text)) return std::nullopt;
  const std::string half = HalfWidth(text);
  int year = 0, month = 0, day = 0;
  if (RE2::PartialMatch(half, kFull, &year, &month, &day)) return IsoDay(year, month, day);
  if (RE2::PartialMatch(half, kChinese, &month, &day)) return WithoutYear(month, day, context);
  // Words stand for a day only where little else is said.
  if (text.size() > kMaxDaySentence * 4 || base::CountGraphemes(text) > kMaxDaySentence) return std::nullopt;
  const std::string folded = base::FoldForMatch(text);
  if (const DayWord* word = DayWordIn(folded)) return LocalDay(context.now, context.zone, word->days);
  if (auto named = NamedMonth(folded, context)) return named;
  if (auto ago = DaysAgo(folded, context)) return ago;
  return Weekday(folded, context);
}

}  // namespace frontdesk::flows
