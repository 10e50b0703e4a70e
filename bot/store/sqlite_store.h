// Store on SQLite: the embedded default.
//
// One write connection, used by Write() and, for short moments, by ReserveTicketNumber() and Check(); at most four more
// for reading. Everything that Store promises about threads and failure holds. Beyond it:
//   - the version of a kept row is the one that was read plus one (1 when inserted);
//   - ListBoard(kClosed) has the newest first; FactsOf() the newest `limit`, oldest first;
//   - a Claim that was refused has status kConflict and `claimed` with delivery kRefused: the refusal is stored and
//     there is nothing to do; kConflict without `claimed` means that somebody else took or ended the row;
//   - Finish ends rows that are kSending or kUnknown; the rows that were sent or cancelled leave the outbox, their
//     transcript row keeps the delivery; failed, unknown and refused ones stay;
//   - a transcript row keeps its seq when its message is claimed again;
//   - SQLite's log is moved into the file by Checkpoint(), which somebody should call every second or so while there
//     is traffic; the writer does it itself once the log has grown to 32 MiB;
//   - one Sweep forgets at most 10,000 event ids; call it every minute.
#pragma once

#include <memory>
#include <string>

#include "bot/store/store.h"

namespace frontdesk::store {

// `path` is the database file; its directory must exist. The file, its log and its index are readable by their owner
// only. Brings an older database up to date; refuses a newer one. `clock` must outlive the store.
Result<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path, const base::Clock& clock);

// A store that lives and dies with the object: for tests and the terminal.
Result<std::unique_ptr<Store>> OpenMemoryStore(const base::Clock& clock);

}  // namespace frontdesk::store
