#include "bot/desk/clock.h"

#include <date/tz.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace frontdesk::desk {
namespace {

using base::Millis;
using base::ParseTime;
using base::TimePoint;
using namespace std::chrono_literals;

TimePoint At(const char* text) { return *ParseTime(text); }

Calendar Office(const std::string& zone) {
  Calendar calendar;
  calendar.zone = zone;
  for (int day = 0; day < 5; ++day) calendar.week[day] = {{9 * 60, 12 * 60}, {13 * 60 + 30, 18 * 60}};
  return calendar;
}

struct World {
  ServiceLevels levels;
  std::map<std::string, Hours> hours = {{"office", {Office("Asia/Shanghai")}}, {"always", {}}};
  std::vector<Change> changes;

  ClockRules rules() const { return {levels, hours}; }
  World& Add(const char* at, std::string_view kind, const char* value = "") {
    changes.push_back({At(at), std::string(kind), value});
    return *this;
  }
  World& Open(const char* at, const char* queue, const char* tier) {
    return Add(at, change::kState, "new").Add(at, change::kQueue, queue).Add(at, change::kTier, tier);
  }
  Clock Read(ClockKind kind, const char* now) const { return ReadClock(kind, changes, rules(), At(now)); }
};

TEST(Clock, OfTheFirstResponseIsStoppedByAPersonAndNotByTheWordThatSomebodyTookIt) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "fault").Add("2026-03-02T10:10Z", change::kOwner, "kim");
  Clock clock = world.Read(ClockKind::kFirstResponse, "2026-03-02T10:20Z");
  EXPECT_TRUE(clock.runs);
  EXPECT_EQ(clock.due, At("2026-03-02T11:00Z"));
  EXPECT_EQ(clock.warn, At("2026-03-02T10:45Z"));
  world.Add("2026-03-02T10:30Z", change::kAnswered);
  clock = world.Read(ClockKind::kFirstResponse, "2026-03-02T12:00Z");
  EXPECT_EQ(clock.ended, At("2026-03-02T10:30Z"));
  EXPECT_EQ(clock.spent, 30min);
  EXPECT_FALSE(clock.LateAt(At("2026-03-02T12:00Z")));
}

TEST(Clock, OfTheFirstResponseIsStoppedByAnAnswerThatTheUserConfirmed) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "fault").Add("2026-03-02T10:05Z", change::kConfirmed);
  EXPECT_EQ(world.Read(ClockKind::kFirstResponse, "2026-03-02T11:30Z").ended, At("2026-03-02T10:05Z"));
  EXPECT_EQ(world.Read(ClockKind::kFirstUseful, "2026-03-02T11:30Z").ended, At("2026-03-02T10:05Z"));
}

TEST(Clock, AnAnswerIsUsefulFromWhenItWasGivenOnceTheUserTakesItUp) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "fault")
      .Add("2026-03-02T10:10Z", change::kAnswered)
      .Add("2026-03-02T10:20Z", change::kAnswered);
  EXPECT_FALSE(world.Read(ClockKind::kFirstUseful, "2026-03-02T11:00Z").ended);
  world.Add("2026-03-02T15:00Z", change::kUseful);
  EXPECT_EQ(world.Read(ClockKind::kFirstUseful, "2026-03-02T16:00Z").ended, At("2026-03-02T10:20Z"));
}

TEST(Clock, StandsOutsideTheHoursOfItsQueueAndEachMinuteSaysWhy) {
  World world;
  world.Open("2026-03-06T17:30+08:00", "office", "fault");
  const Clock clock = world.Read(ClockKind::kFirstResponse, "2026-03-09T09:10+08:00");
  EXPECT_EQ(clock.spent, 40min);
  EXPECT_EQ(clock.due, At("2026-03-09T09:30+08:00"));
  const std::vector<ClockSpan> spans = Explain(clock, At("2026-03-06T17:30+08:00"), world.rules());
  ASSERT_EQ(spans.size(), 3u);
  EXPECT_TRUE(spans[0].counts);
  EXPECT_EQ(spans[0].reason, "new in office");
  EXPECT_FALSE(spans[1].counts);
  EXPECT_EQ(spans[1].reason, "outside the hours of office");
  EXPECT_EQ(spans[2].from, At("2026-03-09T09:00+08:00"));
}

TEST(Clock, StandsInTheStatesThatItsLevelNames) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "fault").Add("2026-03-02T11:00Z", change::kState, "waiting for customer");
  EXPECT_FALSE(world.Read(ClockKind::kResolution, "2026-03-02T12:00Z").runs);
  EXPECT_FALSE(world.Read(ClockKind::kResolution, "2026-03-02T12:00Z").due);
  world.Add("2026-03-03T11:00Z", change::kState, "open");
  const Clock clock = world.Read(ClockKind::kResolution, "2026-03-03T12:00Z");
  EXPECT_EQ(clock.spent, 2h);
  EXPECT_EQ(clock.due, At("2026-03-04T10:00Z"));
  world.levels.tiers[1].pauses.clear();
  EXPECT_EQ(world.Read(ClockKind::kResolution, "2026-03-03T12:00Z").spent, 26h);
}

TEST(Clock, StandsWhileAnotherDeskHasTheWordAndSaysSo) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "fault").Add("2026-03-02T10:20Z", change::kElsewhere, "Help Centre");
  EXPECT_FALSE(world.Read(ClockKind::kFirstResponse, "2026-03-02T15:00Z").due);
  EXPECT_TRUE(IsElsewhere(world.changes));
  world.Add("2026-03-02T18:00Z", change::kElsewhere);
  EXPECT_FALSE(IsElsewhere(world.changes));
  const Clock clock = world.Read(ClockKind::kFirstResponse, "2026-03-02T18:10Z");
  EXPECT_EQ(clock.spent, 30min);
  EXPECT_EQ(clock.due, At("2026-03-02T18:40Z"));
  const std::vector<ClockSpan> spans = Explain(clock, At("2026-03-02T10:00Z"), world.rules());
  ASSERT_EQ(spans.size(), 3u);
  EXPECT_EQ(spans[1].reason, "with Help Centre");
}

TEST(Clock, OfATicketThatIsOpenedAgainBeginsAnewAndIsNotLateAtThatInstant) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "critical")
      .Add("2026-03-02T20:00Z", change::kAnswered)
      .Add("2026-03-02T20:00Z", change::kState, "resolved")
      .Add("2026-03-05T08:00Z", change::kState, "open");
  for (const ClockKind kind : {ClockKind::kFirstResponse, ClockKind::kNextResponse, ClockKind::kResolution})
    EXPECT_FALSE(world.Read(kind, "2026-03-05T08:00Z").LateAt(At("2026-03-05T08:00Z"))) << ToString(kind);
  EXPECT_EQ(world.Read(ClockKind::kFirstResponse, "2026-03-05T08:00Z").due, At("2026-03-05T08:15Z"));
  EXPECT_EQ(world.Read(ClockKind::kResolution, "2026-03-05T08:00Z").due, At("2026-03-05T12:00Z"));
}

TEST(Clock, OfTheNextResponseRunsFromTheFirstWordThatWaitsUntilItsAnswer) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "fault").Add("2026-03-02T10:05Z", change::kHeard);
  EXPECT_FALSE(world.Read(ClockKind::kNextResponse, "2026-03-02T10:10Z").started);
  world.Add("2026-03-02T10:10Z", change::kAnswered)
      .Add("2026-03-02T10:20Z", change::kHeard)
      .Add("2026-03-02T10:40Z", change::kHeard);
  EXPECT_EQ(world.Read(ClockKind::kNextResponse, "2026-03-02T10:50Z").due, At("2026-03-02T12:20Z"));
  world.Add("2026-03-02T12:30Z", change::kAnswered);
  const Clock clock = world.Read(ClockKind::kNextResponse, "2026-03-02T13:00Z");
  EXPECT_EQ(clock.spent, 2h + 10min);
  EXPECT_TRUE(clock.LateAt(At("2026-03-02T13:00Z")));
}

TEST(Clock, FollowsTheQueueThatTheTicketIsInAndTheLevelThatItHasNow) {
  World world;
  world
      .Open("2026-03-07T10:00+08:00", "office", "how-to")  // a Saturday
      .Add("2026-03-07T12:00+08:00", change::kQueue, "always")
      .Add("2026-03-07T12:30+08:00", change::kTier, "fault");
  const Clock clock = world.Read(ClockKind::kFirstResponse, "2026-03-07T12:40+08:00");
  EXPECT_EQ(clock.spent, 40min);
  EXPECT_EQ(clock.due, At("2026-03-07T13:00+08:00"));
}

TEST(Clock, OfAPlanPromisesNothingAndIsNeverLate) {
  World world;
  world.Open("2026-03-02T10:00Z", "always", "suggestion");
  const Clock clock = world.Read(ClockKind::kResolution, "2027-03-02T10:00Z");
  EXPECT_FALSE(clock.target);
  EXPECT_FALSE(clock.LateAt(At("2027-03-02T10:00Z")));
}

TEST(Clock, OfATicketWithoutRowsForMachinesIsReadFromItsFields) {
  Ticket ticket;
  ticket.opened = At("2026-03-02T10:00Z");
  ticket.queue = "always";
  ticket.level.tier = Tier::kFault;
  ticket.state = TicketState::kOpen;
  ticket.first_human_response = At("2026-03-02T10:30Z");
  const World world;
  const Clock clock = ReadClock(ClockKind::kFirstResponse, ChangesOf(ticket), world.rules(), At("2026-03-02T12:00Z"));
  EXPECT_EQ(clock.ended, ticket.first_human_response);
  RefreshDues(ticket, world.rules(), At("2026-03-02T12:00Z"));
  EXPECT_EQ(ticket.resolution_due, At("2026-03-03T10:00Z"));
}

// --- against a slow and obvious reference

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int Up(int end) { return static_cast<int>(engine_() % static_cast<unsigned>(end)); }

 private:
  std::mt19937 engine_;
};

bool OpenInThatMinute(const Hours& served, TimePoint at) {
  if (served.empty()) return true;
  for (const Calendar& calendar : served) {
    const auto local = date::locate_zone(calendar.zone)->to_local(at);
    const auto day = date::floor<date::days>(local);
    const auto minute = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
    const auto special = calendar.days.find(date::format("%F", day));
    const auto& shifts =
        special != calendar.days.end() ? special->second : calendar.week[date::weekday{day}.iso_encoding() - 1];
    for (const Shift& shift : shifts)
      if (minute >= shift.from && minute < shift.to) return true;
  }
  return false;
}

// What holds after so many changes.
struct Moment {
  bool open = false, answered = false, waits = false, elsewhere = false;
  TicketState state = TicketState::kNew;
  std::string queue;
  int opened = 0, waited = 0;  // how often
};

void Take(const Change& one, Moment& now) {
  if (one.kind == change::kQueue) now.queue = one.value;
  if (one.kind == change::kElsewhere) now.elsewhere = !one.value.empty();
  if (one.kind == change::kState) {
    now.state = TicketStateFrom(one.value);
    const bool again = IsOpen(now.state) && !now.open;
    now.open = IsOpen(now.state);
    if (again) ++now.opened;
    if (again || !now.open) now.waits = false;
    if (again) now.answered = false;
  }
  if (one.kind == change::kAnswered || one.kind == change::kConfirmed) {
    now.answered = true;
    now.waits = false;
  }
  if (one.kind == change::kHeard && now.open && now.answered && !now.waits) {
    now.waits = true;
    ++now.waited;
  }
}

bool Goes(ClockKind kind, const Moment& moment) {
  if (kind == ClockKind::kFirstResponse) return moment.open && !moment.answered;
  if (kind == ClockKind::kNextResponse) return moment.waits;
  return moment.open;
}

struct Reference {
  int spent = 0;  // minutes up to now, of the last round
  int all = 0;    // and of those to come, if nothing changes
  std::optional<TimePoint> due;
};

// Minute by minute, and after `now` on as if nothing changed until the clock is late.
Reference Count(ClockKind kind, const World& world, Tier tier, int target, TimePoint now) {
  const std::vector<TicketState>& pauses = world.levels.Of(tier).pauses;
  Reference result;
  Moment moment;
  int round = 0;
  std::size_t seen = 0;
  for (TimePoint at = world.changes.front().at; at < now + 24h * 60; at += 1min) {
    while (seen < world.changes.size() && world.changes[seen].at <= at) Take(world.changes[seen++], moment);
    const int this_round = kind == ClockKind::kNextResponse ? moment.waited : moment.opened;
    if (this_round != round) result = {};
    round = this_round;
    const bool stands = moment.elsewhere || std::find(pauses.begin(), pauses.end(), moment.state) != pauses.end();
    const bool counts = Goes(kind, moment) && !stands && OpenInThatMinute(world.hours.at(moment.queue), at);
    if (at >= now && (result.due || !Goes(kind, moment) || stands)) break;
    if (!counts) continue;
    if (at < now) ++result.spent;
    if (++result.all == target && !result.due) result.due = at + 1min;
  }
  return result;
}

Calendar AnyCalendar(Dice& dice) {
  static const char* const kZones[] = {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"};
  Calendar calendar;
  calendar.zone = kZones[dice.Up(4)];
  for (auto& day : calendar.week) {
    if (dice.Up(5) > 0) day.push_back({6 * 60 + dice.Up(60), 10 * 60 + dice.Up(120)});
    if (dice.Up(3) > 0) day.push_back({13 * 60 + dice.Up(60), 17 * 60 + dice.Up(300)});
  }
  calendar.week[2] = {{8 * 60, 17 * 60}};
  return calendar;
}

World AnyWorld(Dice& dice, TimePoint& now, Tier& tier) {
  static const char* const kBegins[] = {"2026-03-05T10:00Z", "2026-03-26T03:00Z", "2026-04-02T20:00Z",
                                        "2026-10-22T07:00Z", "2026-10-30T22:00Z"};
  static const char* const kStates[] = {
      "open", "waiting for customer", "waiting on team", "planned", "open", "resolved", "closed", "declined", "open"};
  World world;
  world.hours = {{"a", {AnyCalendar(dice)}}, {"b", {AnyCalendar(dice), AnyCalendar(dice)}}, {"c", {}}};
  now = At(kBegins[dice.Up(5)]);
  const auto add = [&](std::string_view kind, std::string value) {
    world.changes.push_back({now, std::string(kind), std::move(value)});
  };
  const auto any_queue = [&] { return std::string(1, static_cast<char>('a' + dice.Up(3))); };
  tier = static_cast<Tier>(dice.Up(3));
  add(change::kState, "new");
  add(change::kQueue, any_queue());
  add(change::kTier, std::string(ToString(tier)));
  for (int left = dice.Up(14); left > 0; --left) {
    // Now and then the wall clock jumps back.
    now += std::chrono::minutes(dice.Up(8) == 0 ? -dice.Up(90) : dice.Up(5) == 0 ? dice.Up(4000) : dice.Up(300));
    switch (dice.Up(7)) {
      case 0: add(change::kQueue, any_queue()); break;
      case 6: add(change::kElsewhere, dice.Up(2) == 0 ? "Help Centre" : ""); break;
      case 1:
        tier = static_cast<Tier>(dice.Up(3));
        add(change::kTier, std::string(ToString(tier)));
        break;
      case 2: add(change::kAnswered, ""); break;
      case 3: add(change::kHeard, ""); break;
      default: add(change::kState, kStates[dice.Up(9)]);
    }
  }
  for (const Change& one : world.changes) now = std::max(now, one.at);
  now += std::chrono::minutes(dice.Up(2000));
  return world;
}

std::string Story(const World& world, TimePoint now) {
  std::string text;
  for (const Change& one : world.changes) text += base::FormatUtc(one.at) + " " + one.kind + " " + one.value + "\n";
  return text + "now " + base::FormatUtc(now);
}

TEST(Clock, AgreesWithASlowCountMinuteByMinuteForAnyEventsCalendarsAndJumps) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    Dice dice(seed);
    TimePoint now;
    Tier tier;
    const World world = AnyWorld(dice, now, tier);
    for (const ClockKind kind : {ClockKind::kFirstResponse, ClockKind::kNextResponse, ClockKind::kResolution}) {
      const Clock clock = ReadClock(kind, world.changes, world.rules(), now);
      const int target = clock.target ? static_cast<int>(*clock.target / 1min) : 0;
      const Reference expected = Count(kind, world, tier, target, now);
      ASSERT_EQ(clock.spent / 1min, expected.spent) << "seed " << seed << " " << ToString(kind) << "\n"
                                                    << Story(world, now);
      ASSERT_EQ(clock.due, expected.due) << "seed " << seed << " " << ToString(kind) << "\n" << Story(world, now);
      Millis counted{0}, all{0};
      for (const ClockSpan& span : Explain(clock, world.changes.front().at, world.rules())) {
        if (span.counts) counted += span.to - span.from;
        all += span.to - span.from;
        ASSERT_FALSE(span.reason.empty());
      }
      ASSERT_EQ(counted, clock.spent);
      if (clock.started) {
        ASSERT_EQ(all, (clock.ended ? *clock.ended : now) - world.changes.front().at);
      }
    }
  }
}

TEST(Clock, OfWhateverIsOpenedAgainIsNotLateAtThatInstantHoweverLateItWasBefore) {
  int opened = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    Dice dice(seed);
    TimePoint now;
    Tier tier;
    const World world = AnyWorld(dice, now, tier);
    std::vector<Change> so_far;
    bool open = true;
    TimePoint at = world.changes.front().at;
    for (const Change& one : world.changes) {
      so_far.push_back(one);
      at = std::max(at, one.at);
      if (one.kind != change::kState) continue;
      const bool again = !open && IsOpen(TicketStateFrom(one.value));
      open = IsOpen(TicketStateFrom(one.value));
      if (!again) continue;
      ++opened;
      for (const ClockKind kind : {ClockKind::kFirstResponse, ClockKind::kNextResponse, ClockKind::kResolution}) {
        const Clock clock = ReadClock(kind, so_far, world.rules(), at);
        ASSERT_FALSE(!clock.ended && clock.LateAt(at)) << "seed " << seed << " " << ToString(kind);
      }
    }
  }
  EXPECT_GT(opened, 50);
}

}  // namespace
}  // namespace frontdesk::desk
