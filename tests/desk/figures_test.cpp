#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/desk/custom_field.h"
#include "bot/desk/ranking.h"
#include "bot/desk/urgency.h"
#include "bot/desk/weight.h"

namespace frontdesk::desk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Ticket Fault(std::int64_t number) {
  Ticket ticket;
  ticket.number = number;
  ticket.impact = {"functional", "call", "blocked", "me", "yes"};
  SetServiceLevel(ticket);
  ticket.first_response_due = ticket.opened + std::chrono::hours(1);
  return ticket;
}

const Factor* Find(const Figure& figure, const std::string& name) {
  for (const Factor& factor : figure.factors)
    if (factor.name == name) return &factor;
  return nullptr;
}

TEST(Weight, ShowsEveryFactorAndSaysWhatIsUnknown) {
  Ticket ticket = Fault(1001);
  ticket.affected = 4;
  const Figure weight = ComputeWeight(ticket, {.area = {{"call", 20}}});
  EXPECT_EQ(weight.score, 9 + 30 + 20);
  EXPECT_EQ(Find(weight, "affected")->reason, "4 people have it");
  EXPECT_FALSE(Find(weight, "effort")->known);
  EXPECT_EQ(Find(weight, "effort")->reason, "effort unknown");
  EXPECT_TRUE(Find(weight, "area")->known);
}

TEST(Weight, KnowsNothingOfToneRankOrClocksAndUrgencyNothingOfHowManyShareTheProblem) {
  Ticket plain = Fault(1001);
  Ticket loud = plain;
  loud.tagged = {{"angry", "tone", "is angry"}, {"urgent", "urgency", "says that it is urgent"}};
  EXPECT_EQ(ComputeWeight(loud).score, ComputeWeight(plain).score);
  EXPECT_GT(ComputeUrgency(&loud, {}, {}).score, ComputeUrgency(&plain, {}, {}).score);
  Ticket shared = plain;
  shared.affected = 50;
  EXPECT_GT(ComputeWeight(shared).score, ComputeWeight(plain).score);
  EXPECT_EQ(ComputeUrgency(&shared, {}, {}).score, ComputeUrgency(&plain, {}, {}).score);
}

TEST(Urgency, CountsTheCustomersTierWhereItIsKnown) {
  const Ticket ticket = Fault(1001);
  const UrgencyPoints points = {.customer = {{"gold", 15}}};
  const Figure unknown = ComputeUrgency(&ticket, {}, {}, points);
  const Figure gold = ComputeUrgency(&ticket, {false, false, "gold"}, {}, points);
  EXPECT_EQ(gold.score, unknown.score + 15);
  EXPECT_FALSE(Find(unknown, "customer")->known);
  EXPECT_THAT(Reasons(gold), testing::Contains("customer: gold"));
}

TEST(Ranking, SaysWhatOtherPointsWouldHaveMovedAndWhy) {
  std::vector<Ticket> tickets = {Fault(1001), Fault(1002), Fault(1003)};
  tickets[1].impact.component = "billing";
  tickets[2].impact.impact = "cosmetic";
  const auto by = [](const WeightPoints& points) {
    return [points](const Ticket& ticket) { return ComputeWeight(ticket, points); };
  };
  const auto ranks = CompareRanks(tickets, by({}), by({.area = {{"billing", 20}}}));
  ASSERT_EQ(ranks.size(), 3u);
  EXPECT_EQ(ranks[0].ticket->number, 1002);
  EXPECT_EQ(ranks[0].rank_before, 2u);
  EXPECT_EQ(ranks[0].rank_after, 1u);
  EXPECT_THAT(ranks[0].why, ElementsAre("area (business area: billing): 0 -> 20"));
  EXPECT_EQ(ranks[1].ticket->number, 1001);
  EXPECT_THAT(ranks[1].why, IsEmpty());
}

TEST(CustomField, TakesOnlyWhatFitsItsType) {
  using Type = CustomField::Type;
  const CustomField number{"size", {}, Type::kNumber, {}, {}};
  const CustomField date{"due", {}, Type::kDate, {}, {}};
  const CustomField choice{"plan", {}, Type::kChoice, {"free", "pro"}, {}};
  EXPECT_EQ(*CheckCustom(number, " 3.5 "), "3.5");
  EXPECT_EQ(*CheckCustom(date, "2026-03-09"), "2026-03-09");
  EXPECT_EQ(*CheckCustom(choice, "pro"), "pro");
  EXPECT_EQ(*CheckCustom(choice, ""), "");
  EXPECT_THAT(CheckCustom(number, "many").error().message, HasSubstr("write a number"));
  EXPECT_THAT(CheckCustom(date, "2026-02-30").error().message, HasSubstr("write a day such as"));
  EXPECT_THAT(CheckCustom(choice, "gold").error().message, HasSubstr("choose one of free, pro"));
}

}  // namespace
}  // namespace frontdesk::desk
