// To whom a conversation may be passed on, in the agents' API.
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/desk/staffing.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/console_routes.h"

namespace frontdesk::runtime {

using nlohmann::json;

// {"queues":["general"],"agents":[{"name","display","presence","load","capacity"}]}: whoever is away cannot be chosen.
void ConsoleRoutes::ShowColleagues(const SharedCall& call, const SignedIn&) {
  const core::Policy& policy = parts_.workspace.Current()->workspace.catalog->policy;
  json agents = json::array();
  for (const desk::AgentOnDesk& agent : parts_.wallboard.Look(0).floor->agents) {
    agents.push_back({{"name", agent.login},
                      {"display", agent.display},
                      {"presence", ToString(desk::PresenceOf(agent, policy.desk, parts_.clock.Now()))},
                      {"load", agent.load},
                      {"capacity", agent.capacity}});
  }
  call->reply.Send(JsonResponse(base::DumpJson({{"queues", policy.queues}, {"agents", std::move(agents)}})));
}

}  // namespace frontdesk::runtime
