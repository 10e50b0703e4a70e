// Service levels: which of the four tiers a ticket has, why, and when its clocks run out.
//
// The tiers and their hours are the product's own targets: critical fault 15 min / 2-4 h, fault with a workaround
// 1 h / 8-24 h, how-to 4 h / 24-48 h, suggestion 1 day / by plan (first response / resolution; a range means warn at
// its start, breach at its end). Clocks run around the clock as long as a queue has no calendar.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/clock.h"

namespace frontdesk::desk {

enum class Tier { kCritical, kFault, kHowTo, kSuggestion };

std::string_view ToString(Tier tier);  // critical, fault, how-to, suggestion
Tier TierFrom(std::string_view name);

// What the tier is computed from; empty means unknown.
struct Impact {
  std::string category;    // functional, experience, service, suggestion, praise
  std::string component;   // call, message, file ...
  std::string impact;      // blocked, degraded, cosmetic
  std::string scope;       // me, team, everyone
  std::string workaround;  // yes, no
};

struct ServiceLevel {
  Tier tier = Tier::kHowTo;
  std::string reason;  // for people: "cannot work, no way around, calls start one tier higher"
};

ServiceLevel ComputeServiceLevel(const Impact& impact);

struct Targets {
  base::Millis first_response{};
  base::Millis warn_resolution{};
  std::optional<base::Millis> resolution;  // nothing: by plan
};

Targets TargetsOf(Tier tier);

}  // namespace frontdesk::desk
