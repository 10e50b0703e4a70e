// Who is there: what agents say, what the roster says, who can take one more conversation, when somebody is back.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/desk/rules.h"
#include "bot/desk/snapshot.h"

namespace frontdesk::desk {

// Never kAuto. What an agent says holds until the roster next begins or ends their duty.
Presence PresenceOf(const AgentOnDesk& agent, const Rules& rules, base::TimePoint now);

bool Serves(const AgentOnDesk& agent, const std::string& queue);

struct Staffing {
  bool known = false;                        // some agent serves the queue
  bool there = false;                        // and one of them is not away
  std::optional<base::TimePoint> back = {};  // when the roster has somebody next, if nobody is there
};
Staffing StaffingOf(const Floor& floor, const Rules& rules, const std::string& queue, base::TimePoint now);

struct Need {
  std::string queue;
  std::vector<std::string> skills;
  std::string first;    // login of the one to ask first; empty: anybody
  std::string without;  // not this one
};
struct Proposal {
  const AgentOnDesk* agent = nullptr;  // null: nobody can take it now
  std::string reason;
};
// The one asked for if they can; else the one with the most room among those who are there with all the skills.
Proposal ChooseAgent(const Floor& floor, const Rules& rules, const Need& need, base::TimePoint now);

// What the queue asks of everybody, and what is asked beside.
std::vector<std::string> SkillsFor(const Rules& rules, const std::string& queue, std::vector<std::string> more);

}  // namespace frontdesk::desk
