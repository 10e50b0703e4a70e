#include "flows/checks.h"
#include "flows/reach.h"

namespace frontdesk::flows {
namespace {

class GraphCheck {
 public:
  GraphCheck(const Flow& flow, base::Findings& findings)
      : flow_(flow), findings_(findings), reach_(ReachableFrom(flow)) {}

  void Run() {
    Unreachable();
    NoWayToEnd();
    LoopWithoutInput();
    TwoTickets();
  }

 private:
  template <typename Kind>
  bool Is(std::size_t step) const {
    return std::holds_alternative<Kind>(flow_.steps[step].body);
  }

  void Unreachable() {
    for (std::size_t i = 1; i < reach_.size(); ++i)
      if (!reach_[0][i] && !(i > 1 && WasReported(i)))
        findings_.Error(flow_.steps[i].place, "no way leads to the step '" + flow_.steps[i].name + "'",
                        "remove it, or go to it from somewhere");
  }

  // Of a run of lost steps the first is enough.
  bool WasReported(std::size_t step) const { return !reach_[0][step - 1] && reach_[step - 1][step]; }

  void NoWayToEnd() {
    for (std::size_t i = 0; i < reach_.size(); ++i) {
      bool ends = flow_.steps[i].next < 0 && !Is<BranchStep>(i);  // final, or already reported
      for (std::size_t j = 0; j < reach_.size() && !ends; ++j)
        ends = reach_[i][j] && flow_.steps[j].next < 0 && !Is<BranchStep>(j);
      if (ends || (i > 0 && !reach_[0][i])) continue;
      findings_.Error(flow_.steps[i].place, "from the step '" + flow_.steps[i].name + "' there is no way to an end",
                      "lead it to an 'end' or a 'handoff'");
      return;  // the steps after it share the fault
    }
  }

  // A question that is answered already does not stop the walk, unless its answer is forgotten inside the loop.
  void LoopWithoutInput() {
    const std::vector<StepSet> silent = Closure(SilentEdges({}));
    StepSet stops;
    for (std::size_t i = 0; i < silent.size(); ++i)
      if (silent[i][i] && IsForgottenWithin(silent, i)) stops.set(i);
    const std::vector<StepSet> left = Closure(SilentEdges(stops));
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (!left[i][i]) continue;
      findings_.Error(flow_.steps[i].place,
                      "the steps from '" + flow_.steps[i].name + "' on can go round without asking anything",
                      "forget an answer inside the loop, as in set: {slot: }, or leave it");
      return;
    }
  }

  std::vector<StepSet> SilentEdges(const StepSet& stops) const {
    std::vector<StepSet> edges(flow_.steps.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (stops[i] || Is<ConfirmStep>(i)) continue;
      const CallStep* call = flow_.CallAt(static_cast<int>(i));
      const int next = call != nullptr && call->first >= 0 ? call->first : flow_.steps[i].next;
      if (next >= 0) edges[i].set(static_cast<std::size_t>(next));
      if (const auto* lookup = std::get_if<LookupStep>(&flow_.steps[i].body); lookup && lookup->on_error_step >= 0)
        edges[i].set(static_cast<std::size_t>(lookup->on_error_step));
      if (const auto* branch = std::get_if<BranchStep>(&flow_.steps[i].body))
        for (const BranchArm& arm : branch->arms)
          if (arm.to >= 0) edges[i].set(static_cast<std::size_t>(arm.to));
    }
    return edges;
  }

  bool IsForgottenWithin(const std::vector<StepSet>& silent, std::size_t ask) const {
    const Slot* slot = flow_.SlotAt(static_cast<int>(ask));
    if (slot == nullptr) return false;
    for (std::size_t i = 0; i < silent.size(); ++i) {
      const auto* set = std::get_if<SetStep>(&flow_.steps[i].body);
      if (set == nullptr || !silent[ask][i] || !silent[i][ask]) continue;
      for (const Assignment& assignment : set->assignments)
        if (assignment.name == slot->name && !assignment.value) return true;
    }
    return false;
  }

  void TwoTickets() {
    for (std::size_t i = 0; i < reach_.size(); ++i)
      for (std::size_t j = 0; j < reach_.size(); ++j)
        if (Is<TicketStep>(i) && Is<TicketStep>(j) && reach_[i][j])
          return findings_.Error(flow_.steps[j].place, "a second ticket on the same way", "a flow opens one ticket");
  }

  const Flow& flow_;
  base::Findings& findings_;
  std::vector<StepSet> reach_;
};

}  // namespace

void CheckGraph(const Flow& flow, base::Findings& findings) {
  if (!flow.steps.empty()) GraphCheck(flow, findings).Run();
}

}  // namespace frontdesk::flows
