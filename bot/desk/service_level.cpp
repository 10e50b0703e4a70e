#include "bot/desk/service_level.h"

#include <array>

namespace frontdesk::desk {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 4> kTiers = {"critical", "fault", "how-to", "suggestion"};

bool IsRealTime(std::string_view component) {
  return component == "call" || component == "message" || component == "meeting";
}

void Explain(std::string& reason, std::string_view part) {
  if (!reason.empty()) reason += ", ";
  reason += part;
}

// A fault before its component is looked at.
Tier FaultTier(const Impact& impact, std::string& reason) {
  if (impact.impact == "cosmetic") {
    Explain(reason, "it only looks wrong");
    return Tier::kHowTo;
  }
  if (impact.impact.empty()) {
    Explain(reason, "impact unknown");
    return Tier::kFault;
  }
  const bool no_way_around = impact.workaround == "no";
  Explain(reason, impact.impact == "blocked" ? "the user cannot work" : "it works badly");
  if (!impact.workaround.empty()) Explain(reason, no_way_around ? "no way around it" : "there is a way around it");
  const bool many = impact.scope == "team" || impact.scope == "everyone";
  if (many) Explain(reason, impact.scope == "everyone" ? "everyone has it" : "the whole team has it");
  if (impact.impact == "blocked" && (no_way_around || many)) return Tier::kCritical;
  return impact.impact == "degraded" && impact.scope == "everyone" && no_way_around ? Tier::kCritical : Tier::kFault;
}

}  // namespace

std::string_view ToString(Tier tier) { return kTiers[static_cast<std::size_t>(tier)]; }

Tier TierFrom(std::string_view name) {
  for (std::size_t i = 0; i < kTiers.size(); ++i)
    if (kTiers[i] == name) return static_cast<Tier>(i);
  return Tier::kHowTo;
}

ServiceLevel ComputeServiceLevel(const Impact& impact) {
  ServiceLevel level;
  if (impact.category == "suggestion" || impact.category == "praise") return {Tier::kSuggestion, impact.category};
  if (impact.category != "functional" && impact.category != "experience")
    return {Tier::kHowTo, "a question or a request"};
  level.tier = FaultTier(impact, level.reason);
  if (IsRealTime(impact.component) && level.tier != Tier::kCritical && impact.impact != "cosmetic") {
    level.tier = static_cast<Tier>(static_cast<int>(level.tier) - 1);
    Explain(level.reason, "calls and messages start one tier higher");
  }
  return level;
}

Targets TargetsOf(Tier tier) {
  switch (tier) {
    case Tier::kCritical: return {15min, 2h, 4h};
    case Tier::kFault: return {1h, 8h, 24h};
    case Tier::kHowTo: return {4h, 24h, 48h};
    case Tier::kSuggestion: return {24h, 24h * 30, std::nullopt};
  }
  return {4h, 24h, 48h};
}

}  // namespace frontdesk::desk
