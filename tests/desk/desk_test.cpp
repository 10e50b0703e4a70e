#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/desk/lease.h"
#include "bot/desk/routing.h"
#include "bot/desk/service_level.h"
#include "bot/desk/ticket.h"
#include "bot/desk/tried_json.h"
#include "bot/desk/urgency.h"

namespace frontdesk::desk {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Lease, GrowsItsEpochAtEveryChangeOfSpeaker) {
  const Lease bot;
  const Lease queue = ToQueue(bot);
  const Lease agent = *Take(queue, {"kim", "Kim"});
  const Lease back = ToBot(agent);
  EXPECT_EQ(queue.epoch, 1);
  EXPECT_EQ(agent.epoch, 2);
  EXPECT_EQ(back.epoch, 3);
}

TEST(Lease, ChangesNothingWhenTheHolderTakesAgain) {
  const Lease agent = *Take({}, {"kim", "Kim"});
  EXPECT_EQ(*Take(agent, {"kim", "Kim"}), agent);
}

TEST(Lease, TellsTheLoserWhoHasIt) {
  const Lease agent = *Take({}, {"kim", "Kim"});
  const auto refused = Take(agent, {"lee", "Lee"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "Kim has this conversation");
  EXPECT_EQ(refused.error().where, "Kim");
  EXPECT_FALSE(MayAct({Speaker::kElsewhere, "Easemob", "", 3}, {"lee", "Lee"}));
}

TEST(Lease, GoesToAnotherDeskAndTellsOurAgentsItsName) {
  const Lease elsewhere = ToElsewhere(*Take({}, {"kim", "Kim"}), "Easemob kefu", "Li");
  EXPECT_EQ(elsewhere, (Lease{Speaker::kElsewhere, "Easemob kefu", "Li", 2}));
  const auto refused = Take(elsewhere, {"kim", "Kim"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "Easemob kefu has this conversation");
  EXPECT_EQ(refused.error().where, "Easemob kefu");
  EXPECT_EQ(ToBot(elsewhere).epoch, 3);
}

TEST(Lease, ChangesNothingWhenTheSameDeskTakesAgain) {
  const Lease elsewhere = ToElsewhere({}, "Easemob kefu", "");
  EXPECT_EQ(elsewhere.holder_display, "Easemob kefu");
  EXPECT_EQ(ToElsewhere(elsewhere, "Easemob kefu", "Li"), elsewhere);
  EXPECT_EQ(ToElsewhere(elsewhere, "Another", "").epoch, elsewhere.epoch + 1);
}

TEST(Lease, ReadsAnUnknownSpeakerAsPausedSoThatNobodySpeaksTwice) {
  EXPECT_EQ(SpeakerFrom("robot"), Speaker::kPaused);
  EXPECT_EQ(SpeakerFrom(ToString(Speaker::kElsewhere)), Speaker::kElsewhere);
}

TEST(ServiceLevel, IsComputedWithItsReason) {
  struct Case {
    Impact impact;
    Tier tier;
    const char* reason;
  };
  const Case cases[] = {
      {{"functional", "file", "blocked", "me", "no"}, Tier::kCritical, "no way around it"},
      {{"functional", "file", "blocked", "everyone", "yes"}, Tier::kCritical, "everyone has it"},
      {{"functional", "file", "blocked", "me", "yes"}, Tier::kFault, "there is a way around it"},
      {{"functional", "file", "degraded", "me", "yes"}, Tier::kFault, "works badly"},
      {{"functional", "call", "degraded", "me", "yes"}, Tier::kCritical, "one tier higher"},
      {{"functional", "call", "cosmetic", "me", "yes"}, Tier::kHowTo, "looks wrong"},
      {{"functional", "", "", "", ""}, Tier::kFault, "unknown"},
      {{"service", "", "", "", ""}, Tier::kHowTo, "question"},
      {{"suggestion", "call", "blocked", "", ""}, Tier::kSuggestion, "suggestion"},
  };
  for (const Case& c : cases) {
    const ServiceLevel level = ComputeServiceLevel(c.impact);
    EXPECT_EQ(level.tier, c.tier) << c.reason;
    EXPECT_THAT(level.reason, HasSubstr(c.reason));
  }
}

TEST(ServiceLevel, HasTheTargetsOfTheProduct) {
  const ServiceLevels levels;
  EXPECT_EQ(levels.Of(Tier::kCritical).first_response.time, 15min);
  EXPECT_EQ(levels.Of(Tier::kCritical).warn_resolution->time, 2h);
  EXPECT_EQ(levels.Of(Tier::kCritical).resolution->time, 4h);
  EXPECT_EQ(levels.Of(Tier::kFault).first_response.time, 1h);
  EXPECT_EQ(levels.Of(Tier::kHowTo).resolution->time, 48h);
  EXPECT_EQ(levels.Of(Tier::kSuggestion).first_response.working_days, 1);
  EXPECT_FALSE(levels.Of(Tier::kSuggestion).resolution);
}

TEST(ServiceLevel, ThatAPersonChoseNamesThatPersonAndTheReason) {
  const ServiceLevel level = ChosenServiceLevel(Tier::kCritical, "Kim", "the board meets at noon");
  EXPECT_EQ(level.tier, Tier::kCritical);
  EXPECT_EQ(level.reason, "set by Kim: the board meets at noon");
}

TEST(ServiceLevel, AWorkingDayIsAsLongAsTheFullestDayOfItsQueue) {
  Calendar office;
  office.week[0] = {{9 * 60, 12 * 60}, {13 * 60, 18 * 60}};
  office.week[5] = {{9 * 60, 12 * 60}};
  EXPECT_EQ(OpenTime({{}, 2}, {office}), 16h);
  EXPECT_EQ(OpenTime({{}, 1}, {}), 24h);
  EXPECT_EQ(OpenTime({90min, 0}, {office}), 90min);
}

Ticket SomeTicket() {
  Ticket ticket;
  ticket.number = 7;
  ticket.title = "Files: it stops";
  ticket.words = "it \"stops\"";
  ticket.impact = {"functional", "file", "blocked", "me", "no"};
  ticket.opened = base::FromMillis(1'000'000);
  ticket.slots = {{"area", "Area", "Files"}};
  ticket.tried = {{"upload", "Upload", "rejected"}};
  ticket.files = {{"f", "a.png", "image/png", 3}};
  ticket.sensitive = {"email"};
  ticket.level = ComputeServiceLevel(ticket.impact);
  ticket.first_response_due = ticket.opened + 15min;
  return ticket;
}

TEST(Ticket, ComesBackFromItsJsonAsItWas) {
  const Ticket ticket = SomeTicket();
  const auto back = TicketFromJson(ToJson(ticket));
  ASSERT_TRUE(back);
  EXPECT_EQ(ToJson(*back), ToJson(ticket));
  EXPECT_EQ(back->level.tier, Tier::kCritical);
  EXPECT_EQ(back->first_response_due, ticket.opened + 15min);
  EXPECT_FALSE(TicketFromJson("[]"));
}

TEST(Urgency, NamesEveryFactorThatCounts) {
  const Ticket ticket = SomeTicket();
  const Figure calm = ComputeUrgency(&ticket, {}, ticket.opened);
  EXPECT_EQ(calm.score, 60);
  EXPECT_THAT(Reasons(calm), testing::ElementsAre(HasSubstr("critical: ")));
  const Figure late = ComputeUrgency(&ticket, {true, true}, ticket.opened + 20min);
  EXPECT_EQ(late.score, 100);
  EXPECT_THAT(Reasons(late), testing::ElementsAre(HasSubstr("critical"), "first response is late by 5m",
                                                  "asked for a person", "the user is upset"));
  EXPECT_EQ(ComputeUrgency(nullptr, {}, ticket.opened).score, 0);
}

TEST(Urgency, StopsItsClockWhenAPersonHasAnswered) {
  Ticket ticket = SomeTicket();
  ticket.first_human_response = ticket.opened + 1min;
  EXPECT_EQ(ComputeUrgency(&ticket, {}, ticket.opened + 20h).score, 60);
}

TEST(Routing, SaysWhyATicketIsInItsQueue) {
  const std::vector<std::string> queues = {"general", "tech"};
  EXPECT_EQ(ChooseRoute({}, queues, {.category = "functional"}).queue, "tech");
  EXPECT_EQ(ChooseRoute({}, queues, {.category = "functional", .wanted = "general"}).reason, "named by the flow");
  EXPECT_EQ(ChooseRoute({}, queues, {.category = "suggestion", .wanted = "gone"}).queue, "general");
}

TEST(TriedJson, BringsWhatWasShownBack) {
  const std::vector<TriedArticle> tried = {{"reset", "Reset \"it\"", "no"}, {"roles", "角色", ""}};
  const nlohmann::json object{{"tried", TriedJson(tried)}};
  const auto back = TriedAt(object, "tried");
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[0].id, "reset");
  EXPECT_EQ(back[0].title, "Reset \"it\"");
  EXPECT_EQ(back[0].verdict, "no");
  EXPECT_EQ(back[1].title, "角色");
}

TEST(TriedJson, ReadsWhatIsNoListAsNothing) {
  for (const char* text : {"{}", R"({"tried":7})", R"({"tried":{"id":"a"}})", R"({"tried":null})"})
    EXPECT_TRUE(TriedAt(nlohmann::json::parse(text), "tried").empty()) << text;
  EXPECT_EQ(TriedAt(nlohmann::json::parse(R"({"tried":[7,{"id":3}]})"), "tried").size(), 2u);
}

}  // namespace
}  // namespace frontdesk::desk
