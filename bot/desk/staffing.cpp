#include "bot/desk/staffing.h"

#include <algorithm>

namespace frontdesk::desk {

namespace {

const Hours* DutyOf(const AgentOnDesk& agent, const Rules& rules) {
  const auto it = rules.roster.find(agent.login);
  return it == rules.roster.end() ? nullptr : &it->second;
}

// Whether duty neither began nor ended between the two.
bool IsOneStretch(const Hours& duty, base::TimePoint from, base::TimePoint to) {
  if (to <= from) return true;
  const base::Millis open = OpenTimeBetween(duty, from, to);
  return IsOpen(duty, from) ? open == to - from : open == base::Millis(0);
}

bool CanTake(const AgentOnDesk& agent, const Rules& rules, const Need& need, base::TimePoint now) {
  const auto has = [&](const std::string& skill) {
    return std::binary_search(agent.skills.begin(), agent.skills.end(), skill);
  };
  return agent.login != need.without && Serves(agent, need.queue) && agent.load < agent.capacity &&
         std::all_of(need.skills.begin(), need.skills.end(), has) &&
         PresenceOf(agent, rules, now) == Presence::kAvailable;
}

std::string RoomOf(const AgentOnDesk& agent) {
  return "holds " + std::to_string(agent.load) + " of " + std::to_string(agent.capacity);
}

// Compared without division: room in proportion, then by name.
bool HasMoreRoom(const AgentOnDesk& a, const AgentOnDesk& b) {
  const int left = a.load * b.capacity, right = b.load * a.capacity;
  return left != right ? left < right : a.login < b.login;
}

}  // namespace

Presence PresenceOf(const AgentOnDesk& agent, const Rules& rules, base::TimePoint now) {
  const Hours* duty = DutyOf(agent, rules);
  if (agent.presence != Presence::kAuto && (!duty || IsOneStretch(*duty, agent.presence_at, now))) {
    return agent.presence;
  }
  return !duty || IsOpen(*duty, now) ? Presence::kAvailable : Presence::kAway;
}

bool Serves(const AgentOnDesk& agent, const std::string& queue) {
  return agent.queues.empty() || std::binary_search(agent.queues.begin(), agent.queues.end(), queue);
}

Staffing StaffingOf(const Floor& floor, const Rules& rules, const std::string& queue, base::TimePoint now) {
  Staffing staffing;
  for (const AgentOnDesk& agent : floor.agents) {
    if (!Serves(agent, queue)) continue;
    staffing.known = true;
    if (PresenceOf(agent, rules, now) != Presence::kAway) return {true, true, {}};
    const Hours* duty = DutyOf(agent, rules);
    if (!duty || IsOpen(*duty, now)) continue;  // away by their own word: nobody knows how long
    const auto begins = NextOpening(*duty, now);
    if (begins && (!staffing.back || *begins < *staffing.back)) staffing.back = begins;
  }
  return staffing;
}

Proposal ChooseAgent(const Floor& floor, const Rules& rules, const Need& need, base::TimePoint now) {
  if (!need.first.empty()) {
    const AgentOnDesk* first = floor.FindAgent(need.first);
    if (first && CanTake(*first, rules, need, now)) return {first, "asked for first, " + RoomOf(*first)};
  }
  Proposal best;
  for (const AgentOnDesk& agent : floor.agents)
    if (CanTake(agent, rules, need, now) && (!best.agent || HasMoreRoom(agent, *best.agent))) best.agent = &agent;
  if (best.agent) best.reason = "most room: " + RoomOf(*best.agent);
  return best;
}

std::vector<std::string> SkillsFor(const Rules& rules, const std::string& queue, std::vector<std::string> more) {
  const auto it = rules.queues.find(queue);
  if (it != rules.queues.end()) more.insert(more.end(), it->second.skills.begin(), it->second.skills.end());
  std::sort(more.begin(), more.end());
  more.erase(std::unique(more.begin(), more.end()), more.end());
  return more;
}

}  // namespace frontdesk::desk
