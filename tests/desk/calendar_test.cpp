#include "bot/desk/calendar.h"

#include <date/tz.h>
#include <gtest/gtest.h>

#include <random>

namespace frontdesk::desk {
namespace {

using base::Millis;
using base::ParseTime;
using base::TimePoint;
using std::chrono::hours;
using std::chrono::minutes;

TimePoint At(const char* text) { return *ParseTime(text); }

// Monday to Friday, with a break for lunch.
Calendar Office(const std::string& zone) {
  Calendar calendar;
  calendar.zone = zone;
  for (int day = 0; day < 5; ++day) calendar.week[day] = {{9 * 60, 12 * 60}, {13 * 60 + 30, 18 * 60}};
  return calendar;
}

TEST(Calendar, WithoutOneTheClockNeverStands) {
  EXPECT_TRUE(IsOpen({}, At("2026-03-01T03:00Z")));
  EXPECT_EQ(NextOpening({}, At("2026-03-01T03:00Z")), At("2026-03-01T03:00Z"));
  EXPECT_EQ(AfterOpenTime({}, At("2026-03-01T03:00Z"), hours(48)), At("2026-03-03T03:00Z"));
}

TEST(Calendar, ClocksStandStillAtLunchAtNightAndOverTheWeekend) {
  const Hours office = {Office("Asia/Shanghai")};
  EXPECT_EQ(AfterOpenTime(office, At("2026-03-02T11:30+08:00"), hours(1)), At("2026-03-02T14:00+08:00"));
  EXPECT_EQ(AfterOpenTime(office, At("2026-03-02T17:30+08:00"), hours(1)), At("2026-03-03T09:30+08:00"));
  EXPECT_EQ(AfterOpenTime(office, At("2026-03-06T17:30+08:00"), hours(4)), At("2026-03-09T14:00+08:00"));
  EXPECT_EQ(AfterOpenTime(office, At("2026-03-07T10:00+08:00"), minutes(1)), At("2026-03-09T09:01+08:00"));
  EXPECT_EQ(OpenTimeBetween(office, At("2026-03-06T17:00+08:00"), At("2026-03-09T10:00+08:00")), hours(2));
  EXPECT_EQ(OpenTimeBetween(office, At("2026-03-09T10:00+08:00"), At("2026-03-06T17:00+08:00")), Millis{0});
}

TEST(Calendar, ATimeThatEndsWithTheShiftIsDueThenAndNotTheNextMorning) {
  const Hours office = {Office("UTC")};
  EXPECT_EQ(AfterOpenTime(office, At("2026-03-02T17:00Z"), hours(1)), At("2026-03-02T18:00Z"));
}

TEST(Calendar, TellsWhenSomebodyIsBack) {
  const Hours office = {Office("Asia/Shanghai")};
  EXPECT_FALSE(IsOpen(office, At("2026-03-02T12:00+08:00")));
  EXPECT_EQ(NextOpening(office, At("2026-03-02T12:00+08:00")), At("2026-03-02T13:30+08:00"));
  EXPECT_EQ(NextOpening(office, At("2026-03-06T18:00+08:00")), At("2026-03-09T09:00+08:00"));
  EXPECT_EQ(NextOpening(office, At("2026-03-02T10:00+08:00")), At("2026-03-02T10:00+08:00"));
}

TEST(Calendar, HolidaysAreClosedAndWorkingSaturdaysOpen) {
  Calendar office = Office("Asia/Shanghai");
  office.days["2027-01-01"] = {};
  office.days["2027-01-02"] = {{9 * 60, 18 * 60}};
  EXPECT_EQ(NextOpening({office}, At("2026-12-31T18:00+08:00")), At("2027-01-02T09:00+08:00"));
}

TEST(Calendar, TwoPlacesTakeTurnsAndAnHourThatBothServeCountsOnce) {
  Calendar china = Office("Asia/Shanghai"), europe = Office("Europe/Berlin");
  const Hours both = {china, europe};
  // 09:00 to 18:00 in Berlin is 16:00 to 01:00 in Shanghai.
  EXPECT_TRUE(IsOpen(both, At("2026-03-02T17:30+08:00")));
  EXPECT_TRUE(IsOpen(both, At("2026-03-02T18:30+08:00")));
  EXPECT_FALSE(IsOpen(both, At("2026-03-03T02:00+08:00")));
  EXPECT_EQ(OpenTimeBetween(both, At("2026-03-02T16:00+08:00"), At("2026-03-02T19:00+08:00")), hours(3));
}

TEST(Calendar, AnHourThatComesTwiceCountsTwiceAndOneThatIsMissingNotAtAll) {
  Calendar night;
  night.zone = "Europe/Berlin";
  night.week[6] = {{60, 240}};  // Sundays, 01:00 to 04:00
  EXPECT_EQ(OpenTimeBetween({night}, At("2026-10-24T12:00Z"), At("2026-10-25T12:00Z")), hours(4));
  EXPECT_EQ(OpenTimeBetween({night}, At("2026-03-28T12:00Z"), At("2026-03-29T12:00Z")), hours(2));
}

TEST(Calendar, ThatNeverOpensNeverEnds) {
  const Hours never = {Calendar{}};
  EXPECT_FALSE(IsOpen(never, At("2026-03-02T10:00Z")));
  EXPECT_EQ(NextOpening(never, At("2026-03-02T10:00Z")), std::nullopt);
  EXPECT_EQ(AfterOpenTime(never, At("2026-03-02T10:00Z"), minutes(1)), std::nullopt);
}

// Slow and obvious: looks at every single minute.
bool OpenInThatMinute(const Hours& served, TimePoint at) {
  for (const Calendar& calendar : served) {
    const auto local = date::locate_zone(calendar.zone)->to_local(at);
    const auto day = date::floor<date::days>(local);
    const auto minute = std::chrono::duration_cast<minutes>(local - day).count();
    const auto special = calendar.days.find(date::format("%F", day));
    const auto& shifts =
        special != calendar.days.end() ? special->second : calendar.week[date::weekday{day}.iso_encoding() - 1];
    for (const Shift& shift : shifts)
      if (minute >= shift.from && minute < shift.to) return true;
  }
  return false;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int Up(int end) { return static_cast<int>(engine_() % static_cast<unsigned>(end)); }

 private:
  std::mt19937 engine_;
};

// Shifts begin and end outside the hours in which clocks are changed, or span them whole.
Calendar AnyCalendar(Dice& dice) {
  static const char* const kZones[] = {"Asia/Shanghai",       "Europe/Berlin", "America/New_York",
                                       "Australia/Lord_Howe", "Asia/Kolkata",  "UTC"};
  Calendar calendar;
  calendar.zone = kZones[dice.Up(6)];
  for (auto& day : calendar.week) {
    if (dice.Up(4) > 0) day.push_back({6 * 60 + dice.Up(60), 10 * 60 + dice.Up(120)});
    if (dice.Up(3) > 0) day.push_back({13 * 60 + dice.Up(60), 17 * 60 + dice.Up(300)});
    if (dice.Up(6) == 0) day.insert(day.begin(), {0, 5 * 60});
  }
  if (dice.Up(2) > 0) calendar.days["2026-10-25"] = {};
  if (dice.Up(2) > 0) calendar.days["2026-03-08"] = {{0, 1440}};
  return calendar;
}

TEST(CalendarProperty, AgreesWithLookingAtEveryMinute) {
  static const char* const kStarts[] = {"2026-03-06T00:00Z", "2026-03-27T00:00Z", "2026-10-02T00:00Z",
                                        "2026-10-23T00:00Z", "2026-10-30T00:00Z"};
  for (unsigned seed = 0; seed < 60; ++seed) {
    Dice dice(seed);
    Hours served = {AnyCalendar(dice)};
    if (dice.Up(2) > 0) served.push_back(AnyCalendar(dice));
    const TimePoint from = At(kStarts[dice.Up(5)]) + minutes(dice.Up(1440));
    const Millis time = minutes(1 + dice.Up(1500));
    std::optional<TimePoint> opening, due;
    Millis open{0};
    const TimePoint end = from + date::days(4);
    for (TimePoint at = from; at < end; at += minutes(1)) {
      if (!OpenInThatMinute(served, at)) continue;
      if (!opening) opening = at;
      open += minutes(1);
      if (open == time) due = at + minutes(1);
    }
    EXPECT_EQ(OpenTimeBetween(served, from, end), open) << seed;
    EXPECT_EQ(IsOpen(served, from), OpenInThatMinute(served, from)) << seed;
    if (opening) {
      EXPECT_EQ(NextOpening(served, from), opening) << seed;
    }
    if (due) {
      EXPECT_EQ(AfterOpenTime(served, from, time), due) << seed;
    }
  }
}

TEST(Shift, IsReadStrictly) {
  EXPECT_EQ(*ParseShift("09:00-12:30"), (Shift{540, 750}));
  EXPECT_EQ(*ParseShift("00:00-24:00"), (Shift{0, 1440}));
  for (const char* wrong : {"", "9:00-12:00", "09:00", "09:00-", "-09:00", "09:00-25:00", "09:60-10:00", "12:00-09:00",
                            "09:00-09:00", "09:00-12:00 ", "ab:cd-ef:gh", "-1:00-09:00"})
    EXPECT_FALSE(ParseShift(wrong)) << wrong;
  EXPECT_EQ(ParseDay("2028-02-29"), "2028-02-29");
  for (const char* wrong : {"", "2027-02-29", "2027-13-01", "27-01-01", "2027-1-1", "2027-01-0a", "2027/01/01"})
    EXPECT_EQ(ParseDay(wrong), "") << wrong;
}

}  // namespace
}  // namespace frontdesk::desk
