// What frontdesk.yaml says of how the desk works: which queue takes what, who is on duty when, what happens to somebody
// who waits too long.
//
// Ownership: plain values, part of the policy. Thread safety: read from any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/desk/calendar.h"

namespace frontdesk::desk {

// All that are given must hold; of a list one is enough. What is not known of somebody fulfils nothing.
struct Conditions {
  std::vector<std::string> categories, components;
  std::map<std::string, std::vector<std::string>> words;  // by locale; "" for any: one of them stands in the opening
  std::vector<std::string> tiers, plans;
  std::optional<bool> returning;  // has had a ticket before
  std::optional<int> earlier;     // tickets, at least
  std::vector<std::string> last_agents;
  std::vector<std::string> locales, accounts;
  std::string during, outside;  // a calendar: only while it is open, only while it is not
  Hours during_hours, outside_hours;
};

inline constexpr char kLastAgent[] = "last";  // whoever had the person's latest ticket

struct RoutingRule {
  std::string name;
  Conditions when;
  std::string queue;
  std::vector<std::string> skills;
  std::string agent;  // login, or kLastAgent: asked first; others too when they are not there
  std::string note;   // for the card
};

enum class Assign {
  kOffer,  // an agent is proposed; whoever takes it has it
  kAuto    // it is given to one who is there
};

struct QueueRules {
  std::vector<std::string> skills;                         // of everybody who serves it
  std::string overflow;                                    // the queue that helps; empty: none
  base::Millis overflow_after = std::chrono::minutes(15);  // of open time
  Assign assign = Assign::kOffer;
};

// Open time of the queue; 0: never.
struct Timeouts {
  base::Millis remind_agent = std::chrono::minutes(15);  // an agent who holds it has not answered the user
  base::Millis back_to_queue = std::chrono::hours(2);    // and still has not
  base::Millis elsewhere = std::chrono::hours(24);       // another desk has it and says nothing
};

struct Rules {
  std::vector<RoutingRule> routing;  // the first that matches
  std::map<std::string, QueueRules> queues;
  std::map<std::string, Hours> roster;  // by login: when they are on duty; who is not named says so by hand
  Timeouts timeouts;
};

}  // namespace frontdesk::desk
