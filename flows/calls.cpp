#include "flows/calls.h"

#include <algorithm>

#include "bot/base/crypto.h"
#include "flows/loader.h"

namespace frontdesk::flows {
namespace {

void Shift(int& step, int by) {
  if (step >= 0) step += by;
}

class Joiner {
 public:
  Joiner(Flow& flow, int call, const Flow& called, base::Findings& findings)
      : flow_(flow), called_(called), findings_(findings), site_(call), first_(static_cast<int>(flow.steps.size())) {}

  bool Run() {
    if (!IsOnce() || !HasRoom() || !NamesFit()) return false;
    const std::size_t slots = flow_.slots.size();
    for (Slot slot : called_.slots) {
      Shift(slot.step, first_);
      Shift(slot.on_fail_step, first_);
      flow_.slots.push_back(std::move(slot));
    }
    for (const Step& step : called_.steps) flow_.steps.push_back(Moved(step, static_cast<int>(slots)));
    Call().first = first_;
    flow_.hash = base::HexEncode(base::Sha256(flow_.hash + called_.hash)).substr(0, flow_.hash.size());
    return true;
  }

 private:
  Step& Site() { return flow_.steps[static_cast<std::size_t>(site_)]; }
  CallStep& Call() { return std::get<CallStep>(Site().body); }

  void Error(std::string what, std::string fix) { findings_.Error(Call().flow.place, std::move(what), std::move(fix)); }

  // Neither this flow nor one that it calls as well stands there already.
  bool IsOnce() {
    for (const Step& step : flow_.steps) {
      const bool again =
          step.from == called_.id || std::any_of(called_.steps.begin(), called_.steps.end(),
                                                 [&](auto& s) { return !s.from.empty() && s.from == step.from; });
      if (step.from.empty() || !again) continue;
      Error("the flow '" + step.from + "' is called twice on the same ways", "label the first call, and go to it");
      return false;
    }
    return true;
  }

  bool HasRoom() {
    if (flow_.steps.size() + called_.steps.size() <= kMaxSteps) return true;
    Error("with the flows that it calls this one has more than " + std::to_string(kMaxSteps) + " steps",
          "split the flow");
    return false;
  }

  bool NamesFit() {
    bool fit = true;
    std::vector<std::string_view> asked;
    for (const Slot& slot : called_.slots) {
      asked.push_back(slot.name);
      if (flow_.FindSlot(slot.name) == nullptr) continue;
      Error("'" + slot.name + "' is asked here and in the flow '" + called_.id + "'", "let one of them ask it");
      fit = false;
    }
    for (const Assignment& one : Call().with) {
      if (std::find(asked.begin(), asked.end(), one.name) != asked.end()) continue;
      findings_.Error(one.place, "the flow '" + called_.id + "' asks no '" + one.name + "'",
                      base::DidYouMean(one.name, asked));
      fit = false;
    }
    return fit;
  }

  Step Moved(Step step, int slots) {
    if (step.from.empty()) {
      step.from = called_.id;
      if (!std::holds_alternative<AskStep>(step.body)) step.name = called_.id + "." + step.name;
    }
    step.site = site_;
    Shift(step.next, first_);
    if (auto* ask = std::get_if<AskStep>(&step.body)) ask->slot += slots;
    if (auto* lookup = std::get_if<LookupStep>(&step.body)) Shift(lookup->on_error_step, first_);
    if (auto* call = std::get_if<CallStep>(&step.body)) Shift(call->first, first_);
    if (auto* branch = std::get_if<BranchStep>(&step.body))
      for (BranchArm& arm : branch->arms) Shift(arm.to, first_);
    if (const auto* end = std::get_if<EndStep>(&step.body); end != nullptr && !end->cancelled) {
      step.body = ReturnStep{};
      step.next = Site().next;
    }
    return step;
  }

  Flow& flow_;
  const Flow& called_;
  base::Findings& findings_;
  int site_;
  int first_;
};

}  // namespace

std::vector<int> CallsOf(const Flow& flow) {
  std::vector<int> calls;
  for (std::size_t i = 0; i < flow.own_steps; ++i)
    if (flow.CallAt(static_cast<int>(i)) != nullptr) calls.push_back(static_cast<int>(i));
  return calls;
}

bool JoinCalled(Flow& flow, int call, const Flow& called, base::Findings& findings) {
  return Joiner(flow, call, called, findings).Run();
}

}  // namespace frontdesk::flows
