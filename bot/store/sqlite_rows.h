// Columns to rows: one list of columns and one reader for each kind of row, so that every query agrees on the order.
//
// Threads: the one that owns the statement.
#pragma once

#include <vector>

#include "bot/store/records.h"
#include "bot/store/sqlite.h"

namespace frontdesk::store {

#define FD_CONVERSATION_COLUMNS \
  "id, version, account, channel, thread, person, speaker, holder, epoch, queue, desk, urgency, updated, state"
#define FD_PERSON_COLUMNS "id, version, account, platform_id, name, verified, attributes, who, user, linked"
#define FD_TRANSCRIPT_COLUMNS "id, conversation, seq, at, author, internal, event_id, body, delivery"
#define FD_OUTBOX_COLUMNS \
  "id, conversation, transcript, account, epoch, lane, not_before, state, attempts, part, payload"
#define FD_OPEN_LINE_COLUMNS \
  "id, queue, speaker, holder, urgency, coalesce(json_extract(state, '$.waiting_since'), updated)"
#define FD_TICKET_COLUMNS "number, version, conversation, person, state, queue, owner, opened, body"
#define FD_FACT_COLUMNS "conversation, at, kind, subject, detail, account, person, locale"
#define FD_UPLOAD_COLUMNS "id, name, type, size, account, owner, conversation, at"
// As desk::IsOpen has it; the desk's tests compare the two.
#define FD_OPEN_STATES "('new', 'open', 'waiting for customer', 'waiting on team', 'planned')"
#define FD_AGENT_COLUMNS \
  "name, display, password_hash, must_change_password, version, role, skills, queues, capacity, presence, presence_at"

// Of a TicketList, with what it asks for. Bind: number, state, queue, owner, limit, all of them always.
const char* TicketListSql(bool by_state, bool by_queue, bool by_owner);

void Read(const Statement& from, ConversationRow& row);
void Read(const Statement& from, OpenLineRow& row);
void Read(const Statement& from, PersonRow& row);
void Read(const Statement& from, TranscriptRow& row);
void Read(const Statement& from, ReplyRow& row);
void Read(const Statement& from, OutboxRow& row);
void Read(const Statement& from, CursorRow& row);
void Read(const Statement& from, TimerRow& row);
void Read(const Statement& from, TicketRow& row);
void Read(const Statement& from, TicketChangeRow& row);
void Read(const Statement& from, FactRow& row);
void Read(const Statement& from, AgentRow& row);
void Read(const Statement& from, AgentLinkRow& row);
void Read(const Statement& from, SessionRow& row);
void Read(const Statement& from, UploadRow& row);
void Read(const Statement& from, ParkedRow& row);

template <typename Row>
Result<std::vector<Row>> ReadAll(Statement& from) {
  std::vector<Row> rows;
  for (;;) {
    TRY(const bool more, from.Step());
    if (!more) return rows;
    Read(from, rows.emplace_back());
  }
}

// kNotFound, with `what` in its message, when there is no row.
template <typename Row>
Result<Row> ReadOne(Statement& from, const char* what) {
  TRY(const bool found, from.Step());
  if (!found) return base::Fail(base::ErrorCode::kNotFound, std::string("there is no such ") + what);
  Row row;
  Read(from, row);
  return row;
}

}  // namespace frontdesk::store
