#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/repeats.h"
#include "bot/core/tagging.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_merge.h"
#include "bot/desk/routing.h"
#include "bot/desk/urgency.h"
#include "flows/view.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kSummaryShown = 120;  // graphemes

std::string AnswerBy(const Draft& draft) { return base::FormatLocal(draft.ticket->first_response_due, ZoneOf(draft)); }

// A ticket with all that the conversation knows.
desk::Ticket NewTicket(Draft& draft, std::string_view wanted_queue, desk::Impact impact,
                       const std::string& opening = {}) {
  const Conversation& conversation = draft.conversation;
  desk::Ticket ticket;
  ticket.number = draft.context.ticket_number;
  draft.ticket_number_used = true;
  ticket.conversation = conversation.id;
  ticket.person = conversation.person;
  ticket.source = conversation.address.account;
  ticket.impact = std::move(impact);
  ticket.words = opening.empty() ? conversation.question : opening;
  RouteTicket(draft, ticket, wanted_queue);
  ticket.context = ContextFacts(conversation);
  ticket.tried = conversation.tried;
  ticket.files = conversation.files;
  ticket.opened = draft.now();
  ticket.level = desk::ComputeServiceLevel(ticket.impact);
  return ticket;
}

void PutOnBoard(Draft& draft) {
  Conversation& conversation = draft.conversation;
  conversation.desk = store::DeskState::kOpen;
  TalkAboutTicket(draft);
  conversation.afterword = 0;
  conversation.queue = draft.ticket->queue;
  conversation.summary = base::Shorten(draft.ticket->title, kSummaryShown);
}

// What an unfinished flow has collected so far.
void AddUnfinishedAnswers(Draft& draft) {
  const Conversation& conversation = draft.conversation;
  if (!conversation.flow || !draft.ticket->slots.empty()) return;
  const flows::Flow* flow = draft.context.catalog.flows.FindVersion(conversation.flow->flow, conversation.flow->hash);
  if (!flow) return;
  draft.ticket->flow = flow->id;
  const flows::FlowContext context = FlowContextOf(draft);
  const flows::TicketDraft so_far = flows::View(*flow, *conversation.flow, context).Draft({});
  draft.ticket->slots = so_far.fields;
  draft.ticket->sensitive = so_far.sensitive;
  // Files that came early count too, though their question was not reached.
  for (const auto& [name, value] : conversation.flow->slots) {
    draft.ticket->files.insert(draft.ticket->files.end(), value.files.begin(), value.files.end());
    const flows::Slot* slot = flow->FindSlot(name);
    if (slot == nullptr || !slot->sensitive) continue;
    for (const base::FileRef& file : value.files) draft.ticket->sensitive_files.push_back(file.id);
  }
}

std::string BareTitle(const Draft& draft) {
  const Conversation& conversation = draft.conversation;
  if (!conversation.question.empty()) return conversation.question;
  if (!conversation.last_text.empty()) return conversation.last_text;
  return "Asked for a person";
}

// What the form is for says what the ticket is: whoever fills in a complaint complains.
std::string TitleOfForm(const Draft& draft, std::string_view id) {
  const flows::Flow* flow = draft.context.catalog.flows.Find(id);
  return flow == nullptr ? std::string() : flow->title.In(draft.locale()) + "\n";
}

// What the user said by themselves, sensitive answers left out.
std::string SpokenWords(const desk::Ticket& ticket) {
  std::string words = ticket.words;
  for (const base::Fact& slot : ticket.slots)
    if (std::find(ticket.sensitive.begin(), ticket.sensitive.end(), slot.key) == ticket.sensitive.end())
      words += "\n" + slot.value;
  return words;
}

// An answer that the field does not take stands on the ticket as an answer only.
void FillField(Draft& draft, const desk::CustomField& field, const std::string& answer) {
  const auto value = desk::CheckCustom(field, answer);
  if (value) desk::SetCustom(draft.ticket->custom, field, draft.policy().locales.front(), *value);
}

}  // namespace

Text StateWords(desk::TicketState state) {
  switch (state) {
    case desk::TicketState::kNew: return Text::kStateNew;
    case desk::TicketState::kOpen: return Text::kStateOpen;
    case desk::TicketState::kWaitingForCustomer: return Text::kStateWaiting;
    case desk::TicketState::kWaitingOnTeam: return Text::kStateWithTeam;
    case desk::TicketState::kPlanned: return Text::kStatePlanned;
    case desk::TicketState::kResolved: return Text::kStateResolved;
    case desk::TicketState::kClosed: return Text::kStateClosed;
    case desk::TicketState::kDeclined: return Text::kStateDeclined;
    case desk::TicketState::kMerged: return Text::kStateMerged;
  }
  return Text::kStateOpen;
}

void Reopen(Draft& draft, const std::string& who, std::string_view why) {
  LeaveJoined(draft, who);
  draft.ticket->state = desk::TicketState::kOpen;
  draft.ticket->resolved.reset();
  draft.ticket->first_human_response.reset();
  draft.AddTicketChange(who, "reopened", why);
  draft.AddFact("reopened", std::to_string(draft.ticket->number));
}

std::string QueueName(const Draft& draft, std::string_view queue) {
  return queue == "general" ? draft.Words(Text::kQueueGeneral) : std::string(queue);
}

void RouteTicket(const Draft& draft, desk::Ticket& ticket, std::string_view wanted_queue) {
  const std::string& words = ticket.words.empty() ? draft.conversation.last_text : ticket.words;
  desk::Route route = desk::ChooseRoute(
      draft.policy().desk.routing, draft.policy().queues,
      {ticket.impact.category, ticket.impact.component, words, draft.locale(), draft.conversation.address.account,
       draft.context.desk.person, std::string(wanted_queue), draft.now()});
  ticket.queue = std::move(route.queue);
  ticket.queue_reason = std::move(route.reason);
  ticket.routed = {
      std::move(route.rule), std::move(route.skills), std::move(route.agent), std::move(route.note), {}, {}, {}};
}

flows::TicketInfo OpenTicket(Draft& draft, const flows::TicketDraft& report) {
  PutInFocus(draft, NewTicket(draft, report.queue,
                              {report.category, report.component, report.impact, report.scope, report.workaround},
                              report.opening));
  desk::Ticket& ticket = *draft.ticket;
  ticket.flow = report.flow;
  ticket.title = report.title;
  ticket.slots = report.fields;
  ticket.sensitive = report.sensitive;
  ticket.sensitive_files = report.sensitive_files;
  ticket.files.insert(ticket.files.end(), report.files.begin(), report.files.end());
  for (const base::Fact& slot : report.fields)
    if (const auto* own = desk::FindField(draft.policy().fields, slot.key)) FillField(draft, *own, slot.value);
  PutOnBoard(draft);
  draft.conversation.files.clear();
  draft.AddTicketChange(draft.conversation.person_name, "opened", "report by the flow " + report.flow);
  draft.AddFact(fact::kTicketOpened, std::to_string(ticket.number), report.flow);
  KeepSensitiveForAWhile(draft);
  TagTicket(draft, TitleOfForm(draft, report.flow) + SpokenWords(ticket));
  return {std::to_string(ticket.number), QueueName(draft, ticket.queue), ticket.first_response_due};
}

void OpenPlainTicket(Draft& draft, const std::string& title, desk::Impact impact, std::string_view why,
                     const std::string& opening) {
  PutInFocus(draft, NewTicket(draft, {}, std::move(impact), opening));
  draft.ticket->title = title;
  PutOnBoard(draft);
  draft.AddTicketChange(draft.conversation.person_name, "opened", why);
  draft.AddFact(fact::kTicketOpened, std::to_string(draft.ticket->number));
  TagTicket(draft, title + "\n" + draft.ticket->words);
}

std::string LevelWords(const Draft& draft) {
  if (!draft.ticket || draft.policy().levels.Of(draft.ticket->level.tier).names.empty()) return {};
  return draft.Words(Text::kLevelNamed,
                     {{"level", LevelName(draft.policy(), draft.ticket->level.tier, draft.locale())}});
}

// While nobody is there it is said so, with the time when somebody will be.
std::string WhoComes(const Draft& draft) {
  const std::string& queue = draft.ticket->queue;
  const NobodyThere there = WhetherNobodyIsThere(draft, queue);
  const std::string back = there.back ? base::FormatLocal(*there.back, ZoneOf(draft)) : std::string();
  const Text words = !there.nobody ? Text::kPersonComing : there.back ? Text::kNobodyThere : Text::kNobodyKnowsWhen;
  return draft.Words(words, {{"queue", QueueName(draft, queue)},
                             {"number", std::to_string(draft.ticket->number)},
                             {"answer_by", AnswerBy(draft)},
                             {"opening", back}}) +
         LevelWords(draft) + WaitWords(draft);
}

// The desk hears of it when somebody waits and nobody is there.
void TellDeskOfAbsence(Draft& draft) {
  if (!WhetherNobodyIsThere(draft, draft.conversation.queue).nobody) return;
  NotifyDesk(draft, NoticeLevel::kInfo, DeskPhrase(draft, Text::kNoticeNobody, {{"queue", draft.conversation.queue}}));
  draft.AddFact("nobody_there", draft.conversation.queue);
}

void HandOver(Draft& draft, std::string_view reason, std::string_view wanted_queue) {
  Conversation& conversation = draft.conversation;
  const auto number = [&] { return std::to_string(draft.ticket->number); };
  // What is closed is at hand only for a word about it.
  if (draft.ticket && draft.ticket->state == desk::TicketState::kClosed) draft.ticket.reset();
  if (conversation.lease.speaker == desk::Speaker::kQueue && draft.ticket) {
    return draft.Say(draft.Words(Text::kPersonComingAgain, {{"number", number()}}) + WaitWords(draft));
  }
  if (!draft.ticket) {
    PutInFocus(draft, NewTicket(draft, wanted_queue, ImpactByWords(draft, {}, WordsSoFar(conversation), "service")));
    draft.ticket->title = BareTitle(draft);
    AddUnfinishedAnswers(draft);
    KeepSensitiveForAWhile(draft);
    draft.AddTicketChange(conversation.person_name, "opened", reason);
    draft.AddFact(fact::kTicketOpened, number());
    TagTicket(draft, TitleOfForm(draft, draft.ticket->flow) + WordsSoFar(conversation));
  } else {
    if (draft.ticket->state == desk::TicketState::kResolved) Reopen(draft, conversation.person_name, reason);
    draft.ticket->tried = conversation.tried;
    draft.AddTicketChange(conversation.person_name, "asked for a person", reason);
  }
  PutOnBoard(draft);
  conversation.lease = desk::ToQueue(conversation.lease);
  conversation.handoff_reason = reason;
  conversation.waiting_since = draft.now();
  conversation.queued_at = draft.now();
  conversation.queue_noted = false;
  draft.AddFact("handed_over", number(), reason);
  base::Message message = base::Say(WhoComes(draft));
  message.kind = base::MessageKind::kHandoff;
  message.subject = number();
  MentionOpenTicket(draft, message);
  draft.Say(std::move(message));
  TellDeskOfAbsence(draft);
  AskAgent(draft);
}

void StopWaiting(Draft& draft) {
  Conversation& conversation = draft.conversation;
  conversation.lease = desk::ToBot(conversation.lease);
  conversation.waiting_since.reset();
  draft.AddTicketChange(conversation.person_name, "no longer waits for a person");
  draft.AddFact("stopped_waiting", {});
  draft.Say(draft.Words(Text::kNoLongerWaiting));
}

void HearWhileWaiting(Draft& draft) {
  if (draft.conversation.queue_noted) return;
  draft.conversation.queue_noted = true;
  base::Message message = base::Say(draft.Words(Text::kAddedToRequest));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

desk::Figure UrgencyOf(const Draft& draft, bool waits) {
  const auto& known = draft.context.desk.person.attributes;
  const auto tier = known.find("tier");
  const desk::UrgencyFactors factors{draft.conversation.angry, waits,
                                     tier == known.end() ? std::string() : tier->second};
  desk::Figure most;
  bool sleeps = false;
  const auto look = [&](const desk::Ticket& ticket) {
    if (desk::IsOver(ticket.state)) return;
    if (ticket.snoozed_until && *ticket.snoozed_until > draft.now()) return static_cast<void>(sleeps = true);
    desk::Figure figure = desk::ComputeUrgency(&ticket, factors, draft.now(), draft.policy().urgency);
    if (most.factors.empty() || figure.score > most.score) most = std::move(figure);
  };
  if (draft.ticket) look(*draft.ticket);
  for (const desk::Ticket& other : draft.others) look(other);
  if (!most.factors.empty() || sleeps) return most;
  return desk::ComputeUrgency(nullptr, factors, draft.now(), draft.policy().urgency);
}

void RefreshBoard(Draft& draft) {
  Conversation& conversation = draft.conversation;
  SettleTickets(draft);
  if (conversation.desk == store::DeskState::kNone) return;
  const desk::Figure urgency = UrgencyOf(draft, conversation.lease.speaker == desk::Speaker::kQueue);
  conversation.urgency = urgency.score;
  conversation.urgency_reasons = desk::Reasons(urgency);
}

}  // namespace frontdesk::core
