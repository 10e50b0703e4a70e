#include "bot/desk/service_level.h"

#include <algorithm>
#include <array>

namespace frontdesk::desk {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, kTiers> kNames = {"critical", "fault", "how-to", "suggestion"};

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

std::string_view ToString(Tier tier) { return kNames[static_cast<std::size_t>(tier)]; }

Tier TierFrom(std::string_view name) {
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  return at == kNames.end() ? Tier::kHowTo : static_cast<Tier>(at - kNames.begin());
}

bool IsTier(std::string_view name) { return std::find(kNames.begin(), kNames.end(), name) != kNames.end(); }

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

ServiceLevel ChosenServiceLevel(Tier tier, std::string_view who, std::string_view why) {
  return {tier, "set by " + std::string(who) + (why.empty() ? "" : ": " + std::string(why))};
}

namespace {

base::Millis FullestDay(const Calendar& calendar) {
  base::Millis most{0};
  for (const std::vector<Shift>& day : calendar.week) {
    base::Millis open{0};
    for (const Shift& shift : day) open += std::chrono::minutes(shift.to - shift.from);
    most = std::max(most, open);
  }
  return most;
}

Allowance Days(int count) { return {{}, count}; }

}  // namespace

base::Millis OpenTime(const Allowance& allowance, const Hours& hours) {
  if (allowance.working_days == 0) return allowance.time;
  base::Millis day{0};
  for (const Calendar& calendar : hours) day += FullestDay(calendar);
  // A calendar of special days alone has no day that could be called usual.
  if (day.count() == 0 || day > base::Millis(24h)) day = 24h;
  return allowance.working_days * day;
}

std::string ToString(const Allowance& allowance) {
  if (allowance.working_days == 0) return base::FormatDuration(allowance.time);
  return std::to_string(allowance.working_days) + (allowance.working_days == 1 ? " working day" : " working days");
}

std::string_view ToString(Escalation step) {
  switch (step) {
    case Escalation::kAgent: return "agent";
    case Escalation::kLead: return "lead";
    case Escalation::kOnCall: return "on-call";
  }
  return "lead";
}

ServiceLevels::ServiceLevels() {
  const auto set = [this](Tier tier, Allowance first, Allowance next, Allowance warn_before, Allowance every) {
    Targets& targets = tiers[static_cast<std::size_t>(tier)];
    targets.first_response = first;
    targets.next_response = next;
    targets.warn_before = warn_before;
    targets.escalate_every = every;
    targets.update = Days(1);
    return &targets;
  };
  const auto solve = [](Targets* targets, base::Millis warn, base::Millis breach) {
    targets->warn_resolution = Allowance{warn, 0};
    targets->resolution = Allowance{breach, 0};
  };
  Targets* critical = set(Tier::kCritical, {15min}, {30min}, {5min}, {15min});
  critical->update = {2h};
  solve(critical, 2h, 4h);
  solve(set(Tier::kFault, {1h}, {2h}, {15min}, {1h}), 8h, 24h);
  solve(set(Tier::kHowTo, {4h}, {8h}, {1h}, {4h}), 24h, 48h);
  set(Tier::kSuggestion, Days(1), Days(2), {2h}, Days(1));
}

}  // namespace frontdesk::desk
