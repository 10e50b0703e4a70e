// The small writes: parked events, agents, sessions, uploads, cursors, the sweep.
//
// Threads: the one that holds the write connection, inside a transaction.
#pragma once

#include "bot/store/sqlite.h"
#include "bot/store/store.h"

namespace frontdesk::store {

Status Apply(Connection& db, const Park& park);  // again with the same id: updated
Status Apply(Connection& db, const Unpark& unpark);
Status Apply(Connection& db, const SaveAgent& save);
Status Apply(Connection& db, const SavePerson& save);  // in sqlite_turn.cpp
Status Apply(Connection& db, const SaveSession& save);
Status Apply(Connection& db, const DropSession& drop);
Status Apply(Connection& db, const DropSessionsOf& drop);
Status Apply(Connection& db, const SaveUpload& save);
Status Apply(Connection& db, const SaveCursor& save);
Status Apply(Connection& db, const Sweep& sweep);
Status Apply(Connection& db, const Forget& forget);  // in sqlite_forget.cpp
Status Apply(Connection& db, const SaveAgentLink& save);
Status Apply(Connection& db, const SetPresence& said);

}  // namespace frontdesk::store
