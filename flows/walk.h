// One turn of a flow: goes from step to step until a question is open or the flow is over, and collects what to say.
//
// Ownership: refers to a flow and a context that must outlive it; the outcome is its own. Thread safety: one thread.
#pragma once

#include <string>
#include <string_view>

#include "flows/engine.h"
#include "flows/view.h"

namespace frontdesk::flows {

class Walk {
 public:
  Walk(const Flow& flow, Session session, const FlowContext& context);

  // From the step `at` on: passes over what is answered, does what needs no answer, stops at the first open question.
  void Run(int at);

  // Opens the session's ask or confirm step in full, or in one line below `words` (which may be empty).
  void OpenFull();
  void OpenShort(std::string_view words);

  // The open question's answer; goes on.
  void Accept(const Slot& slot, SlotValue value);
  // A refused answer: asks again, and after the last try does what the slot says.
  void Refuse(const Slot& slot, std::string_view why, bool over_limit);
  // Passes over a slot that may be skipped.
  void SkipSlot(const Slot& slot);
  void Submit();
  void Cancel();
  void HandOver(std::string reason, std::string queue = {});

  // Puts everything back as it was before an answer was opened again.
  void DropEdit();

  void Say(base::Message message) { outcome_.messages.push_back(std::move(message)); }
  void SetNotUnderstood() { outcome_.result = Outcome::Result::kNotUnderstood; }
  void MarkSensitive() { outcome_.sensitive_input = true; }

  const Flow& flow() const { return flow_; }
  const FlowContext& context() const { return context_; }
  Session& session() { return outcome_.session; }
  View view() const { return View(flow_, outcome_.session, context_); }
  const Slot* OpenSlot() const { return flow_.SlotAt(outcome_.session.step); }
  bool IsTicketOpen() const { return !outcome_.session.ticket.number.empty(); }
  Outcome Take() { return std::move(outcome_); }

 private:
  static constexpr int kStop = -1;

  int Do(int at);  // the next step, or kStop
  int DoAsk(int at);
  int DoSay(int at);
  int DoBranch(int at);
  int DoSet(int at);
  int DoTicket(int at);
  int DoEnd(int at);
  void Assign(const Assignment& assignment);
  bool Prefill(const Slot& slot);
  std::optional<std::string> PrefillValue(const Slot& slot) const;
  std::optional<std::string> FromOpening(const Slot& slot) const;
  void Pass(int step);
  void Leave();
  void Enter(int step);
  void Fail(const Slot& slot);
  const std::string& NameOf(int step) const { return flow_.steps[static_cast<std::size_t>(step)].name; }

  const Flow& flow_;
  const FlowContext& context_;
  Outcome outcome_;
};

// True for the words that start the flow anyhow: they say nothing about the problem.
bool IsTrigger(const Flow& flow, std::string_view text);

}  // namespace frontdesk::flows
