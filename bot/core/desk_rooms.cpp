#include "bot/core/desk_channel.h"
#include "bot/core/incidents.h"
#include "bot/core/undelivered.h"

namespace frontdesk::core {

std::optional<Decision> HearInDeskRooms(Draft& draft) {
  const desk::Channel* channel = draft.policy().desk_channels.Find(draft.event.address);
  const bool incident = IsIncidentRoom(draft.event.address);
  if (channel == nullptr && !incident) return std::nullopt;
  const bool changes = channel ? HearInDeskChannel(draft, *channel) : HearInIncidentRoom(draft);
  if (channel != nullptr) KeepWayBack(draft);  // to the agents
  return changes ? std::move(draft).Finish() : NothingToDo();
}

Decision NothingToDo() {
  Decision decision;
  decision.nothing = true;
  return decision;
}

Decision RefuseAct(const Context& context, const base::Event& event, const base::Error& error) {
  const auto* act = std::get_if<base::AgentActed>(&event.body);
  if (act != nullptr && !act->said_in.account.empty()) {
    Draft told(context, event);
    RefuseInDeskChannel(told, *act, error);
    return std::move(told).Finish();
  }
  Decision refused;
  refused.refusal = error;
  return refused;
}

}  // namespace frontdesk::core
