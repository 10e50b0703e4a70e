// Times of day, and moments: a day with a time, or so long ago.
#include <re2/re2.h>

#include <cstdio>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/moments.h"
#include "flows/normalise.h"
#include "flows/spoken_number.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxSentence = 80;  // characters around a time

std::optional<std::string> Clock(int hour, int minute) {
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || (hour == 24 && minute > 0)) return std::nullopt;
  char text[8];
  std::snprintf(text, sizeof text, "%02d:%02d", hour % 24, minute);
  return text;
}

// 12 am is midnight, 12 pm noon.
std::optional<std::string> TwelveHourClock(int hour, int minute, bool afternoon) {
  if (hour < 1 || hour > 12) return std::nullopt;
  return Clock(hour % 12 + (afternoon ? 12 : 0), minute);
}

bool MeansAfternoon(std::string_view period) {
  return period == "下午" || period == "傍晚" || period == "晚上" || period == "晚" || period == "今晚" ||
         period == "昨晚" || period == "夜里";
}

std::optional<std::string> ChineseTime(const std::string& half) {
  static const RE2 kTime(
      std::string(R"((凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|今晚|昨晚|今早|早|晚)?的?\s*)") + kSmallNumber +
      R"(\s*[点點时:](?:钟|整)?\s*(半|一刻|三刻|\d{1,2}|[一二三四五六七八九十]{1,3})?)");
  static const RE2 kPeriod(R"((?:凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|今晚|昨晚|今早)的?\s*\d)");
  std::string period, said_hour, rest;
  if (!RE2::PartialMatch(half, kTime, &period, &said_hour, &rest)) return std::nullopt;
  const auto hour = ReadSmallNumber(said_hour);
  if (!hour) return std::nullopt;
  int minute = 0;
  if (rest == "半") minute = 30;
  if (rest == "一刻") minute = 15;
  if (rest == "三刻") minute = 45;
  if (const auto said = ReadSmallNumber(rest)) minute = *said;
  if (period == "中午") return Clock(*hour < 6 ? *hour + 12 : *hour, minute);
  if (MeansAfternoon(period) && *hour < 12) return Clock(*hour + 12, minute);
  if (MeansAfternoon(period) && *hour == 12) return Clock(period == "下午" ? 12 : 0, minute);
  return Clock(*hour, minute);
}

std::optional<std::string> EnglishTime(const std::string& half) {
  static const RE2 kClock(R"((?i)(?:^|[^\d:.-])(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?(?:m\b|$|[^\d:]))");
  static const RE2 kTwelve(R"((?i)(?:^|[^\d:.])(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s?m\b)");
  static const RE2 kWord(R"((?i)\b(noon|midday|midnight)\b)");
  static const RE2 kAt(R"((?i)\bat\s+(\d{1,2})\b)");
  static const RE2 kLate(R"((?i)\b(?:afternoon|evening|night|tonight)\b)");
  int hour = 0, minute = 0;
  std::string half_of_day, minutes, word;
  if (RE2::PartialMatch(half, kTwelve, &hour, &minutes, &half_of_day))
    return TwelveHourClock(hour, minutes.empty() ? 0 : std::stoi(minutes), half_of_day == "p" || half_of_day == "P");
  if (RE2::PartialMatch(half, kClock, &hour, &minute)) {
    const bool late = hour < 12 && RE2::PartialMatch(half, kLate);
    return Clock(late ? hour + 12 : hour, minute);
  }
  if (RE2::PartialMatch(half, kWord, &word)) return base::AsciiLower(word) == "midnight" ? "00:00" : "12:00";
  if (!RE2::PartialMatch(half, kAt, &hour)) return std::nullopt;
  return Clock(hour < 12 && RE2::PartialMatch(half, kLate) ? hour + 12 : hour, 0);
}

// "下午3:20" is read as Chinese, since its first word says which half of the day.
std::optional<std::string> TimeIn(const std::string& half) {
  static const RE2 kChinese(R"(凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|今晚|昨晚|今早|[点點时])");
  if (RE2::PartialMatch(half, kChinese))
    if (auto time = ChineseTime(half)) return time;
  return EnglishTime(half);
}

double CountOf(const std::string& count) {
  if (count.starts_with("half") || count == "半") return 0.5;
  if (count == "a" || count == "an") return 1;
  if (count.front() >= '0' && count.front() <= '9') return std::stoi(count);
  return ReadSmallNumber(count).value_or(0);
}

std::optional<base::Millis> Ago(const std::string& half) {
  static const RE2 kEnglish(R"((?i)\b(half an|an?|\d{1,4})\s*(min(?:ute)?s?|h(?:ou)?rs?|hours?|days?|weeks?)\s+ago\b)");
  static const RE2 kChinese(
      R"((半|\d{1,4}|[一二两三四五六七八九十]{1,3})\s*个?(半)?(分钟|小时|钟头|天|星期|周)(?:之|以)?前)");
  std::string count, unit, more;
  double number = 0;
  if (RE2::PartialMatch(half, kEnglish, &count, &unit))
    number = CountOf(base::AsciiLower(count));
  else if (RE2::PartialMatch(half, kChinese, &count, &more, &unit))
    number = CountOf(count);
  else
    return std::nullopt;
  if (!more.empty()) number += 0.5;
  const std::string small = base::AsciiLower(unit);
  const double minutes = small[0] == 'm' || unit == "分钟"                     ? 1
                         : small[0] == 'h' || unit == "小时" || unit == "钟头" ? 60
                         : small[0] == 'd' || unit == "天"                     ? 24 * 60
                                                                               : 7 * 24 * 60;
  return base::Millis(static_cast<std::int64_t>(number * minutes * 60'000));
}

bool IsShort(std::string_view text) {
  return text.size() <= kMaxSentence * 4 && base::CountGraphemes(text) <= kMaxSentence && !EndsLikeQuestion(text);
}

bool MeansNow(std::string_view folded) {
  return folded == "now" || folded == "just now" || folded == "right now" || folded == "现在" || folded == "刚才" ||
         folded == "刚刚";
}

}  // namespace

std::optional<std::string> ReadTime(std::string_view text) {
  static const RE2 kBareHour(R"((\d{1,2})\s*(?:h|o'clock|uhr)?)");
  if (!IsShort(text)) return std::nullopt;
  const std::string half = HalfWidth(text);
  if (auto time = TimeIn(half)) return time;
  int hour = 0;
  if (RE2::FullMatch(base::AsciiLower(half), kBareHour, &hour)) return Clock(hour, 0);
  return std::nullopt;
}

std::optional<std::string> ReadDatetime(std::string_view text, const AnswerContext& context) {
  if (MeansNow(base::FoldForMatch(text))) return base::FormatLocal(context.now, context.zone);
  if (!IsShort(text)) return std::nullopt;
  const std::string half = HalfWidth(text);
  static const RE2 kOffset(R"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))");
  if (RE2::FullMatch(half, kOffset)) {
    const auto at = base::ParseTime(half);
    return at ? std::optional(base::FormatLocal(*at, context.zone)) : std::nullopt;
  }
  if (const auto ago = Ago(half)) {
    const std::string at = base::FormatLocal(context.now - *ago, context.zone);
    return *ago % std::chrono::hours(24) == base::Millis(0) ? at.substr(0, 10) : at;
  }
  const auto day = ReadDate(half, context);
  const auto time = TimeIn(half);
  if (!day && !time) return std::nullopt;
  const std::string on = day.value_or(LocalDay(context.now, context.zone));
  return time ? on + " " + *time : on;
}

}  // namespace frontdesk::flows
