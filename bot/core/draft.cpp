#include "bot/core/draft.h"

#include <algorithm>
#include <utility>

#include "bot/base/mask.h"
#include "bot/base/text.h"
#include "bot/core/effect.h"
#include "bot/core/fact.h"
#include "bot/core/ticket_row.h"
#include "bot/desk/clock.h"

namespace frontdesk::core {

namespace {

// Of what follows from rules, whoever caused it.
constexpr std::string_view kByRule = "desk rules";

}  // namespace

Draft::Draft(const Context& from, const base::Event& what)
    : context(from),
      event(what),
      conversation(from.conversation),
      ticket(from.ticket),
      others(from.others),
      next_id_(from.first_id) {
  for (const desk::Ticket& other : others) told_.push_back(Of(other));
  if (ticket) told_.push_back(Of(*ticket));
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

void Draft::AddTicketChange(std::string_view who, std::string_view what, std::string_view why, std::string_view mark) {
  if (ticket) AddTicketChange(*ticket, who, what, why, mark);
}

void Draft::AddTicketChange(desk::Ticket& of, std::string_view who, std::string_view what, std::string_view why,
                            std::string_view mark) {
  store::TicketChangeRow row{of.number,         now(), std::string(who), std::string(what), std::string(why),
                             std::string(mark), {}};
  std::vector<store::TicketChangeRow> fields = UntoldChanges(of);
  // What was done and what it changed are one row, as long as it changed one thing.
  if (mark.empty() && !fields.empty()) {
    row.kind = fields.front().kind;
    row.value = fields.front().value;
    fields.erase(fields.begin());
  }
  AddChangeRow(of, std::move(row));
  for (store::TicketChangeRow& field : fields) AddChangeRow(of, std::move(field));
  desk::RefreshDues(of, {policy().levels, policy().hours}, now());
}

Draft::Told Draft::Of(const desk::Ticket& of) const {
  return {of.number,      std::string(ToString(of.state)), of.queue, std::string(ToString(of.level.tier)), of.owner,
          DeskElsewhere()};
}

std::string Draft::DeskElsewhere() const {
  const desk::Lease& lease = conversation.lease;
  const bool away = lease.speaker == desk::Speaker::kElsewhere && !policy().desk_channels.IsPartOfUs(lease.holder);
  return away ? lease.holder : std::string();
}

Draft::Told& Draft::ToldOf(store::Id number) {
  for (Told& one : told_)
    if (one.number == number) return one;
  told_.push_back({number, {}, {}, {}, {}, {}});
  return told_.back();
}

std::vector<store::TicketChangeRow> Draft::UntoldChanges(const desk::Ticket& of) {
  Told& told = ToldOf(of.number);
  const Told before = std::exchange(told, Of(of));
  const Told& is = told;
  std::vector<store::TicketChangeRow> rows;
  const auto add = [&](std::string_view kind, const std::string& was, const std::string& now_is,
                       const std::string& why) {
    if (was == now_is) return;
    const std::string what = std::string(kind) + ": " + now_is;
    rows.push_back({of.number, now(), std::string(kByRule), what, why, std::string(kind), now_is});
  };
  add(desk::change::kState, before.state, is.state, {});
  add(desk::change::kQueue, before.queue, is.queue, of.queue_reason);
  add(desk::change::kTier, before.tier, is.tier, of.level.reason);
  add(desk::change::kOwner, before.owner, is.owner, {});
  add(desk::change::kElsewhere, before.elsewhere, is.elsewhere, {});
  return rows;
}

void Draft::AddChangeRow(desk::Ticket& of, store::TicketChangeRow row) {
  if (!row.kind.empty()) of.history.push_back({row.at, row.kind, row.value});
  turn.ticket_changes.push_back(std::move(row));
}

void Draft::FetchFile(const base::FileRef& file, store::Id keep_for) { AddEffect(FetchJson(file, keep_for)); }

store::Id Draft::LookUp(const flows::LookupRequest& request) { return AddEffect(LookupJson(request)); }

void Draft::Relay(const core::Relay& relay) { AddEffect(RelayJson(relay), store::Lane::kNews); }

void Draft::RelayBehind(const core::Relay& relay) { AddEffect(RelayJson(relay), store::Lane::kMessage); }

void Draft::ChangeMessage(store::Id row, const base::Message& message) {
  if (context.edits) AddEffect(UpdateJson({row, event.id, base::ToJson(message), {}}), store::Lane::kNews);
}

void Draft::ShowChoice(const base::Pressed& pressed) {
  if (!context.edits || pressed.row == 0) return;
  AddEffect(UpdateJson({pressed.row, event.id, {}, {pressed.label, pressed.value}}), store::Lane::kNews);
}

void Draft::AskForProfile() { AddEffect(ProfileJson(event.author.id)); }

store::Id Draft::AddEffect(std::string payload, store::Lane lane) {
  store::OutboxRow row;
  row.id = NextId();
  row.conversation = conversation.id;
  row.account = conversation.address.account;
  row.lane = lane;
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
    if (store::IsEffect(row)) continue;
    row.not_before = at;
    row.claimed = false;
  }
  for (store::TranscriptRow& row : turn.transcript)
    if (row.delivery == store::Delivery::kSending) row.delivery = store::Delivery::kPending;
}

std::vector<store::Id> Draft::AnswerRows() const {
  std::vector<store::Id> rows;
  for (const store::OutboxRow& row : turn.outbox)
    if (!store::IsEffect(row)) rows.push_back(row.id);
  return rows;
}

bool Draft::Changed(store::Id number) const {
  return std::any_of(turn.ticket_changes.begin(), turn.ticket_changes.end(),
                     [&](const store::TicketChangeRow& row) { return row.number == number; });
}

void Draft::TellFields() {
  const auto tell = [this](desk::Ticket& of) {
    std::vector<store::TicketChangeRow> fields = UntoldChanges(of);
    if (fields.empty()) return;
    for (store::TicketChangeRow& field : fields) AddChangeRow(of, std::move(field));
    desk::RefreshDues(of, {policy().levels, policy().hours}, now());
  };
  for (desk::Ticket& other : others) tell(other);
  if (ticket) tell(*ticket);
}

Decision Draft::Finish() && {
  TellFields();
  if (!housekeeping) conversation.updated = now();
  // All words of a turn are said under the lease that it leaves: what comes before a handoff in it is still said.
  for (store::OutboxRow& row : turn.outbox) row.epoch = conversation.lease.epoch;
  turn.conversation = ToRow(conversation);
  // What changes of a ticket leaves a change row; only its timer does not.
  const auto save = [this](desk::Ticket& changed) {
    changed.conversation = conversation.id;
    changed.person = conversation.person;
    const bool in_focus = ticket && changed.number == ticket->number;
    if (Changed(changed.number) || (in_focus && keeps_ticket)) turn.tickets.push_back(RowOf(changed));
  };
  for (desk::Ticket& other : others) save(other);
  if (ticket) save(*ticket);
  Decision decision;
  decision.turn = std::move(turn);
  decision.conversation = std::move(conversation);
  decision.ticket = std::move(ticket);
  decision.others = std::move(others);
  decision.ticket_number_used = ticket_number_used;
  return decision;
}

}  // namespace frontdesk::core
