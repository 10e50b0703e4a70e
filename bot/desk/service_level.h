// Service levels: which of the four tiers a ticket has, why, and what each tier promises.
//
// The built-in promises are the product's own targets: critical fault 15 min / 2-4 h, fault with a workaround 1 h /
// 8-24 h, how-to 4 h / 24-48 h, suggestion 1 working day / by plan (first response / resolution; a range means warn at
// its start, breach at its end). A workspace changes them under `desk: service_levels`. How long a ticket took of what
// is promised says bot/desk/clock.h.
//
// Thread safety: plain values, pure functions.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/desk/calendar.h"
#include "bot/desk/ticket_state.h"

namespace frontdesk::desk {

enum class Tier { kCritical, kFault, kHowTo, kSuggestion };

std::string_view ToString(Tier tier);  // critical, fault, how-to, suggestion
Tier TierFrom(std::string_view name);  // unknown names mean how-to
bool IsTier(std::string_view name);

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
// As a person decided it, with the reason.
ServiceLevel ChosenServiceLevel(Tier tier, std::string_view who, std::string_view why);

// A time in which somebody is there: hours and minutes of the queue's calendar, or whole working days of it.
struct Allowance {
  base::Millis time{};
  int working_days = 0;
  bool operator==(const Allowance&) const = default;
};

// A working day is as much open time as the queue's fullest day has; 24 hours without a calendar.
base::Millis OpenTime(const Allowance& allowance, const Hours& hours);
// "15m", "2h", "1 working day".
std::string ToString(const Allowance& allowance);

// Who is told: the agent who owns the ticket (the queue while nobody does), the lead, the people on call.
enum class Escalation { kAgent, kLead, kOnCall };
std::string_view ToString(Escalation step);  // agent, lead, on-call

inline constexpr std::size_t kMaxEscalations = 3;

struct Targets {
  std::map<std::string, std::string> names = {};  // locale -> as people call it; empty: the tier's own name
  Allowance first_response;
  Allowance next_response;
  std::optional<Allowance> warn_resolution;
  std::optional<Allowance> resolution;  // nothing: by plan
  Allowance update;                     // without a word to the user for so long, the desk is reminded
  Allowance warn_before;                // of a response; never sooner than after half its time
  // The first is warned, the second told of the breach, each further one when that much time has passed again.
  std::vector<Escalation> escalation = {Escalation::kAgent, Escalation::kLead, Escalation::kOnCall};
  Allowance escalate_every;
  std::vector<TicketState> pauses = {TicketState::kWaitingForCustomer, TicketState::kWaitingOnTeam,
                                     TicketState::kPlanned};
};

inline constexpr std::size_t kTiers = 4;

struct ServiceLevels {
  std::array<Targets, kTiers> tiers;  // by Tier
  ServiceLevels();                    // the built-in ones
  const Targets& Of(Tier tier) const { return tiers[static_cast<std::size_t>(tier)]; }
};

}  // namespace frontdesk::desk
