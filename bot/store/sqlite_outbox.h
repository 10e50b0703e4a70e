// Taking an outbox row for sending, and what became of it.
//
// Threads: the one that holds the write connection, inside a transaction.
#pragma once

#include "bot/store/counters.h"
#include "bot/store/store.h"

namespace frontdesk::store {

// What came of a claim. A refusal is kept in the database although the caller is told kConflict.
struct Claimed {
  TranscriptRow row;  // delivery is kSending or kRefused
};

Result<Claimed> ApplyClaim(Connection& db, Counters& counters, const Claim& claim);

// kConflict unless the row is being sent, or was left unknown.
Status ApplyFinish(Connection& db, const Finish& finish);

}  // namespace frontdesk::store
