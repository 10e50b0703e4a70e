#include "bot/store/sqlite_writes.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

namespace {

constexpr char kPark[] =
    "INSERT INTO parked(id, account, event, error, attempts, at) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT(id) DO UPDATE SET error = excluded.error, attempts = excluded.attempts";
constexpr char kUnpark[] = "DELETE FROM parked WHERE id = ?";

constexpr char kInsertAgent[] =
    "INSERT INTO agent(name, display, password_hash, must_change_password, role, skills, queues, capacity, version) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1) "
    "ON CONFLICT(name) DO NOTHING";
constexpr char kUpdateAgent[] =
    "UPDATE agent SET display = ?, password_hash = ?, must_change_password = ?, role = ?, skills = ?, queues = ?, "
    "capacity = ?, version = version + 1 "
    "WHERE name = ? AND version = ?";

constexpr char kSaveAgentLink[] =
    "INSERT INTO agent_link(account, platform_id, agent) VALUES (?, ?, ?) "
    "ON CONFLICT(account, platform_id) DO UPDATE SET agent = excluded.agent";
constexpr char kDropAgentLink[] = "DELETE FROM agent_link WHERE account = ? AND platform_id = ?";
constexpr char kSetPresence[] = "UPDATE agent SET presence = ?, presence_at = ? WHERE name = ?";

constexpr char kSaveSession[] =
    "INSERT INTO session(token_hash, agent, csrf, created, seen) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT(token_hash) DO UPDATE SET csrf = excluded.csrf, seen = excluded.seen";
constexpr char kDropSession[] = "DELETE FROM session WHERE token_hash = ?";
constexpr char kDropSessionsOf[] = "DELETE FROM session WHERE agent = ? AND token_hash <> ?";

constexpr char kSaveUpload[] =
    "INSERT OR REPLACE INTO upload(id, name, type, size, account, owner, conversation, at) VALUES (?, ?, ?, ?, ?, ?, "
    "?, ?)";

constexpr char kSaveCursor[] =
    "INSERT INTO cursor(account, name, value) VALUES (?, ?, ?) "
    "ON CONFLICT(account, name) DO UPDATE SET value = excluded.value";

constexpr char kSweepEvents[] =
    "DELETE FROM event WHERE (account, event_id) IN "
    "(SELECT account, event_id FROM event WHERE at < ? ORDER BY at LIMIT ?)";
// The oldest stand first, so no index by time is needed; mostly a look at the first says that there is nothing to do.
constexpr char kSweepFacts[] =
    "DELETE FROM fact WHERE (SELECT at FROM fact ORDER BY id LIMIT 1) < ?1 AND "
    "id IN (SELECT id FROM (SELECT id, at FROM fact ORDER BY id LIMIT ?2) WHERE at < ?1)";
constexpr char kSweepTranscripts[] =
    "DELETE FROM transcript WHERE (SELECT at FROM transcript ORDER BY id LIMIT 1) < ?1 AND "
    "id IN (SELECT id FROM (SELECT id, at FROM transcript ORDER BY id LIMIT ?2) WHERE at < ?1)";
// What was never delivered is kept as long as its words; what waits still goes first.
constexpr char kSweepOutbox[] =
    "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state NOT IN (1, 2) AND not_before < ?1 LIMIT ?2)";
constexpr char kSweepSessions[] = "DELETE FROM session WHERE seen < ? OR created < ?";

// Names have no comma in them.
std::string JoinNames(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : ",") + name;
  return joined;
}

}  // namespace

Status Apply(Connection& db, const SetPresence& said) {
  TRY_STATUS(db.Prepare(kSetPresence).Bind(said.presence, said.at, said.agent).Run());
  if (db.Changes() == 1) return {};
  return Fail(ErrorCode::kNotFound, "there is no such agent");
}

Status Apply(Connection& db, const Park& park) {
  const ParkedRow& row = park.row;
  return db.Prepare(kPark).Bind(row.id, row.account, row.event, row.error, row.attempts, row.at).Run();
}

Status Apply(Connection& db, const Unpark& unpark) { return db.Prepare(kUnpark).Bind(unpark.id).Run(); }

Status Apply(Connection& db, const SaveAgent& save) {
  const AgentRow& row = save.row;
  const bool fresh = row.version == 0;
  const std::string skills = JoinNames(row.skills), queues = JoinNames(row.queues);
  Statement statement = db.Prepare(fresh ? kInsertAgent : kUpdateAgent);
  if (fresh)
    statement.Bind(row.name, row.display, row.password_hash, row.must_change_password, row.role, skills, queues,
                   row.capacity);
  else
    statement.Bind(row.display, row.password_hash, row.must_change_password, row.role, skills, queues, row.capacity,
                   row.name, row.version);
  TRY_STATUS(statement.Run());
  if (db.Changes() == 1) return {};
  return Fail(ErrorCode::kConflict, fresh ? "an agent of that name exists already" : "the agent was changed meanwhile");
}

Status Apply(Connection& db, const SaveAgentLink& save) {
  const AgentLinkRow& row = save.row;
  if (row.agent.empty()) return db.Prepare(kDropAgentLink).Bind(row.account, row.platform_id).Run();
  return db.Prepare(kSaveAgentLink).Bind(row.account, row.platform_id, row.agent).Run();
}

Status Apply(Connection& db, const SaveSession& save) {
  const SessionRow& row = save.row;
  return db.Prepare(kSaveSession).Bind(row.token_hash, row.agent, row.csrf, row.created, row.seen).Run();
}

Status Apply(Connection& db, const DropSession& drop) { return db.Prepare(kDropSession).Bind(drop.token_hash).Run(); }

Status Apply(Connection& db, const DropSessionsOf& drop) {
  return db.Prepare(kDropSessionsOf).Bind(drop.agent, drop.except_token_hash).Run();
}

Status Apply(Connection& db, const SaveUpload& save) {
  const UploadRow& row = save.row;
  return db.Prepare(kSaveUpload)
      .Bind(row.file.id, row.file.name, row.file.type, row.file.size, row.account, row.owner, row.conversation, row.at)
      .Run();
}

Status Apply(Connection& db, const SaveCursor& save) {
  return db.Prepare(kSaveCursor).Bind(save.row.account, save.row.name, save.row.value).Run();
}

Status Apply(Connection& db, const Sweep& sweep) {
  const Keep& keep = sweep.keep;
  TRY_STATUS(db.Prepare(kSweepEvents).Bind(sweep.now - keep.events, kSweptAtOnce).Run());
  TRY_STATUS(db.Prepare(kSweepFacts).Bind(sweep.now - keep.facts, kSweptAtOnce).Run());
  if (keep.transcripts) {
    const TimePoint before = sweep.now - *keep.transcripts;
    TRY_STATUS(db.Prepare(kSweepTranscripts).Bind(before, kTalksSweptAtOnce).Run());
    TRY_STATUS(db.Prepare(kSweepOutbox).Bind(before, kTalksSweptAtOnce).Run());
  }
  return db.Prepare(kSweepSessions).Bind(sweep.now - kSessionIdle, sweep.now - kSessionLife).Run();
}

}  // namespace frontdesk::store
