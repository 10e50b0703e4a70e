#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/desk/routing.h"
#include "bot/desk/urgency.h"
#include "flows/view.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kSummaryShown = 120;  // graphemes

std::string AnswerBy(const Draft& draft) {
  return base::FormatLocal(draft.ticket->first_response_due, draft.policy().zone);
}

const desk::Hours& HoursOf(const Draft& draft, const std::string& queue) {
  static const desk::Hours kAlways;
  const auto& hours = draft.policy().hours;
  const auto it = hours.find(queue);
  return it == hours.end() ? kAlways : it->second;
}

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

// A ticket with all that the conversation knows.
desk::Ticket NewTicket(Draft& draft, std::string_view wanted_queue, desk::Impact impact) {
  const Conversation& conversation = draft.conversation;
  desk::Ticket ticket;
  ticket.number = draft.context.ticket_number;
  draft.ticket_number_used = true;
  ticket.conversation = conversation.id;
  ticket.person = conversation.person;
  ticket.source = conversation.address.account;
  ticket.impact = std::move(impact);
  const desk::Route route = desk::ChooseQueue(draft.policy().queues, ticket.impact.category, wanted_queue);
  ticket.queue = route.queue;
  ticket.queue_reason = route.reason;
  ticket.words = conversation.question;
  ticket.context = ContextFacts(conversation);
  ticket.tried = conversation.tried;
  ticket.files = conversation.files;
  ticket.opened = draft.now();
  desk::SetServiceLevel(ticket, HoursOf(draft, ticket.queue));
  return ticket;
}

void PutOnBoard(Draft& draft) {
  Conversation& conversation = draft.conversation;
  conversation.desk = store::DeskState::kOpen;
  conversation.ticket = draft.ticket->number;
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
  for (const auto& [name, value] : conversation.flow->slots)
    draft.ticket->files.insert(draft.ticket->files.end(), value.files.begin(), value.files.end());
}

// A reopened ticket gets its response time anew: it must not be late at this instant.
void Reopen(Draft& draft, std::string_view why) {
  draft.ticket->state = desk::TicketState::kOpen;
  draft.ticket->resolved.reset();
  draft.ticket->first_human_response.reset();
  desk::StartFirstResponseClock(*draft.ticket, HoursOf(draft, draft.ticket->queue), draft.now());
  draft.AddTicketChange(draft.conversation.person_name, "reopened", why);
  draft.AddFact("reopened", std::to_string(draft.ticket->number));
}

std::string BareTitle(const Draft& draft) {
  const Conversation& conversation = draft.conversation;
  if (!conversation.question.empty()) return conversation.question;
  if (!conversation.last_text.empty()) return conversation.last_text;
  return "Asked for a person";
}

}  // namespace

std::string QueueName(const Draft& draft, std::string_view queue) {
  return queue == "general" ? draft.Words(Text::kQueueGeneral) : std::string(queue);
}

flows::TicketInfo OpenTicket(Draft& draft, const flows::TicketDraft& report) {
  draft.ticket = NewTicket(draft, report.queue,
                           {report.category, report.component, report.impact, report.scope, report.workaround});
  desk::Ticket& ticket = *draft.ticket;
  ticket.flow = report.flow;
  ticket.title = report.title;
  if (!report.opening.empty()) ticket.words = report.opening;
  ticket.slots = report.fields;
  ticket.sensitive = report.sensitive;
  ticket.files.insert(ticket.files.end(), report.files.begin(), report.files.end());
  PutOnBoard(draft);
  draft.conversation.files.clear();
  draft.AddTicketChange(draft.conversation.person_name, "opened", "report by the flow " + report.flow);
  draft.AddFact(fact::kTicketOpened, std::to_string(ticket.number), report.flow);
  return {std::to_string(ticket.number), QueueName(draft, ticket.queue), ticket.first_response_due};
}

void OpenPlainTicket(Draft& draft, const std::string& title, desk::Impact impact, std::string_view why) {
  draft.ticket = NewTicket(draft, {}, std::move(impact));
  draft.ticket->title = title;
  PutOnBoard(draft);
  draft.AddTicketChange(draft.conversation.person_name, "opened", why);
  draft.AddFact(fact::kTicketOpened, std::to_string(draft.ticket->number));
}

// While nobody is there it is said so, with the time when somebody will be.
std::string WhoComes(const Draft& draft) {
  const std::string& queue = draft.ticket->queue;
  const auto opening = desk::NextOpening(HoursOf(draft, queue), draft.now());
  const bool closed = opening && *opening > draft.now();
  const std::string back = closed ? base::FormatLocal(*opening, draft.policy().zone) : std::string();
  return draft.Words(closed ? Text::kNobodyThere : Text::kPersonComing,
                     {{"queue", QueueName(draft, queue)},
                      {"number", std::to_string(draft.ticket->number)},
                      {"answer_by", AnswerBy(draft)},
                      {"opening", back}});
}

void HandOver(Draft& draft, std::string_view reason, std::string_view wanted_queue) {
  Conversation& conversation = draft.conversation;
  const auto number = [&] { return std::to_string(draft.ticket->number); };
  if (conversation.lease.speaker == desk::Speaker::kQueue && draft.ticket) {
    return draft.Say(draft.Words(Text::kPersonComingAgain, {{"number", number()}}));
  }
  if (!draft.ticket) {
    draft.ticket = NewTicket(draft, wanted_queue, {"service", {}, {}, {}, {}});
    draft.ticket->title = BareTitle(draft);
    AddUnfinishedAnswers(draft);
    draft.AddTicketChange(conversation.person_name, "opened", reason);
    draft.AddFact(fact::kTicketOpened, number());
  } else {
    if (draft.ticket->state == desk::TicketState::kResolved) Reopen(draft, reason);
    draft.ticket->tried = conversation.tried;
    draft.AddTicketChange(conversation.person_name, "asked for a person", reason);
  }
  PutOnBoard(draft);
  conversation.lease = desk::ToQueue(conversation.lease);
  conversation.handoff_reason = reason;
  conversation.waiting_since = draft.now();
  conversation.queue_noted = false;
  draft.AddFact("handed_over", number(), reason);
  base::Message message = base::Say(WhoComes(draft));
  message.kind = base::MessageKind::kHandoff;
  message.subject = number();
  draft.Say(std::move(message));
}

void TellStatus(Draft& draft) {
  if (!draft.ticket) return draft.Say(draft.Words(Text::kStatusNone));
  draft.Say(draft.Words(Text::kStatusOpen, {{"number", std::to_string(draft.ticket->number)},
                                            {"title", base::Shorten(draft.ticket->title, kSummaryShown)},
                                            {"state", draft.Words(StateWords(draft.ticket->state))}}));
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

void TakeSolvedWord(Draft& draft, bool solved) {
  if (!draft.ticket || draft.ticket->state != desk::TicketState::kResolved) {
    return draft.Say(draft.Words(Text::kStaleButton));
  }
  Conversation& conversation = draft.conversation;
  const std::string number = std::to_string(draft.ticket->number);
  if (solved) {
    draft.ticket->state = desk::TicketState::kClosed;
    draft.AddTicketChange(conversation.person_name, "closed", "the user confirmed that it works");
    draft.AddFact("resolution_confirmed", number);
    conversation.ticket = 0;
    return draft.Say(draft.Words(Text::kThanksClosed, {{"number", number}}));
  }
  Reopen(draft, "still broken");
  conversation.desk = store::DeskState::kOpen;
  conversation.lease = desk::ToQueue(conversation.lease);
  conversation.waiting_since = draft.now();
  conversation.handoff_reason = "still broken after it was resolved";
  draft.Say(draft.Words(Text::kReopened, {{"number", number}, {"answer_by", AnswerBy(draft)}}));
}

void RefreshBoard(Draft& draft) {
  Conversation& conversation = draft.conversation;
  if (conversation.desk == store::DeskState::kNone) return;
  const bool waits = conversation.lease.speaker == desk::Speaker::kQueue;
  const desk::Urgency urgency =
      desk::ComputeUrgency(draft.ticket ? &*draft.ticket : nullptr, {conversation.angry, waits}, draft.now());
  conversation.urgency = urgency.score;
  conversation.urgency_reasons = urgency.reasons;
}

}  // namespace frontdesk::core
