// Service levels as frontdesk.yaml gives them: what is written holds, what is left out keeps its default.
#include <gtest/gtest.h>

#include "bot/runtime/config.h"

namespace frontdesk::runtime {
namespace {

desk::ServiceLevels LevelsOf(const std::string& lines) {
  const base::SourceFile file{"frontdesk.yaml",
                              "frontdesk: 1\nlocales: [en, zh]\naccounts: {widget: {type: web}}\n"
                              "desk:\n" +
                                  lines};
  base::Findings findings;
  const auto config = ReadConfig(file, "/srv/desk", findings);
  EXPECT_TRUE(findings.empty());
  return config->desk.levels;
}

TEST(ConfigLevels, ThatSayNothingAreTheDefaults) {
  const desk::ServiceLevels levels = LevelsOf("  service_levels: {}\n");
  EXPECT_EQ(levels.Of(desk::Tier::kCritical).first_response,
            desk::ServiceLevels().Of(desk::Tier::kCritical).first_response);
}

TEST(ConfigLevels, HoldAsTheyAreWritten) {
  const desk::ServiceLevels levels = LevelsOf(
      "  service_levels:\n"
      "    critical: {name: {en: Outage, zh: 严重故障}, first_response: 10m, resolution: 1h-3h}\n"
      "    fault: {resolution: 3 working days, escalate: [lead, on-call], escalate_every: 2h}\n"
      "    how-to: {pause: [waiting for customer]}\n"
      "    suggestion: {first_response: 2 working days, resolution: by plan}\n");
  const desk::Targets& critical = levels.Of(desk::Tier::kCritical);
  EXPECT_EQ(critical.names.at("zh"), "严重故障");
  EXPECT_EQ(critical.first_response.time, std::chrono::minutes(10));
  EXPECT_EQ(critical.warn_resolution->time, std::chrono::hours(1));
  EXPECT_EQ(critical.resolution->time, std::chrono::hours(3));
  const desk::Targets& fault = levels.Of(desk::Tier::kFault);
  EXPECT_EQ(fault.resolution->working_days, 3);
  EXPECT_EQ(fault.escalation, (std::vector{desk::Escalation::kLead, desk::Escalation::kOnCall}));
  EXPECT_EQ(levels.Of(desk::Tier::kHowTo).pauses, std::vector{desk::TicketState::kWaitingForCustomer});
  EXPECT_EQ(levels.Of(desk::Tier::kSuggestion).first_response.working_days, 2);
  EXPECT_FALSE(levels.Of(desk::Tier::kSuggestion).resolution.has_value());
}

}  // namespace
}  // namespace frontdesk::runtime
