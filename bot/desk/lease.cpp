#include "bot/desk/lease.h"

#include <array>

namespace frontdesk::desk {

namespace {
constexpr std::array<std::string_view, 5> kSpeakers = {"bot", "queue", "agent", "paused", "elsewhere"};
}

std::string_view ToString(Speaker speaker) { return kSpeakers[static_cast<std::size_t>(speaker)]; }

Speaker SpeakerFrom(std::string_view name) {
  for (std::size_t i = 0; i < kSpeakers.size(); ++i)
    if (kSpeakers[i] == name) return static_cast<Speaker>(i);
  return Speaker::kPaused;
}

base::Status MayAct(const Lease& lease, const AgentName& agent) {
  const bool of_other_desk = agent.login.find(':') != std::string::npos;
  if (of_other_desk && lease.speaker != Speaker::kElsewhere)
    return base::Fail(base::ErrorCode::kConflict, "this conversation is not with your desk");
  if (lease.speaker == Speaker::kElsewhere && !agent.login.starts_with(lease.holder + ":")) {
    return base::Fail(base::ErrorCode::kConflict, lease.holder + " has this conversation", lease.holder);
  }
  if (lease.speaker == Speaker::kAgent && lease.holder != agent.login) {
    return base::Fail(base::ErrorCode::kConflict, lease.holder_display + " has this conversation",
                      lease.holder_display);
  }
  return {};
}

base::Result<Lease> Take(const Lease& lease, const AgentName& agent) {
  TRY_STATUS(MayAct(lease, agent));
  if (lease.speaker == Speaker::kAgent || lease.speaker == Speaker::kElsewhere) return lease;
  return Lease{Speaker::kAgent, agent.login, agent.display, lease.epoch + 1};
}

Lease ToQueue(const Lease& lease) {
  if (lease.speaker == Speaker::kQueue) return lease;
  return {Speaker::kQueue, {}, {}, lease.epoch + 1};
}

Lease ToBot(const Lease& lease) {
  if (lease.speaker == Speaker::kBot) return lease;
  return {Speaker::kBot, {}, {}, lease.epoch + 1};
}

Lease ToElsewhere(const Lease& lease, std::string_view desk, std::string_view agent) {
  const std::string name(desk);
  if (lease.speaker == Speaker::kElsewhere && lease.holder == name) return lease;
  return {Speaker::kElsewhere, name, agent.empty() ? name : std::string(agent), lease.epoch + 1};
}

}  // namespace frontdesk::desk
