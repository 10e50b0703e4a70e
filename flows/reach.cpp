#include "flows/reach.h"

namespace frontdesk::flows {

std::vector<int> Successors(const Flow& flow, int step) {
  const Step& from = flow.steps[static_cast<std::size_t>(step)];
  std::vector<int> next;
  const CallStep* call = flow.CallAt(step);
  if (call != nullptr && call->first >= 0)
    next.push_back(call->first);
  else if (from.next >= 0)
    next.push_back(from.next);
  if (const auto* branch = std::get_if<BranchStep>(&from.body))
    for (const BranchArm& arm : branch->arms)
      if (arm.to >= 0) next.push_back(arm.to);
  if (const Slot* slot = flow.SlotAt(step); slot != nullptr && slot->on_fail_step >= 0)
    next.push_back(slot->on_fail_step);
  if (const LookupStep* lookup = flow.LookupAt(step); lookup != nullptr && lookup->on_error_step >= 0)
    next.push_back(lookup->on_error_step);
  return next;
}

std::vector<StepSet> Closure(std::vector<StepSet> edges) {
  for (std::size_t via = 0; via < edges.size(); ++via)
    for (std::size_t from = 0; from < edges.size(); ++from)
      if (edges[from][via]) edges[from] |= edges[via];
  return edges;
}

std::vector<StepSet> ReachableFrom(const Flow& flow) {
  std::vector<StepSet> edges(flow.steps.size());
  for (std::size_t i = 0; i < edges.size(); ++i)
    for (int next : Successors(flow, static_cast<int>(i))) edges[i].set(static_cast<std::size_t>(next));
  return Closure(std::move(edges));
}

}  // namespace frontdesk::flows
