#include "bot/desk/snapshot.h"

#include <algorithm>
#include <array>

namespace frontdesk::desk {

namespace {

constexpr std::array<std::string_view, 4> kPresences = {"auto", "available", "busy", "away"};

}  // namespace

std::string_view ToString(Presence presence) { return kPresences[static_cast<std::size_t>(presence)]; }

Presence PresenceFrom(std::string_view name) {
  const auto at = std::find(kPresences.begin(), kPresences.end(), name);
  return at == kPresences.end() ? Presence::kAuto : static_cast<Presence>(at - kPresences.begin());
}

const AgentOnDesk* Floor::FindAgent(std::string_view login) const {
  const auto at = std::find_if(agents.begin(), agents.end(), [&](const auto& agent) { return agent.login == login; });
  return at == agents.end() ? nullptr : &*at;
}

const QueueOnDesk& Floor::FindQueue(std::string_view name) const {
  static const QueueOnDesk kEmpty;
  const auto at = std::find_if(queues.begin(), queues.end(), [&](const auto& queue) { return queue.name == name; });
  return at == queues.end() ? kEmpty : *at;
}

std::shared_ptr<const Floor> EmptyFloor() {
  static const auto empty = std::make_shared<const Floor>();
  return empty;
}

}  // namespace frontdesk::desk
