#include "bot/desk/alarms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace frontdesk::desk {
namespace {

using base::ParseTime;
using base::TimePoint;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;
using Kind = Alarm::Kind;

const TimePoint kOpened = *ParseTime("2026-03-02T10:00Z");

class Alarms : public testing::Test {
 protected:
  Alarms() {
    ticket_.number = 1001;
    ticket_.opened = kOpened;
    ticket_.queue = "general";
    ticket_.level.tier = Tier::kFault;
    Change(kOpened, change::kState, "new");
    Change(kOpened, change::kQueue, "general");
    Change(kOpened, change::kTier, "fault");
  }
  void Change(TimePoint at, std::string_view kind, const char* value = "") {
    ticket_.history.push_back({at, std::string(kind), value});
  }
  ClockRules rules() const { return {levels_, hours_}; }
  // What the desk hears, as "kind to whom".
  std::vector<std::string> Due(TimePoint now) {
    static constexpr const char* kKinds[] = {"warn", "late", "silence", "review", "follow up", "assume"};
    std::vector<std::string> heard;
    for (const Alarm& alarm : TakeDueAlarms(ticket_, rules(), now))
      heard.push_back(std::string(kKinds[static_cast<int>(alarm.kind)]) + " " + alarm.what + " " +
                      std::string(ToString(alarm.whom)));
    return heard;
  }

  ServiceLevels levels_;
  std::map<std::string, Hours> hours_;
  Ticket ticket_;
};

TEST_F(Alarms, GoUpThePathOneStepAtATime) {
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened), kOpened + 45min);
  EXPECT_THAT(Due(kOpened + 44min), IsEmpty());
  EXPECT_THAT(Due(kOpened + 45min), ElementsAre("warn first response agent"));
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 45min), kOpened + 60min);
  EXPECT_THAT(Due(kOpened + 60min), ElementsAre("late first response lead"));
  EXPECT_THAT(Due(kOpened + 120min), ElementsAre("late first response on-call"));
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 120min), kOpened + 8h);
}

TEST_F(Alarms, SoundOnceAlsoWhenTheClockJumpsBackAndOnAgain) {
  EXPECT_THAT(Due(kOpened + 61min), ElementsAre("late first response lead"));
  EXPECT_THAT(Due(kOpened + 1min), IsEmpty());
  EXPECT_THAT(Due(kOpened + 61min), IsEmpty());
}

TEST_F(Alarms, AfterALongAbsenceEachClockSpeaksOnceAndNotOncePerStep) {
  EXPECT_THAT(Due(kOpened + 24h * 7), ElementsAre("late first response on-call", "late resolution on-call"));
  EXPECT_THAT(Due(kOpened + 24h * 8), IsEmpty());
}

TEST_F(Alarms, RemindOfAUserWhoHeardNothingForLongTheOwnerFirstThenTheLead) {
  ticket_.level.tier = Tier::kCritical;
  Change(kOpened, change::kTier, "critical");
  Change(kOpened + 5min, change::kAnswered);
  ticket_.first_human_response = ticket_.told = kOpened + 5min;
  EXPECT_THAT(Due(kOpened + 2h + 4min), ElementsAre("warn resolution agent"));
  EXPECT_THAT(Due(kOpened + 2h + 5min), ElementsAre("silence silence agent"));
  ticket_.told = kOpened + 3h;
  EXPECT_THAT(Due(kOpened + 4h - 1min), IsEmpty());
  EXPECT_THAT(Due(kOpened + 7h), ElementsAre("late resolution on-call", "silence silence lead"));
}

TEST_F(Alarms, AreSilentWhileTheClockStandsAndGoOnAfterwards) {
  Change(kOpened + 30min, change::kState, "waiting for customer");
  ticket_.state = TicketState::kWaitingForCustomer;
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 30min), std::nullopt);
  EXPECT_THAT(Due(kOpened + 48h), IsEmpty());
  Change(kOpened + 48h, change::kState, "open");
  ticket_.state = TicketState::kOpen;
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 48h), kOpened + 48h + 15min);
}

TEST_F(Alarms, RemindOfTheDayOfReview) {
  ticket_.state = TicketState::kPlanned;
  ticket_.review = kOpened + 24h * 14;
  Change(kOpened + 1h, change::kState, "planned");
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 1h), ticket_.review);
  EXPECT_THAT(Due(*ticket_.review), ElementsAre("review review agent"));
}

TEST_F(Alarms, AfterASolutionAskOnceAndThenAssume) {
  ticket_.state = TicketState::kResolved;
  ticket_.resolved = kOpened + 1h;
  Change(kOpened + 1h, change::kState, "resolved");
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 1h), kOpened + 1h + kFollowUpAfter);
  EXPECT_THAT(Due(kOpened + 1h + kFollowUpAfter), ElementsAre("follow up resolved agent"));
  EXPECT_THAT(Due(kOpened + 1h + kFollowUpAfter + kCloseAfter), ElementsAre("assume resolved agent"));
}

// A server that stood still for a week asks first; it does not close what nobody was asked about.
TEST_F(Alarms, NobodyIsClosedWhoWasNotAskedAgainFirst) {
  ticket_.state = TicketState::kResolved;
  ticket_.resolved = kOpened;
  Change(kOpened, change::kState, "resolved");
  EXPECT_THAT(Due(kOpened + 24h * 7), ElementsAre("follow up resolved agent"));
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 24h * 7), kOpened + 24h * 7 + kCloseAfter);
}

TEST_F(Alarms, SayNothingOfAPlanThatHasNoDueTime) {
  ticket_.level.tier = Tier::kSuggestion;
  Change(kOpened, change::kTier, "suggestion");
  Change(kOpened + 1h, change::kAnswered);
  ticket_.first_human_response = ticket_.told = kOpened + 1h;
  ticket_.state = TicketState::kPlanned;
  Change(kOpened + 1h, change::kState, "planned");
  EXPECT_EQ(NextLook(ticket_, rules(), kOpened + 2h), std::nullopt);
}

}  // namespace
}  // namespace frontdesk::desk
