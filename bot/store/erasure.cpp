#include "bot/store/erasure.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "bot/store/data_directory.h"
#include "bot/store/migrations.h"
#include "bot/store/sqlite_rows.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

namespace {

// Whose rows: ids only, in memory, as every connection keeps what is temporary.
constexpr char kGather[] = R"sql(
CREATE TEMP TABLE gone_person(id INTEGER PRIMARY KEY, account TEXT, platform_id TEXT);
CREATE TEMP TABLE gone_talk(id INTEGER PRIMARY KEY);
CREATE TEMP TABLE gone_ticket(number INTEGER PRIMARY KEY);
CREATE TEMP TABLE gone_upload(id TEXT PRIMARY KEY);
CREATE TEMP TABLE gone_room(id INTEGER, ticket INTEGER);
)sql";
constexpr char kPersons[] = "INSERT INTO gone_person SELECT id, account, platform_id FROM person WHERE who = ?";
constexpr char kTalks[] =
    "INSERT INTO gone_talk SELECT id FROM conversation WHERE person IN (SELECT id FROM gone_person)";
constexpr char kTickets[] =
    "INSERT INTO gone_ticket SELECT number FROM ticket WHERE person IN (SELECT id FROM gone_person) "
    "OR conversation IN (SELECT id FROM gone_talk)";
// Where agents were shown a ticket, as its conversation knows: a thread, or a conversation with another desk, is about
// that ticket alone and goes whole; of a room goes what names the ticket's number.
#define FD_POSTS                                                                                         \
  " FROM conversation mine, json_each(iif(json_valid(mine.state), mine.state, '{}'), '$.desk_posts') p " \
  "JOIN conversation c ON c.account = p.value ->> 'account' AND c.channel = p.value ->> 'channel' "      \
  "WHERE mine.id IN (SELECT id FROM gone_talk) AND "
constexpr char kRooms[] = "INSERT INTO gone_room SELECT c.id, p.value ->> 'ticket'" FD_POSTS
                          "c.thread = '' AND c.channel NOT LIKE 'ticket-%'";
constexpr char kThreads[] = "INSERT OR IGNORE INTO gone_talk SELECT c.id" FD_POSTS
                            "((c.thread <> '' AND c.thread = p.value ->> 'thread') OR c.channel LIKE 'ticket-%')";
constexpr char kUploads[] =
    "INSERT INTO gone_upload SELECT id FROM upload WHERE conversation IN (SELECT id FROM gone_talk) "
    "OR (account, owner) IN (SELECT account, platform_id FROM gone_person WHERE platform_id <> '')";

// What belongs to a conversation, a ticket or a person: a table that is added later is added here.
#define FD_OF_TALK " WHERE conversation IN (SELECT id FROM gone_talk)"
#define FD_IN_ROOMS                                                                 \
  "(SELECT t.id FROM transcript t JOIN gone_room r ON t.conversation = r.id WHERE " \
  "t.body GLOB '*[^0-9]' || r.ticket || '[^0-9]*')"
#define FD_OF_TICKET " WHERE number IN (SELECT number FROM gone_ticket)"
#define FD_OF_PERSON \
  FD_OF_TALK " OR (account, person) IN (SELECT account, platform_id FROM gone_person WHERE platform_id <> '')"
constexpr const char* kErase[] = {
    "DELETE FROM outbox WHERE transcript IN " FD_IN_ROOMS,
    "DELETE FROM transcript WHERE id IN " FD_IN_ROOMS,
    "DELETE FROM transcript" FD_OF_TALK,
    "DELETE FROM outbox" FD_OF_TALK,
    "DELETE FROM timer" FD_OF_TALK,
    "DELETE FROM fact" FD_OF_PERSON,
    "DELETE FROM ticket_change" FD_OF_TICKET,
    "DELETE FROM ticket" FD_OF_TICKET,
    // Ids of messages begin with their sender's where a platform's own do not say whose they are.
    "DELETE FROM event WHERE EXISTS (SELECT 1 FROM gone_person p WHERE p.account = event.account AND p.platform_id <> "
    "'' "
    "AND event_id >= p.platform_id || ':' AND event_id < p.platform_id || ';')",
    "DELETE FROM upload WHERE id IN (SELECT id FROM gone_upload)",
    "DELETE FROM conversation WHERE id IN (SELECT id FROM gone_talk)",
    "DELETE FROM person WHERE id IN (SELECT id FROM gone_person)",
};

Result<std::unique_ptr<Connection>> OpenAndGather(const std::string& data, Id who) {
  TRY(auto db, Connection::Open(data + "/" + kDatabaseFile, Connection::Use::kWrite));
  TRY_STATUS(Migrate(*db, ShippedMigrations()));
  TRY_STATUS(db->Execute(kGather));
  TRY_STATUS(db->Prepare(kPersons).Bind(who).Run());
  for (const char* sql : {kTalks, kTickets, kRooms, kThreads, kUploads}) TRY_STATUS(db->Prepare(sql).Run());
  return db;
}

Result<std::int64_t> Count(Connection& db, const char* sql) {
  Statement query = db.Prepare(sql);
  TRY(const bool row, query.Step());
  return row ? query.Int(0) : 0;
}

// Gone already is fine.
Status RemoveFile(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return Fail(ErrorCode::kUnavailable, std::string("cannot remove a file: ") + std::strerror(errno), path);
}

Status EraseRows(Connection& db, const std::vector<Id>& parked) {
  TRY_STATUS(db.Execute("BEGIN IMMEDIATE"));
  for (const char* sql : kErase) TRY_STATUS(db.Prepare(sql).Run());
  for (const Id id : parked) TRY_STATUS(db.Prepare("DELETE FROM parked WHERE id = ?").Bind(id).Run());
  return db.Execute("COMMIT");
}

// Every connection deletes securely, and still the log, and pages that an older version wrote, may hold old bytes: both
// are written anew.
Status WipeTraces(Connection& db) {
  TRY_STATUS(
      db.Execute("DROP TABLE gone_person; DROP TABLE gone_talk; DROP TABLE gone_ticket; DROP TABLE gone_upload; "
                 "DROP TABLE gone_room;"));
  TRY_STATUS(db.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  TRY_STATUS(db.Execute("VACUUM"));
  return db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace

Result<Footprint> FootprintOf(const std::string& data, Id who, const IsTheirs& is_theirs) {
  TRY(const auto db, OpenAndGather(data, who));
  Footprint found;
  {
    Statement people = db->Prepare("SELECT " FD_PERSON_COLUMNS " FROM person WHERE who = ? ORDER BY id");
    TRY(found.identities, ReadAll<PersonRow>(people.Bind(who)));
    Statement tickets = db->Prepare("SELECT number FROM gone_ticket ORDER BY number");
    for (bool more = true; more;) {
      TRY(more, tickets.Step());
      if (more) found.tickets.push_back(tickets.Int(0));
    }
    Statement files = db->Prepare("SELECT id FROM gone_upload");
    for (bool more = true; more;) {
      TRY(more, files.Step());
      if (more) found.files.push_back(files.Text(0));
    }
    Statement parked = db->Prepare("SELECT id, account, event, error, attempts, at FROM parked");
    TRY(const auto rows, ReadAll<ParkedRow>(parked));
    for (const ParkedRow& row : rows)
      if (is_theirs(row, found.identities)) found.parked.push_back(row.id);
  }
  TRY(found.conversations, Count(*db, "SELECT count(*) FROM gone_talk"));
  TRY(found.messages, Count(*db, "SELECT count(*) FROM transcript" FD_OF_TALK " OR id IN " FD_IN_ROOMS));
  TRY(found.facts, Count(*db, "SELECT count(*) FROM fact" FD_OF_PERSON));
  TRY(found.waiting, Count(*db, "SELECT count(*) FROM outbox" FD_OF_TALK));
  return found;
}

// Files first: a row that is left names what has still to go, a file that is left is named by nothing.
Status Erase(const std::string& data, Id who, const Footprint& footprint) {
  for (const std::string& id : footprint.files) TRY_STATUS(RemoveFile(data + "/" + kUploadsFolder + "/" + id));
  TRY(const auto db, OpenAndGather(data, who));
  TRY_STATUS(EraseRows(*db, footprint.parked));
  return WipeTraces(*db);
}

}  // namespace frontdesk::store
