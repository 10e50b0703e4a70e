// Routing: which queue a ticket belongs to, whom to ask first, and why. The queue that the flow names, where the rules
// should not decide; the workspace's rules in their order; then functional -> tech, experience and suggestion ->
// product, service -> quality, as far as the workspace has such queues; everything else goes to its first queue.
//
// Thread safety: pure functions. What is not known of a person fulfils no condition.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/desk/rules.h"
#include "bot/desk/snapshot.h"

namespace frontdesk::desk {

struct Inquiry {
  std::string category = {};
  std::string component = {};
  std::string words = {};  // of the opening, as they were said
  std::string locale = {};
  std::string account = {};
  PersonOnDesk person = {};
  std::string wanted = {};  // the queue that the flow names; empty: none
  base::TimePoint now = {};
};

struct Route {
  std::string queue;
  std::string reason;     // for people
  std::string rule = {};  // its name; empty when no rule matched
  std::vector<std::string> skills = {};
  std::string agent = {};  // login of the one to ask first; empty: anybody
  std::string note = {};
};

// `queues` is not empty.
Route ChooseRoute(const std::vector<RoutingRule>& rules, const std::vector<std::string>& queues,
                  const Inquiry& inquiry);

// Why all conditions hold, one sentence; nothing when one does not.
std::optional<std::string> WhyMatches(const Conditions& when, const Inquiry& inquiry);

// Why no inquiry can ever fulfil the conditions; empty when one can.
std::string Contradiction(const Conditions& when);
// Whether whatever fulfils `narrow` fulfils `wide` too.
bool Covers(const Conditions& wide, const Conditions& narrow);

}  // namespace frontdesk::desk
