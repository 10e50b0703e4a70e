#include "bot/store/migrations.h"

#include <array>
#include <string>

#include "bot/base/crash_point.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

namespace {

// Tells our files from those of other programs: "FDsk".
constexpr std::int64_t kApplicationId = 0x4644736B;

// A row that is written at every turn has as few indexes as it can: invisible transcript rows (seq is NULL) stand in
// none, the outbox only holds what is not delivered, timers only what is not due.
constexpr char kFirstShape[] = R"sql(
PRAGMA application_id = 1178891115;

CREATE TABLE counter(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  ids INTEGER NOT NULL,      -- last id given to anybody
  seqs INTEGER NOT NULL,     -- last seq given to a transcript row
  tickets INTEGER NOT NULL,  -- first ticket number not yet given to a process
  checked INTEGER NOT NULL   -- written to find out whether writing works
) STRICT;
INSERT INTO counter VALUES (1, 0, 0, 1001, 0);

CREATE TABLE event(
  account TEXT NOT NULL,
  event_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_at ON event(at);

CREATE TABLE conversation(
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  account TEXT NOT NULL,
  channel TEXT NOT NULL,
  thread TEXT NOT NULL,
  person INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  holder TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  queue TEXT NOT NULL,
  desk INTEGER NOT NULL,
  urgency INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  state TEXT NOT NULL,
  UNIQUE (account, channel, thread)
) STRICT;
CREATE INDEX conversation_open ON conversation(urgency DESC, updated, id) WHERE desk = 1;
CREATE INDEX conversation_closed ON conversation(updated DESC, id) WHERE desk = 2;

CREATE TABLE person(
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  account TEXT NOT NULL,
  platform_id TEXT NOT NULL,
  name TEXT NOT NULL,
  verified INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;

CREATE TABLE transcript(
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  seq INTEGER,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  internal INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  body TEXT NOT NULL,
  delivery INTEGER NOT NULL,
  platform_id TEXT
) STRICT;
CREATE INDEX transcript_visible ON transcript(conversation, seq) WHERE seq IS NOT NULL;

CREATE TABLE outbox(
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  transcript INTEGER NOT NULL,
  account TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL
) STRICT;

CREATE TABLE timer(
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  kind TEXT NOT NULL,
  due INTEGER NOT NULL
) STRICT;
CREATE INDEX timer_due ON timer(due);

CREATE TABLE ticket(
  number INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  person INTEGER NOT NULL,
  state TEXT NOT NULL,
  queue TEXT NOT NULL,
  owner TEXT NOT NULL,
  opened INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_conversation ON ticket(conversation);

CREATE TABLE ticket_change(
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_change_number ON ticket_change(number);

CREATE TABLE fact(
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE agent(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  must_change_password INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE session(
  token_hash TEXT PRIMARY KEY,
  agent TEXT NOT NULL,
  csrf TEXT NOT NULL,
  created INTEGER NOT NULL,
  seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE upload(
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  account TEXT NOT NULL,
  owner TEXT NOT NULL,
  conversation INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE parked(
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  event TEXT NOT NULL,
  error TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
)sql";

// How far a message of several parts came; what an effect does; how far a platform's stream was read.
constexpr char kPlatforms[] = R"sql(
ALTER TABLE outbox ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN payload TEXT NOT NULL DEFAULT '';
CREATE TABLE cursor(
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX transcript_replies ON transcript(seq) WHERE seq IS NOT NULL AND internal = 0 AND author <> 'user';
)sql";

// As how many messages a row was shown: some platforms allow only so many answers.
constexpr char kParts[] = "ALTER TABLE transcript ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;";

// Whose facts they are. No index: reports read the newest by id, and a turn pays for every index.
constexpr char kWhoseFacts[] = R"sql(
ALTER TABLE fact ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE fact ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE fact ADD COLUMN locale TEXT NOT NULL DEFAULT '';
UPDATE fact SET account = c.account, person = coalesce((SELECT platform_id FROM person p WHERE p.id = c.person), '')
  FROM conversation c WHERE c.id = fact.conversation;
)sql";

// One human, many identities. An identity is one row now, found again by its name: of those that an older version wrote
// anew with every conversation, the first stays.
constexpr char kPeople[] = R"sql(
CREATE INDEX person_name ON person(account, platform_id, id);
CREATE TABLE first_person AS
  SELECT id, (SELECT min(f.id) FROM person f WHERE f.account = p.account AND f.platform_id = p.platform_id) AS first
  FROM person p WHERE platform_id <> '';
DELETE FROM first_person WHERE id = first;
CREATE UNIQUE INDEX first_person_id ON first_person(id);
UPDATE conversation SET person = f.first FROM first_person f WHERE f.id = conversation.person;
UPDATE ticket SET person = f.first FROM first_person f WHERE f.id = ticket.person;
DELETE FROM person WHERE id IN (SELECT id FROM first_person);
DROP TABLE first_person;
DROP INDEX person_name;

ALTER TABLE person ADD COLUMN who INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN user TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN linked TEXT NOT NULL DEFAULT '';
UPDATE person SET who = id;
CREATE UNIQUE INDEX person_identity ON person(account, platform_id) WHERE platform_id <> '';
CREATE INDEX person_who ON person(who);
CREATE INDEX person_user ON person(user) WHERE user <> '';
CREATE INDEX conversation_person ON conversation(person);
CREATE INDEX ticket_person ON ticket(person);
)sql";

// What is past its time is found without reading everything.
constexpr char kRetention[] = R"sql(
CREATE INDEX upload_at ON upload(at);
CREATE INDEX upload_unsent ON upload(at) WHERE conversation = 0;
)sql";

// Lists of tickets, page by page. Most tickets are closed: those that are open have small indexes of their own.
constexpr char kTicketLists[] = R"sql(
CREATE INDEX ticket_state ON ticket(state, number);
CREATE INDEX ticket_state_queue ON ticket(state, queue, number);
CREATE INDEX ticket_state_owner ON ticket(state, owner, number);
CREATE INDEX ticket_open_queue ON ticket(queue, number)
  WHERE state IN ('new', 'open', 'waiting for customer', 'waiting on team', 'planned');
CREATE INDEX ticket_open_owner ON ticket(owner, number)
  WHERE state IN ('new', 'open', 'waiting for customer', 'waiting on team', 'planned');
CREATE INDEX ticket_open ON ticket(number)
  WHERE state IN ('new', 'open', 'waiting for customer', 'waiting on team', 'planned');
)sql";

// Who an agent is in an IM.
constexpr char kAgentLinks[] = R"sql(
CREATE TABLE agent_link(
  account TEXT NOT NULL,
  platform_id TEXT NOT NULL,
  agent TEXT NOT NULL,
  PRIMARY KEY (account, platform_id)
) STRICT, WITHOUT ROWID;
)sql";

// What agents can do, and whether they are there.
constexpr char kStaff[] = R"sql(
ALTER TABLE agent ADD COLUMN role TEXT NOT NULL DEFAULT 'agent';
ALTER TABLE agent ADD COLUMN skills TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN queues TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN capacity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agent ADD COLUMN presence TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE agent ADD COLUMN presence_at INTEGER NOT NULL DEFAULT 0;
)sql";

// What a change of a ticket means to its clocks.
constexpr char kChangesForClocks[] = R"sql(
ALTER TABLE ticket_change ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket_change ADD COLUMN value TEXT NOT NULL DEFAULT '';
)sql";

// What a sign was put to is found by the platform's name for it.
constexpr char kSentMessages[] =
    "CREATE INDEX transcript_sent ON transcript(platform_id) WHERE platform_id IS NOT NULL;";

constexpr auto kSteps =
    std::to_array<Migration>({kFirstShape, kPlatforms, kParts, kWhoseFacts, kStaff, kChangesForClocks, kPeople,
                              kRetention, kTicketLists, kAgentLinks, kSentMessages});

Result<std::int64_t> Ask(Connection& db, const char* pragma) {
  Statement query = db.Prepare(pragma);
  TRY(const bool row, query.Step());
  return row ? query.Int(0) : 0;
}

// An empty file is ours to fill; a filled one must be ours already.
Status CheckOwner(Connection& db) {
  TRY(const std::int64_t tables, Ask(db, "SELECT count(*) FROM sqlite_schema"));
  TRY(const std::int64_t application, Ask(db, "PRAGMA application_id"));
  if (tables == 0 || application == kApplicationId) return {};
  return Fail(ErrorCode::kInvalid, "this database belongs to another program; choose another data directory");
}

Status TakeStep(Connection& db, const char* sql, int version) {
  TRY_STATUS(db.Execute(sql));
  TRY_STATUS(db.Execute(("PRAGMA user_version = " + std::to_string(version)).c_str()));
  CRASH_POINT("migration.before_commit");
  TRY_STATUS(db.Execute("COMMIT"));
  CRASH_POINT("migration.after_commit");
  return {};
}

}  // namespace

std::span<const Migration> ShippedMigrations() { return kSteps; }

int SchemaVersion() { return static_cast<int>(kSteps.size()); }

Result<int> SchemaVersionOf(Connection& db) {
  TRY(const std::int64_t version, Ask(db, "PRAGMA user_version"));
  return static_cast<int>(version);
}

Status Migrate(Connection& db, std::span<const Migration> steps) {
  TRY_STATUS(CheckOwner(db));
  for (;;) {
    // Asked again inside the transaction of every step: another process may have taken it meanwhile.
    TRY_STATUS(db.Execute("BEGIN IMMEDIATE"));
    const Result<int> version = SchemaVersionOf(db);
    const bool due = version && *version >= 0 && *version < static_cast<int>(steps.size());
    const Status step =
        due ? TakeStep(db, steps[static_cast<std::size_t>(*version)], *version + 1) : db.Execute("ROLLBACK");
    if (!step && db.InTransaction()) (void)db.Execute("ROLLBACK");
    TRY_STATUS(step);
    if (!version) return tl::unexpected(version.error());
    if (*version > static_cast<int>(steps.size())) {
      return Fail(ErrorCode::kInvalid, "the database was written by a newer Frontdesk (shape " +
                                           std::to_string(*version) + ", this one knows " +
                                           std::to_string(steps.size()) +
                                           "); install that version or restore a backup");
    }
    if (!due) return {};
  }
}

}  // namespace frontdesk::store
