// Which queue, whom to ask, who is there.
#include "bot/desk/routing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/desk/staffing.h"

namespace frontdesk::desk {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> kQueues = {"general", "tech", "vip"};

base::TimePoint At(const char* time) { return *base::ParseTime(time); }

RoutingRule Rule(std::string name, Conditions when, std::string queue) {
  return {std::move(name), std::move(when), std::move(queue), {}, {}, {}};
}

TEST(Routing, TheFirstRuleThatMatchesDecidesAndSaysWhy) {
  Conditions refund, enterprise;
  refund.words = {{"en", {"refund"}}, {"zh", {"退款"}}};
  enterprise.tiers = {"enterprise"};
  const std::vector<RoutingRule> rules = {Rule("money", refund, "vip"), Rule("big", enterprise, "tech")};
  Inquiry inquiry{.category = "service", .words = "I want a REFUND!", .locale = "en"};
  inquiry.person.attributes["tier"] = "enterprise";
  EXPECT_EQ(ChooseRoute(rules, kQueues, inquiry).queue, "vip");
  EXPECT_EQ(ChooseRoute(rules, kQueues, inquiry).reason, "rule 'money': said 'refund'");
  inquiry.words = "refunded twice";  // another word
  EXPECT_EQ(ChooseRoute(rules, kQueues, inquiry).rule, "big");
  EXPECT_THAT(ChooseRoute(rules, kQueues, inquiry).reason, HasSubstr("tier is enterprise"));
  inquiry.words = "我要退款";
  EXPECT_EQ(ChooseRoute(rules, kQueues, inquiry).rule, "big") << "words of another language";
  inquiry.locale = "zh";
  EXPECT_EQ(ChooseRoute(rules, kQueues, inquiry).rule, "money");
}

TEST(Routing, WhatIsUnknownOfSomebodyFulfilsNothing) {
  Conditions tier, component, returning;
  tier.tiers = {""};
  component.components = {"call"};
  returning.returning = true;
  for (const Conditions& when : {tier, component, returning}) EXPECT_FALSE(WhyMatches(when, Inquiry{}));
  Conditions fresh;
  fresh.returning = false;
  EXPECT_TRUE(WhyMatches(fresh, Inquiry{}));
}

TEST(Routing, TheLastAgentIsAskedFirst) {
  Conditions returning;
  returning.returning = true;
  RoutingRule rule = Rule("known", returning, "general");
  rule.agent = kLastAgent;
  Inquiry inquiry;
  inquiry.person = {{}, 2, "kim", {}};
  EXPECT_EQ(ChooseRoute({rule}, kQueues, inquiry).agent, "kim");
}

TEST(Routing, AQueueThatTheFlowNamesIsNotForTheRules) {
  EXPECT_EQ(ChooseRoute({Rule("all", {}, "vip")}, kQueues, {.wanted = "tech"}).queue, "tech");
  EXPECT_EQ(ChooseRoute({Rule("all", {}, "vip")}, kQueues, {.wanted = "gone"}).queue, "vip");
}

TEST(Routing, HoursDecideByCalendar) {
  Calendar office;
  for (int day = 0; day < 5; ++day) office.week[day] = {{9 * 60, 18 * 60}};
  Conditions night;
  night.outside = "office";
  night.outside_hours = {office};
  EXPECT_FALSE(WhyMatches(night, {.now = At("2026-03-02T10:00Z")}));
  EXPECT_TRUE(WhyMatches(night, {.now = At("2026-03-02T19:00Z")}));
}

TEST(Routing, ARuleCoversWhatIsNarrowerAndNothingElse) {
  Conditions calls, many_calls, words;
  calls.components = {"call", "meeting"};
  many_calls.components = {"call"};
  many_calls.earlier = 3;
  words.words = {{"", {"refund"}}};
  EXPECT_TRUE(Covers(calls, many_calls));
  EXPECT_FALSE(Covers(many_calls, calls));
  EXPECT_TRUE(Covers({}, words));
  EXPECT_FALSE(Covers(words, {}));
  Conditions returning;
  returning.returning = true;
  EXPECT_TRUE(Covers(returning, many_calls)) << "whoever had tickets has been here";
}

TEST(Routing, ContradictionsAreNamed) {
  Conditions when;
  when.returning = false;
  EXPECT_THAT(Contradiction(when), IsEmpty());
  when.earlier = 1;
  EXPECT_THAT(Contradiction(when), Not(IsEmpty()));
  Conditions words;
  words.words = {{"zh", {"退款"}}};
  words.locales = {"en"};
  EXPECT_THAT(Contradiction(words), Not(IsEmpty()));
}

class Staff : public ::testing::Test {
 protected:
  Staff() {
    for (int day = 0; day < 5; ++day) office_.week[day] = {{9 * 60, 18 * 60}};
    floor_.agents = {Agent("kim", 1), Agent("lee", 3), Agent("pat", 0)};
    floor_.agents[2].presence = Presence::kAway;
  }
  static AgentOnDesk Agent(const std::string& login, int load) {
    AgentOnDesk agent;
    agent.login = agent.display = login;
    agent.load = load;
    return agent;
  }
  Proposal Choose(const Need& need) { return ChooseAgent(floor_, rules_, need, now_); }

  base::TimePoint now_ = At("2026-03-02T10:00Z");  // a Monday
  Calendar office_;
  Floor floor_;
  Rules rules_;
};

TEST_F(Staff, TheOneWithTheMostRoomIsChosenAmongThoseWhoAreThere) {
  EXPECT_EQ(Choose({"general", {}, {}, {}}).agent->login, "kim");
  floor_.agents[0].capacity = 1;
  EXPECT_EQ(Choose({"general", {}, {}, {}}).agent->login, "lee");
  floor_.agents[1].presence = Presence::kBusy;
  EXPECT_EQ(Choose({"general", {}, {}, {}}).agent, nullptr);
}

TEST_F(Staff, SkillsAndQueuesBindAndTheOneAskedForComesFirst) {
  floor_.agents[1].skills = {"av"};
  EXPECT_EQ(Choose({"general", {"av"}, {}, {}}).agent->login, "lee");
  EXPECT_EQ(Choose({"general", {"network"}, {}, {}}).agent, nullptr);
  EXPECT_EQ(Choose({"general", {}, "lee", {}}).agent->login, "lee");
  EXPECT_EQ(Choose({"general", {}, "pat", {}}).agent->login, "kim") << "the one asked for is away: others help";
  floor_.agents[0].queues = {"tech"};
  EXPECT_EQ(Choose({"general", {}, {}, {}}).agent->login, "lee");
  EXPECT_EQ(Choose({"tech", {}, {}, "kim"}).agent->login, "lee") << "not back to the one who passed it on";
}

TEST_F(Staff, TheRosterSaysWhoIsThereAndWhenSomebodyIsBack) {
  rules_.roster = {{"kim", {office_}}, {"lee", {office_}}};
  EXPECT_TRUE(StaffingOf(floor_, rules_, "general", now_).there);
  const Staffing evening = StaffingOf(floor_, rules_, "general", At("2026-03-02T20:00Z"));
  EXPECT_TRUE(evening.known);
  EXPECT_FALSE(evening.there);
  EXPECT_EQ(evening.back, At("2026-03-03T09:00Z"));
}

TEST_F(Staff, WhatAnAgentSaysHoldsUntilTheirDutyBeginsOrEnds) {
  rules_.roster = {{"kim", {office_}}};
  AgentOnDesk& kim = floor_.agents[0];
  kim.presence = Presence::kAway;
  kim.presence_at = now_;
  EXPECT_EQ(PresenceOf(kim, rules_, now_ + 1h), Presence::kAway);
  EXPECT_EQ(PresenceOf(kim, rules_, now_ + 24h), Presence::kAvailable) << "the next morning";
  kim.presence = Presence::kAvailable;
  EXPECT_EQ(PresenceOf(kim, rules_, At("2026-03-02T20:00Z")), Presence::kAway) << "duty is over";
}

TEST_F(Staff, WhereNoAgentIsKnownNothingIsSaidOfAbsence) {
  EXPECT_FALSE(StaffingOf({}, rules_, "general", now_).known);
}

}  // namespace
}  // namespace frontdesk::desk
