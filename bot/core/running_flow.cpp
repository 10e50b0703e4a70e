#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "flows/library.h"

namespace frontdesk::core {

namespace {

constexpr std::string_view kSilenceTimer = "flow-silence";

void ArmReminder(Draft& draft) {
  // One timer a flow, looked at again when it fires: re-arming at every answer would cost a write each time.
  if (draft.conversation.flow_timer == 0 && !draft.conversation.reminded) {
    draft.AddTimer(kSilenceTimer, draft.now() + draft.policy().flow_reminder, draft.conversation.flow_timer);
  }
}

void RecordSteps(Draft& draft, const flows::Flow& flow, const flows::Outcome& outcome) {
  for (const flows::StepFact& fact : outcome.facts) {
    draft.AddFact(fact.what == flows::StepFact::What::kEntered ? "step_entered" : "step_left", flow.id, fact.step);
  }
}

}  // namespace

flows::FlowContext FlowContextOf(Draft& draft) {
  flows::FlowContext context;
  context.locale = draft.locale();
  context.now = draft.now();
  context.zone = draft.policy().zone;
  context.context = draft.conversation.context;
  context.profile = {{"name", draft.conversation.person_name}};
  context.account = draft.conversation.address.account;
  context.open_ticket = [&draft](const flows::TicketDraft& report) { return OpenTicket(draft, report); };
  return context;
}

void DropFlow(Draft& draft) {
  Conversation& conversation = draft.conversation;
  if (conversation.flow_timer != 0) draft.turn.cancel_timers.push_back(conversation.flow_timer);
  conversation.flow.reset();
  conversation.flow_timer = 0;
  conversation.reminded = false;
}

void Apply(Draft& draft, const flows::Flow& flow, flows::Outcome outcome) {
  Conversation& conversation = draft.conversation;
  RecordSteps(draft, flow, outcome);
  conversation.flow_touched = draft.now();
  for (base::Message& message : outcome.messages) draft.Say(std::move(message));
  if (outcome.waiting()) {
    conversation.flow = std::move(outcome.session);
    ArmReminder(draft);
    return;
  }
  if (outcome.result == flows::Outcome::Result::kHandoff) {
    // The answers so far go with the person; the session is what the card is made of.
    conversation.flow = std::move(outcome.session);
    draft.AddFact("flow_handed_over", flow.id);
    HandOver(draft, outcome.handoff_reason, outcome.handoff_queue);
  } else {
    draft.AddFact(outcome.result == flows::Outcome::Result::kCancelled ? "flow_cancelled" : "flow_ended", flow.id);
  }
  DropFlow(draft);
}

void StartFlow(Draft& draft, const flows::Flow& flow, std::string_view opening) {
  DropFlow(draft);
  draft.AddFact(fact::kFlowStarted, flow.id);
  Apply(draft, flow, flows::Start(flow, FlowContextOf(draft), opening));
}

const flows::Flow* RunningFlow(Draft& draft) {
  Conversation& conversation = draft.conversation;
  if (!conversation.flow) return nullptr;
  const flows::FlowLibrary& library = draft.context.catalog.flows;
  if (const flows::Flow* flow = library.FindVersion(conversation.flow->flow, conversation.flow->hash)) return flow;
  if (const flows::Flow* newer = library.Find(conversation.flow->flow)) {
    Apply(draft, *newer, flows::Migrate(*newer, *conversation.flow, FlowContextOf(draft)));
    return conversation.flow ? newer : nullptr;
  }
  draft.AddFact("flow_gone", conversation.flow->flow);
  DropFlow(draft);
  draft.Say(draft.Words(Text::kFlowGone));
  return nullptr;
}

void AdvanceFlow(Draft& draft, const flows::Flow& flow, const flows::Input& input) {
  Apply(draft, flow, flows::Advance(flow, *draft.conversation.flow, input, FlowContextOf(draft)));
}

void RepeatOpenQuestion(Draft& draft, const flows::Flow& flow) {
  Apply(draft, flow, flows::Reask(flow, *draft.conversation.flow, FlowContextOf(draft)));
}

void RemindOfFlow(Draft& draft) {
  Conversation& conversation = draft.conversation;
  conversation.flow_timer = 0;
  if (!conversation.flow || conversation.reminded || conversation.lease.speaker != desk::Speaker::kBot) return;
  const base::TimePoint due = conversation.flow_touched + draft.policy().flow_reminder;
  if (draft.now() < due) {
    draft.AddTimer(kSilenceTimer, due, conversation.flow_timer);
    return;
  }
  const flows::Flow* flow = RunningFlow(draft);
  if (!flow) return;
  conversation.reminded = true;
  draft.AddFact("flow_reminded", flow->id);
  const base::TimePoint touched = conversation.flow_touched;
  Apply(draft, *flow, flows::Remind(*flow, *conversation.flow, FlowContextOf(draft)));
  conversation.flow_touched = touched;
}

}  // namespace frontdesk::core
