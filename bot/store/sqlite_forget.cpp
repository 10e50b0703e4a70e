// What is past its time goes whole: a conversation with all that belongs to it, a closed ticket, a file.
#include "bot/store/sqlite_rows.h"
#include "bot/store/sqlite_writes.h"

namespace frontdesk::store {

namespace {

constexpr char kPersonOf[] = "SELECT person FROM conversation WHERE id = ?";
constexpr char kForgetConversation[] = "DELETE FROM conversation WHERE id = ? AND updated < ? AND desk <> 1";
constexpr const char* kForgetOfConversation[] = {"DELETE FROM transcript WHERE conversation = ?",
                                                 "DELETE FROM outbox WHERE conversation = ?",
                                                 "DELETE FROM timer WHERE conversation = ?"};
// Nobody is left of whom nothing is left; what an admin imported stays.
#define FD_HAS_NOTHING                                                                                             \
  "NOT EXISTS (SELECT 1 FROM conversation WHERE person = ?1) AND NOT EXISTS (SELECT 1 FROM ticket WHERE person = " \
  "?1) AND EXISTS (SELECT 1 FROM person WHERE id = ?1 AND attributes NOT LIKE '%\"imported\"%')"
constexpr char kRenameWithout[] =
    "UPDATE person SET who = (SELECT min(id) FROM person WHERE who = ?1 AND id <> ?1) "
    "WHERE who = ?1 AND id <> ?1 AND " FD_HAS_NOTHING;
constexpr char kForgetPerson[] = "DELETE FROM person WHERE id = ?1 AND " FD_HAS_NOTHING;
constexpr char kForgetTicket[] = "DELETE FROM ticket WHERE number = ? AND state NOT IN " FD_OPEN_STATES;
constexpr char kForgetChanges[] = "DELETE FROM ticket_change WHERE number = ?";
constexpr char kForgetUpload[] = "DELETE FROM upload WHERE id = ?";

Status ForgetConversation(Connection& db, Id id, TimePoint before) {
  TRY_STATUS(db.Prepare(kForgetConversation).Bind(id, before).Run());
  if (db.Changes() == 0) return {};
  for (const char* sql : kForgetOfConversation) TRY_STATUS(db.Prepare(sql).Bind(id).Run());
  return {};
}

}  // namespace

Status Apply(Connection& db, const Forget& forget) {
  for (const Id id : forget.conversations) {
    Id person = 0;
    {
      Statement query = db.Prepare(kPersonOf);
      TRY(const bool found, query.Bind(id).Step());
      if (found) person = query.Int(0);
    }
    TRY_STATUS(ForgetConversation(db, id, forget.before));
    TRY_STATUS(db.Prepare(kRenameWithout).Bind(person).Run());
    TRY_STATUS(db.Prepare(kForgetPerson).Bind(person).Run());
  }
  for (const Id number : forget.tickets) {
    TRY_STATUS(db.Prepare(kForgetTicket).Bind(number).Run());
    if (db.Changes() == 1) TRY_STATUS(db.Prepare(kForgetChanges).Bind(number).Run());
  }
  for (const std::string& id : forget.uploads) TRY_STATUS(db.Prepare(kForgetUpload).Bind(id).Run());
  return {};
}

}  // namespace frontdesk::store
