#include "bot/store/sqlite_turn.h"

#include <algorithm>
#include <string>

#include "bot/store/sqlite_writes.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

namespace {

constexpr char kInsertEvent[] =
    "INSERT INTO event(account, event_id, at) VALUES (?, ?, ?) ON CONFLICT(account, event_id) DO NOTHING";

constexpr char kInsertConversation[] =
    "INSERT INTO conversation(id, version, account, channel, thread, person, speaker, holder, epoch, queue, desk, "
    "urgency, updated, state) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
constexpr char kUpdateConversation[] =
    "UPDATE conversation SET version = version + 1, person = ?, speaker = ?, holder = ?, epoch = ?, queue = ?, "
    "desk = ?, urgency = ?, updated = ?, state = ? WHERE id = ? AND version = ?";

constexpr char kInsertPerson[] =
    "INSERT INTO person(id, version, account, platform_id, name, verified, attributes, who, user, linked) "
    "VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, iif(?7 = 0, ?1, ?7), ?8, ?9) ON CONFLICT DO NOTHING";
constexpr char kUpdatePerson[] =
    "UPDATE person SET version = version + 1, name = ?, verified = ?, attributes = ?, user = ? "
    "WHERE id = ? AND version = ?";
// A human is named after one of their identities: when that one leaves, the others are named after the oldest of them.
constexpr char kRename[] =
    "UPDATE person SET version = version + 1, who = (SELECT min(id) FROM person WHERE who = ?1 AND id <> ?1) "
    "WHERE who = ?1 AND id <> ?1";
constexpr char kPart[] = "UPDATE person SET version = version + 1, who = id, linked = '' WHERE id = ?";
constexpr char kUnite[] = "UPDATE person SET version = version + 1, who = ?2, linked = ?3 WHERE who = ?1";

constexpr char kPersonVersion[] = "SELECT version FROM person WHERE id = ?";
constexpr char kTicketVersion[] = "SELECT version FROM ticket WHERE number = ?";
constexpr char kAgentVersion[] = "SELECT version FROM agent WHERE id = ?";

constexpr char kCancelOutbox[] = "DELETE FROM outbox WHERE id = ? AND state = 1 RETURNING transcript";
constexpr char kCancelTranscript[] = "UPDATE transcript SET delivery = 7 WHERE id = ?";
static_assert(static_cast<int>(Delivery::kPending) == 1 && static_cast<int>(Delivery::kCancelled) == 7);

constexpr char kInsertTranscript[] =
    "INSERT INTO transcript(id, conversation, seq, at, author, internal, event_id, body, delivery) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kInsertOutbox[] =
    "INSERT INTO outbox(id, conversation, transcript, account, epoch, lane, not_before, state, attempts, payload) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kInsertTimer[] = "INSERT INTO timer(id, conversation, kind, due) VALUES (?, ?, ?, ?)";
constexpr char kCancelTimer[] = "DELETE FROM timer WHERE id = ?";

constexpr char kInsertTicket[] =
    "INSERT INTO ticket(number, version, conversation, person, state, queue, owner, opened, body) "
    "VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
constexpr char kUpdateTicket[] =
    "UPDATE ticket SET version = version + 1, conversation = ?, person = ?, state = ?, queue = ?, owner = ?, "
    "opened = ?, body = ? WHERE number = ? AND version = ?";
constexpr char kInsertTicketChange[] =
    "INSERT INTO ticket_change(number, at, who, what, why, kind, value) VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr char kInsertFact[] =
    "INSERT INTO fact(conversation, at, kind, subject, detail, account, person, locale) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kGiveUpUpload[] = "UPDATE upload SET conversation = 0 WHERE id = ? AND conversation = ?";
constexpr char kTakeUpload[] =
    "UPDATE upload SET conversation = ?1 WHERE id = ?2 AND account = ?3 AND conversation IN (0, ?1)";

Status Check(const Turn& turn) {
  if (turn.event_id.empty()) return Fail(ErrorCode::kInvalid, "a turn needs the id of its event");
  if (turn.conversation.id <= 0) return Fail(ErrorCode::kInvalid, "a turn needs a conversation with an id");
  return {};
}

// kConflict when the statement changed no row.
Status ChangeOne(Connection& db, Statement& statement, const char* what) {
  TRY_STATUS(statement.Run());
  if (db.Changes() == 1) return {};
  return Fail(ErrorCode::kConflict, std::string(what) + " was changed meanwhile");
}

Result<TurnEnd> InsertEvent(Connection& db, const Turn& turn) {
  TRY_STATUS(db.Prepare(kInsertEvent).Bind(turn.account, turn.event_id, turn.at).Run());
  return db.Changes() == 1 ? TurnEnd::kKept : TurnEnd::kDuplicate;
}

Status SaveConversation(Connection& db, const ConversationRow& row) {
  if (row.version == 0) {
    Statement insert = db.Prepare(kInsertConversation);
    insert.Bind(row.id, row.address.account, row.address.channel, row.address.thread, row.person, row.speaker,
                row.holder, row.epoch, row.queue, row.desk, row.urgency, row.updated, row.state);
    return ChangeOne(db, insert, "the conversation");
  }
  Statement update = db.Prepare(kUpdateConversation);
  update.Bind(row.person, row.speaker, row.holder, row.epoch, row.queue, row.desk, row.urgency, row.updated, row.state,
              row.id, row.version);
  return ChangeOne(db, update, "the conversation");
}

Status WritePerson(Connection& db, const PersonRow& row) {
  if (row.version == 0) {
    Statement insert = db.Prepare(kInsertPerson);
    insert.Bind(row.id, row.account, row.platform_id, row.name, row.verified, row.attributes, row.who, row.user,
                row.linked);
    return ChangeOne(db, insert, "the person");
  }
  Statement update = db.Prepare(kUpdatePerson);
  update.Bind(row.name, row.verified, row.attributes, row.user, row.id, row.version);
  return ChangeOne(db, update, "the person");
}

Status SavePeople(Connection& db, const Turn& turn) {
  if (turn.person) TRY_STATUS(WritePerson(db, *turn.person));
  for (const Id id : turn.parted) {
    TRY_STATUS(db.Prepare(kRename).Bind(id).Run());
    TRY_STATUS(db.Prepare(kPart).Bind(id).Run());
  }
  for (const Unite& unite : turn.unites) {
    TRY_STATUS(db.Prepare(kUnite).Bind(unite.from, unite.to, unite.linked).Run());
  }
  return {};
}

const char* VersionQuery(RowKind kind) {
  switch (kind) {
    case RowKind::kPerson: return kPersonVersion;
    case RowKind::kTicket: return kTicketVersion;
    case RowKind::kAgent: return kAgentVersion;
  }
  return kAgentVersion;
}

// A row that does not exist has version 0.
Status CheckRead(Connection& db, const ReadVersion& read) {
  Statement query = db.Prepare(VersionQuery(read.kind));
  TRY(const bool found, query.Bind(read.id).Step());
  if ((found ? query.Int(0) : 0) == read.version) return {};
  return Fail(ErrorCode::kConflict, "a row that was read was changed meanwhile");
}

Status CancelOutbox(Connection& db, Id id) {
  Statement cancel = db.Prepare(kCancelOutbox);
  TRY(const bool pending, cancel.Bind(id).Step());
  if (!pending) return Fail(ErrorCode::kConflict, "a message to cancel is on its way already");
  return db.Prepare(kCancelTranscript).Bind(cancel.Int(0)).Run();
}

// A row that nobody sends is visible at once; one that is sent, when it is claimed.
void Appear(TranscriptRow& row, const std::vector<OutboxRow>& outbox, Counters& counters) {
  const auto send =
      std::find_if(outbox.begin(), outbox.end(), [&](const OutboxRow& o) { return o.transcript == row.id; });
  const bool waits = send != outbox.end() && !send->claimed;
  row.seq = waits ? 0 : counters.NextSeq();
  if (send != outbox.end()) row.delivery = waits ? Delivery::kPending : Delivery::kSending;
}

Status InsertTranscript(Connection& db, const TranscriptRow& row) {
  return db.Prepare(kInsertTranscript)
      .Bind(row.id, row.conversation, OrNull{row.seq}, row.at, row.from, row.internal, row.event_id, row.body,
            row.delivery)
      .Run();
}

Status InsertOutbox(Connection& db, OutboxRow& row) {
  row.state = row.claimed ? Delivery::kSending : Delivery::kPending;
  return db.Prepare(kInsertOutbox)
      .Bind(row.id, row.conversation, row.transcript, row.account, row.epoch, row.lane, row.not_before, row.state,
            row.attempts, row.payload)
      .Run();
}

Status SaveTicket(Connection& db, const TicketRow& row) {
  if (row.version == 0) {
    Statement insert = db.Prepare(kInsertTicket);
    insert.Bind(row.number, row.conversation, row.person, row.state, row.queue, row.owner, row.opened, row.body);
    return ChangeOne(db, insert, "the ticket");
  }
  Statement update = db.Prepare(kUpdateTicket);
  update.Bind(row.conversation, row.person, row.state, row.queue, row.owner, row.opened, row.body, row.number,
              row.version);
  return ChangeOne(db, update, "the ticket");
}

// A file goes to one conversation of its own account, once.
Status TakeUpload(Connection& db, const Turn& turn, const std::string& id) {
  TRY_STATUS(db.Prepare(kTakeUpload).Bind(turn.conversation.id, id, turn.account).Run());
  if (db.Changes() == 1) return {};
  return Fail(ErrorCode::kInvalid, "a file of the turn is unknown or belongs to another conversation");
}

Status CheckVersions(Connection& db, const Turn& turn) {
  TRY_STATUS(SaveConversation(db, turn.conversation));
  for (const ReadVersion& read : turn.reads) TRY_STATUS(CheckRead(db, read));
  for (const Id id : turn.cancel_outbox) TRY_STATUS(CancelOutbox(db, id));
  return {};
}

Status InsertMessages(Connection& db, Counters& counters, Turn& turn) {
  for (TranscriptRow& row : turn.transcript) {
    Appear(row, turn.outbox, counters);
    TRY_STATUS(InsertTranscript(db, row));
  }
  for (OutboxRow& row : turn.outbox) TRY_STATUS(InsertOutbox(db, row));
  return {};
}

Status SaveTheRest(Connection& db, const Turn& turn) {
  TRY_STATUS(SavePeople(db, turn));
  for (const Id id : turn.cancel_timers) TRY_STATUS(db.Prepare(kCancelTimer).Bind(id).Run());
  for (const TimerRow& row : turn.timers) {
    TRY_STATUS(db.Prepare(kInsertTimer).Bind(row.id, row.conversation, row.kind, row.due).Run());
  }
  for (const TicketRow& row : turn.tickets) TRY_STATUS(SaveTicket(db, row));
  for (const TicketChangeRow& row : turn.ticket_changes) {
    TRY_STATUS(db.Prepare(kInsertTicketChange)
                   .Bind(row.number, row.at, row.who, row.what, row.why, row.kind, row.value)
                   .Run());
  }
  for (const FactRow& row : turn.facts) {
    TRY_STATUS(
        db.Prepare(kInsertFact)
            .Bind(row.conversation, row.at, row.kind, row.subject, row.detail, row.account, row.person, row.locale)
            .Run());
  }
  for (const SetPresence& said : turn.presences) TRY_STATUS(Apply(db, said));
  for (const std::string& id : turn.uploads) TRY_STATUS(TakeUpload(db, turn, id));
  for (const std::string& id : turn.gone_uploads)
    TRY_STATUS(db.Prepare(kGiveUpUpload).Bind(id, turn.conversation.id).Run());
  return {};
}

}  // namespace

Result<TurnEnd> ApplyTurn(Connection& db, Counters& counters, Turn& turn) {
  TRY_STATUS(Check(turn));
  TRY(const TurnEnd end, InsertEvent(db, turn));
  if (end == TurnEnd::kDuplicate) return end;
  TRY_STATUS(CheckVersions(db, turn));
  TRY_STATUS(InsertMessages(db, counters, turn));
  TRY_STATUS(SaveTheRest(db, turn));
  return TurnEnd::kKept;
}

Status Apply(Connection& db, const SavePerson& save) { return WritePerson(db, save.row); }

void ForgetSeqs(Turn& turn) {
  for (TranscriptRow& row : turn.transcript) row.seq = 0;
}

}  // namespace frontdesk::store
