// Days, times and moments as people write them, in the zone of the one who writes.
#include <gtest/gtest.h>

#include "flows/answer.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

struct Said {
  const char* text;
  const char* means;  // null: no answer
};

// Monday 2026-03-02, 10:00 in Shanghai.
AnswerContext Here() { return {"en", *base::ParseTime("2026-03-02T10:00+08:00"), "Asia/Shanghai"}; }

TEST(Moments, AreReadHoweverTheyAreWritten) {
  const Said cases[] = {{"昨天下午3点", "2026-03-01 15:00"},
                        {"昨天下午３点", "2026-03-01 15:00"},
                        {"昨天下午三点半", "2026-03-01 15:30"},
                        {"昨天下午3点20分", "2026-03-01 15:20"},
                        {"昨晚8点", "2026-03-01 20:00"},
                        {"今早九点一刻", "2026-03-02 09:15"},
                        {"前天中午12点", "2026-02-28 12:00"},
                        {"中午1点", "2026-03-02 13:00"},
                        {"3月1日晚上11点", "2026-03-01 23:00"},
                        {"2026年3月1日 15:04", "2026-03-01 15:04"},
                        {"yesterday 3pm", "2026-03-01 15:00"},
                        {"Yesterday at 3 p.m.", "2026-03-01 15:00"},
                        {"yesterday at 3:20 PM", "2026-03-01 15:20"},
                        {"last night at 8", "2026-03-01 20:00"},
                        {"today 08:05", "2026-03-02 08:05"},
                        {"March 1, 12am", "2026-03-01 00:00"},
                        {"1 Mar 2026, noon", "2026-03-01 12:00"},
                        {"2026-03-01 15:00", "2026-03-01 15:00"},
                        {"2026-03-01T07:00Z", "2026-03-01 15:00"},
                        {"2026/3/1 ７：３０", "2026-03-01 07:30"},
                        {"last Friday around 5pm", "2026-02-27 17:00"},
                        {"上周五下午5点", "2026-02-27 17:00"},
                        {"周一早上8点", "2026-03-02 08:00"},
                        {"now", "2026-03-02 10:00"},
                        {"刚刚", "2026-03-02 10:00"},
                        {"2 hours ago", "2026-03-02 08:00"},
                        {"about half an hour ago", "2026-03-02 09:30"},
                        {"两个小时前", "2026-03-02 08:00"},
                        {"半小时前", "2026-03-02 09:30"},
                        {"3天前", "2026-02-27"},
                        {"yesterday", "2026-03-01"},
                        {"3pm", "2026-03-02 15:00"},
                        {"25:99", nullptr},
                        {"sometimes", nullptr},
                        {"when was that?", nullptr},
                        {"", nullptr}};
  for (const Said& said : cases)
    EXPECT_EQ(ReadDatetime(said.text, Here()).value_or("(none)"), said.means == nullptr ? "(none)" : said.means)
        << said.text;
}

TEST(Moments, TimesOfDayAreReadAlone) {
  const Said cases[] = {{"15:30", "15:30"},      {"3pm", "15:00"},  {"3:05 am", "03:05"}, {"下午三点", "15:00"},
                        {"凌晨1点", "01:00"},    {"9", "09:00"},    {"noon", "12:00"},    {"midnight", "00:00"},
                        {"１５：３０", "15:30"}, {"13pm", nullptr}, {"late", nullptr},    {"24:30", nullptr}};
  for (const Said& said : cases)
    EXPECT_EQ(ReadTime(said.text).value_or("(none)"), said.means == nullptr ? "(none)" : said.means) << said.text;
}

TEST(Moments, DaysAreReadInShortPhrases) {
  const Said cases[] = {{"3 days ago", "2026-02-27"}, {"a week ago", "2026-02-23"},
                        {"一周前", "2026-02-23"},     {"the day before yesterday", "2026-02-28"},
                        {"大前天", "2026-02-27"},     {"it began yesterday", "2026-03-01"},
                        {"on Sunday", "2026-03-01"},  {"2nd of March", "2026-03-02"},
                        {"Dec 24", "2025-12-24"},     {"next year maybe", nullptr}};
  for (const Said& said : cases)
    EXPECT_EQ(ReadDate(said.text, Here()).value_or("(none)"), said.means == nullptr ? "(none)" : said.means)
        << said.text;
}

TEST(Moments, CountDaysByTheCalendarWhereTheClocksChange) {
  // On 2026-03-29 Berlin has 23 hours: half past midnight minus 24 hours is the day before the day before.
  const AnswerContext berlin{"en", *base::ParseTime("2026-03-30T00:30+02:00"), "Europe/Berlin"};
  EXPECT_EQ(ReadDate("yesterday", berlin), "2026-03-29");
  EXPECT_EQ(ReadDate("the day before yesterday", berlin), "2026-03-28");
}

TEST(Measures, AreKeptInTheUnitOfTheQuestion) {
  struct Measured {
    const char* text;
    const char* unit;
    double means;
  };
  const Measured cases[] = {{"300", "ms", 300},      {"0.3 s", "ms", 300},      {"３００毫秒", "ms", 300},
                            {"1h 30min", "min", 90}, {"一", "min", -1},         {"2 小时", "min", 120},
                            {"1,5", "GB", -1},       {"1.5 GB", "MB", 1536},    {"200兆", "MB", 200},
                            {"5%", "%", 5},          {"5 percent", "%", 5},     {"2 mbps", "kbps", 2000},
                            {"5 GB", "ms", -1},      {"about 15", "times", 15}, {"15 times", "times", 15},
                            {"3 or 4", "s", -1},     {"how many?", "s", -1}};
  for (const Measured& measured : cases)
    EXPECT_DOUBLE_EQ(ReadMeasure(measured.text, measured.unit).value_or(-1), measured.means) << measured.text;
}

}  // namespace
}  // namespace frontdesk::flows
