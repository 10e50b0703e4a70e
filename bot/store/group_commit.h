// One transaction for a group of writes, each in its savepoint, so that one's failure leaves the others. When the
// transaction as a whole is lost, the writes are tried one by one.
//
// Threads: the one that holds the write connection.
// Failure: every write that was not kept carries its error; a later call works again as soon as the disk does.
#pragma once

#include <span>

#include "bot/store/counters.h"
#include "bot/store/store.h"

namespace frontdesk::store {

// True when at least the commit of one transaction worked.
bool WriteGroup(Connection& db, Counters& counters, std::span<WriteOp> ops);

}  // namespace frontdesk::store
