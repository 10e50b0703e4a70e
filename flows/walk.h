// One turn of a flow: goes from step to step until a question is open or the flow is over, and collects what to say.
//
// Ownership: refers to a flow and a context that must outlive it; the outcome is its own. Thread safety: one thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flows/engine.h"
#include "flows/phrases.h"
#include "flows/view.h"

namespace frontdesk::flows {

// Puts everything back as it was before an answer was opened again.
void UndoEdit(Session& session);

class Walk {
 public:
  Walk(const Flow& flow, Session session, const FlowContext& context);

  // From the step `at` on: passes over what is answered, does what needs no answer, stops at the first open question.
  void Run(int at);

  // Opens the session's ask or confirm step in full, or in one line below `words` (which may be empty).
  void OpenFull();
  void OpenShort(std::string_view words);

  // Of a question that came back while the user was away: says so and asks, as their words can be no answer to it yet.
  bool AskAgain();

  // The open question's answer; goes on.
  void Accept(const Slot& slot, SlotValue value);
  // A refused answer: asks again, and after the last try does what the slot says.
  void Refuse(const Slot& slot, std::string_view why, bool over_limit);
  // Passes over a slot that may be skipped.
  void SkipSlot(const Slot& slot);
  void Submit();
  // Of the open search: shows one of its articles; it helped, or none did.
  void ShowArticle(std::string_view id);
  void Solve();
  void SearchInVain();
  // The answer to the open lookup; goes on.
  void TakeLookup(const LookupAnswer& answer);
  // What was entered into the open form, or into the one open question.
  void TakeForm(const Filled& filled);
  // Keeps what a pasted log tells.
  void NoteLog(std::string_view text);
  void Cancel();
  void HandOver(std::string reason, std::string queue = {});

  void DropEdit() { UndoEdit(session()); }

  void Say(base::Message message) { outcome_.messages.push_back(std::move(message)); }
  void SetNotUnderstood() { outcome_.result = Outcome::Result::kNotUnderstood; }
  // Below the question that was just asked.
  void AddRepairButtons();
  void MarkSensitive() { outcome_.sensitive_input = true; }

  const Flow& flow() const { return flow_; }
  const FlowContext& context() const { return context_; }
  Session& session() { return outcome_.session; }
  View view() const { return View(flow_, outcome_.session, context_); }
  const Slot* OpenSlot() const { return flow_.SlotAt(outcome_.session.step); }
  // The questions that are asked together now; empty when there is no form.
  std::vector<const Slot*> OpenForm() const;
  bool IsTicketOpen() const { return !outcome_.session.ticket.number.empty(); }
  Outcome Take();

 private:
  static constexpr int kStop = -1;

  int Do(int at);  // the next step, or kStop
  int DoAsk(int at);
  int DoSay(int at);
  int DoBranch(int at);
  int DoSet(int at);
  int DoTicket(int at);
  int DoEnd(int at);
  int DoSearch(int at);
  // With the words that the search at that step looked up.
  void NoteArticle(ArticleFact::What what, int search, const std::string& id);
  int DoLookup(int at);
  int DoCall(int at);
  // A step back on purpose, from one to the other: what lies between may be said again.
  void ForgetSaid(int from, int to);
  void Assign(const Assignment& assignment);
  void Assign(const std::string& name, std::string text);
  bool Prefill(const Slot& slot);
  const std::map<std::string, std::string>& KnownTo(flows::Prefill::From from) const;
  std::optional<std::string> PrefillValue(const Slot& slot, const flows::Prefill& prefill) const;
  std::optional<std::string> FromOpening(const Slot& slot) const;
  // The open question, as a form where it stands in one.
  base::Message AskOpen(std::string_view words);
  Wording ShortWording() const;
  void Pass(int step);
  void Leave();
  void Enter(int step);
  void Fail(const Slot& slot);
  // Remembers since when the session holds its sensitive answers.
  void DateSensitive();
  void AfterForm(const Slot& first, const std::vector<std::pair<const Slot*, std::string>>& refused);
  const std::string& NameOf(int step) const { return flow_.steps[static_cast<std::size_t>(step)].name; }

  const Flow& flow_;
  const FlowContext& context_;
  Outcome outcome_;
};

// True for the words that start the flow anyhow: they say nothing about the problem.
bool IsTrigger(const Flow& flow, std::string_view text);

}  // namespace frontdesk::flows
