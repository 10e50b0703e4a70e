#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/repeats.h"
#include "bot/core/talk.h"
#include "flows/library.h"

namespace frontdesk::core {

namespace {

constexpr std::string_view kSilenceTimer = "flow-silence";
constexpr std::string_view kLookupTimer = "flow-lookup";
// Beyond the lookup's own time: for the way to its answer through a restart.
constexpr base::Millis kLookupGrace = std::chrono::seconds(60);
constexpr std::size_t kMaxPausedFlows = 3;

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

std::string_view EndName(flows::Outcome::Result result) {
  if (result == flows::Outcome::Result::kCancelled) return "flow_cancelled";
  return result == flows::Outcome::Result::kSolved ? "flow_solved" : "flow_ended";
}

void GoOnWith(Draft& draft, flows::Session session) {
  draft.conversation.flow = std::move(session);
  const flows::Flow* flow =
      draft.context.catalog.flows.FindVersion(draft.conversation.flow->flow, draft.conversation.flow->hash);
  if (flow == nullptr) return static_cast<void>(RunningFlow(draft));  // carries it over, or says that it is gone
  Apply(draft, *flow, flows::Resume(*flow, *draft.conversation.flow, FlowContextOf(draft)));
}

void ForgetLookup(Draft& draft) {
  Conversation& conversation = draft.conversation;
  if (conversation.lookup_timer != 0) draft.turn.cancel_timers.push_back(conversation.lookup_timer);
  conversation.lookup = 0;
  conversation.lookup_timer = 0;
}

void StartLookup(Draft& draft, const flows::LookupRequest& request) {
  ForgetLookup(draft);
  Conversation& conversation = draft.conversation;
  conversation.lookup = draft.LookUp(request);
  draft.AddTimer(kLookupTimer, draft.now() + request.timeout + kLookupGrace, conversation.lookup_timer);
  draft.AddFact("lookup_started", std::to_string(conversation.lookup));
}

void PauseFlow(Draft& draft) {
  Conversation& conversation = draft.conversation;
  const bool worth_it = conversation.flow->ticket.number.empty() && conversation.paused.size() < kMaxPausedFlows;
  if (worth_it) conversation.paused.push_back(std::move(*conversation.flow));
  DropFlow(draft);
}

// True when the flow was paused before and goes on now.
bool TakeUpPaused(Draft& draft, const flows::Flow& flow) {
  std::vector<flows::Session>& paused = draft.conversation.paused;
  const auto at = std::find_if(paused.begin(), paused.end(), [&](const auto& s) { return s.flow == flow.id; });
  if (at == paused.end()) return false;
  flows::Session session = std::move(*at);
  paused.erase(at);
  if (draft.conversation.flow) PauseFlow(draft);
  GoOnWith(draft, std::move(session));
  return true;
}

void ReturnToPaused(Draft& draft) {
  std::vector<flows::Session>& paused = draft.conversation.paused;
  if (paused.empty() || draft.conversation.lease.speaker != desk::Speaker::kBot) return;
  flows::Session session = std::move(paused.back());
  paused.pop_back();
  if (const flows::Flow* flow = draft.context.catalog.flows.Find(session.flow))
    draft.Say(draft.Words(Text::kBackToFlow, {{"flow", flow->title.In(draft.locale())}}));
  GoOnWith(draft, std::move(session));
}

std::map<std::string, std::string> AnswersOf(const std::optional<desk::Ticket>& ticket) {
  std::map<std::string, std::string> answers;
  if (!ticket) return answers;
  const auto& sensitive = ticket->sensitive;
  for (const base::Fact& slot : ticket->slots)
    if (std::find(sensitive.begin(), sensitive.end(), slot.key) == sensitive.end()) answers[slot.key] = slot.value;
  return answers;
}

// The flow's own words do not know what the workspace calls its levels.
void AddLevel(const Draft& draft, base::Message& message) {
  const std::string level = LevelWords(draft);
  if (!level.empty()) base::Append(message.text, base::PlainRichText(base::Trim(level)));
}

}  // namespace

flows::FlowContext FlowContextOf(Draft& draft) {
  flows::FlowContext context;
  context.locale = draft.locale();
  context.now = draft.now();
  context.zone = ZoneOf(draft);
  context.context = draft.conversation.context;
  context.profile = ProfileOf(draft);
  context.ticket = AnswersOf(draft.ticket);
  context.account = draft.conversation.address.account;
  const auto platform = draft.policy().platforms.find(context.account);
  context.platform = platform == draft.policy().platforms.end() ? context.account : platform->second;
  context.queue = [&draft](std::string_view queue) { return QueueNowOf(draft, queue); };
  context.forms = draft.context.forms;
  context.words = &draft.policy().words;
  context.search = [&draft](std::string_view question, std::size_t most) {
    return FindArticles(draft, std::string(question), most);
  };
  context.article = [&draft](std::string_view id) { return ArticleFor(draft, id); };
  context.open_ticket = [&draft](const flows::TicketDraft& report) { return OpenTicket(draft, report); };
  return context;
}

void DropFlow(Draft& draft) {
  Conversation& conversation = draft.conversation;
  ForgetLookup(draft);
  if (conversation.flow_timer != 0) draft.turn.cancel_timers.push_back(conversation.flow_timer);
  conversation.flow.reset();
  conversation.flow_timer = 0;
  conversation.reminded = false;
}

void Apply(Draft& draft, const flows::Flow& flow, flows::Outcome outcome) {
  Conversation& conversation = draft.conversation;
  RecordSteps(draft, flow, outcome);
  conversation.flow_touched = draft.now();
  for (const flows::ArticleFact& article : outcome.articles) RecordArticle(draft, article);
  if (!outcome.person.empty()) LearnLookedUp(draft, outcome.person);
  draft.hides_input = draft.hides_input || outcome.sensitive_input;
  for (base::Message& message : outcome.messages) {
    if (message.kind == base::MessageKind::kReceipt) AddLevel(draft, message);
    draft.Say(std::move(message));
  }
  if (outcome.waiting()) {
    conversation.flow = std::move(outcome.session);
    if (outcome.lookup) StartLookup(draft, *outcome.lookup);
    if (!flows::WaitsForLookup(flow, *conversation.flow)) ForgetLookup(draft);
    ArmReminder(draft);
    return;
  }
  if (outcome.result == flows::Outcome::Result::kHandoff) {
    // The answers so far go with the person; the session is what the card is made of.
    conversation.flow = std::move(outcome.session);
    draft.AddFact("flow_handed_over", flow.id);
    HandOver(draft, outcome.handoff_reason, outcome.handoff_queue);
  } else {
    draft.AddFact(EndName(outcome.result), flow.id);
  }
  DropFlow(draft);
  if (outcome.result == flows::Outcome::Result::kHandoff)
    conversation.paused.clear();
  else
    ReturnToPaused(draft);
}

void StartFlow(Draft& draft, const flows::Flow& flow, std::string_view opening) {
  if (TakeUpPaused(draft, flow) || AsksWhetherRepeated(draft, flow, opening)) return;
  BeginFlow(draft, flow, opening);
}

void BeginFlow(Draft& draft, const flows::Flow& flow, std::string_view opening) {
  draft.conversation.adding = 0;
  draft.conversation.repeat_settled = false;
  if (draft.conversation.flow && draft.conversation.flow->flow != flow.id)
    PauseFlow(draft);
  else
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

void TakeLookup(Draft& draft, const flows::LookupAnswer& answer) {
  ForgetLookup(draft);
  if (draft.conversation.lease.speaker != desk::Speaker::kBot) return;  // asked again when the bot has the word
  const flows::Flow* flow = RunningFlow(draft);
  if (flow == nullptr) return;
  draft.AddFact(answer.status >= 200 && answer.status < 300 ? "lookup_answered" : "lookup_failed", flow->id,
                std::to_string(answer.status));
  Apply(draft, *flow, flows::Resolve(*flow, *draft.conversation.flow, answer, FlowContextOf(draft)));
}

void ResumeFlow(Draft& draft, const flows::Flow& flow) {
  Apply(draft, flow, flows::Resume(flow, *draft.conversation.flow, FlowContextOf(draft)));
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

void ReturnToFlow(Draft& draft) {
  if (draft.conversation.lease.speaker != desk::Speaker::kBot) return;
  const flows::Flow* flow = RunningFlow(draft);
  if (!flow) return;
  const bool same_language = draft.conversation.locale == draft.context.conversation.locale;
  same_language ? RepeatOpenQuestion(draft, *flow) : ResumeFlow(draft, *flow);
}

}  // namespace frontdesk::core
