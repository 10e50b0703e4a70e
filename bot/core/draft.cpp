#include "bot/core/draft.h"

#include <algorithm>
#include <utility>

#include "bot/base/mask.h"
#include "bot/base/text.h"
#include "bot/core/effect.h"
#include "bot/core/fact.h"
#include "bot/core/ticket_row.h"

namespace frontdesk::core {

Draft::Draft(const Context& from, const base::Event& what)
    : context(from),
      event(what),
      conversation(from.conversation),
      ticket(from.ticket),
      others(from.others),
      next_id_(from.first_id) {
  turn.account = event.address.account;
  turn.event_id = event.id;
  turn.at = context.now;
}

store::Id Draft::NextId() {
  // kIdsPerTurn bounds what one event can say; a turn that needs more ids than that would be a bug of the brain.
  return next_id_++;
}

void Draft::RecordUser(const base::Message& message) {
  store::TranscriptRow row;
  row.id = NextId();
  row.conversation = conversation.id;
  row.at = now();
  row.from = "user";
  row.event_id = event.id;
  row.body = base::ToJson(message);
  turn.transcript.insert(turn.transcript.begin(), std::move(row));
}

store::Id Draft::SendToUser(base::Message message, std::string_view from) {
  store::TranscriptRow row;
  row.id = NextId();
  row.conversation = conversation.id;
  row.at = now();
  row.from = from;
  row.event_id = event.id;
  row.body = base::ToJson(message);
  store::OutboxRow out;
  out.id = NextId();
  out.conversation = conversation.id;
  out.transcript = row.id;
  out.account = conversation.address.account;
  out.not_before = now();
  // Behind an answer that is still held back everything waits its turn.
  out.claimed = context.deduplicates && !context.conversation.burst;
  row.delivery = out.claimed ? store::Delivery::kSending : store::Delivery::kPending;
  const store::Id id = row.id;
  turn.transcript.push_back(std::move(row));
  turn.outbox.push_back(std::move(out));
  return id;
}

void Draft::Say(base::Message message) {
  // A notice between two messages leaves the open buttons valid.
  if (message.kind != base::MessageKind::kNotice) conversation.buttons = message.buttons;
  SendToUser(std::move(message), "bot");
}

void Draft::Say(std::string_view text) { Say(base::Say(text)); }

store::Id Draft::SayAsAgent(base::Message message) {
  conversation.buttons.clear();
  return SendToUser(std::move(message), "agent");
}

void Draft::Note(std::string_view author, std::string_view text, std::vector<base::FileRef> files) {
  base::Message message = base::Say(text);
  message.files = std::move(files);
  message.kind = base::MessageKind::kNote;
  message.author = author;
  store::TranscriptRow row;
  row.id = NextId();
  row.conversation = conversation.id;
  row.at = now();
  row.from = "agent";
  row.internal = true;
  row.event_id = event.id;
  row.body = base::ToJson(message);
  turn.transcript.push_back(std::move(row));
}

void Draft::AddFact(std::string_view kind, std::string_view subject, std::string_view detail) {
  // An agent stands in the subject: the person of a fact is always a user.
  const bool by_user = !std::holds_alternative<base::AgentActed>(event.body);
  turn.facts.push_back({conversation.id, now(), std::string(kind), std::string(subject),
                        base::Shorten(base::MaskPersonal(std::string(detail)), fact::kMaxDetail),
                        conversation.address.account, by_user ? event.author.id : std::string(), conversation.locale});
}

void Draft::AddTicketChange(std::string_view who, std::string_view what, std::string_view why) {
  if (ticket) AddTicketChange(*ticket, who, what, why);
}

void Draft::AddTicketChange(const desk::Ticket& of, std::string_view who, std::string_view what, std::string_view why) {
  turn.ticket_changes.push_back({of.number, now(), std::string(who), std::string(what), std::string(why)});
}

void Draft::FetchFile(const base::FileRef& file) { AddEffect(FetchJson(file)); }

store::Id Draft::LookUp(const flows::LookupRequest& request) { return AddEffect(LookupJson(request)); }

void Draft::Relay(const core::Relay& relay) { AddEffect(RelayJson(relay)); }

store::Id Draft::AddEffect(std::string payload) {
  store::OutboxRow row;
  row.id = NextId();
  row.conversation = conversation.id;
  row.account = conversation.address.account;
  row.lane = store::Lane::kEffect;
  row.not_before = now();
  row.payload = std::move(payload);
  const store::Id id = row.id;
  turn.outbox.push_back(std::move(row));
  return id;
}

void Draft::AddTimer(std::string_view kind, base::TimePoint due, store::Id& id) {
  id = NextId();
  turn.timers.push_back({id, conversation.id, std::string(kind), due});
}

void Draft::DelayAnswers(base::TimePoint at) {
  for (store::OutboxRow& row : turn.outbox) {
    if (row.lane == store::Lane::kEffect) continue;
    row.not_before = at;
    row.claimed = false;
  }
  for (store::TranscriptRow& row : turn.transcript)
    if (row.delivery == store::Delivery::kSending) row.delivery = store::Delivery::kPending;
}

std::vector<store::Id> Draft::AnswerRows() const {
  std::vector<store::Id> rows;
  for (const store::OutboxRow& row : turn.outbox)
    if (row.lane != store::Lane::kEffect) rows.push_back(row.id);
  return rows;
}

Decision Draft::Finish() && {
  if (!housekeeping) conversation.updated = now();
  // All words of a turn are said under the lease that it leaves: what comes before a handoff in it is still said.
  for (store::OutboxRow& row : turn.outbox) row.epoch = conversation.lease.epoch;
  turn.conversation = ToRow(conversation);
  // A ticket is written when something of it changed, which always leaves a change row.
  const auto save = [this](desk::Ticket& changed) {
    changed.conversation = conversation.id;
    changed.person = conversation.person;
    const auto of_it = [&](const store::TicketChangeRow& row) { return row.number == changed.number; };
    if (std::any_of(turn.ticket_changes.begin(), turn.ticket_changes.end(), of_it))
      turn.tickets.push_back(RowOf(changed));
  };
  for (desk::Ticket& other : others) save(other);
  if (ticket) save(*ticket);
  Decision decision;
  decision.person_row = turn.person ? *turn.person : context.person_row;
  decision.turn = std::move(turn);
  decision.conversation = std::move(conversation);
  decision.ticket = std::move(ticket);
  decision.others = std::move(others);
  decision.ticket_number_used = ticket_number_used;
  return decision;
}

}  // namespace frontdesk::core
