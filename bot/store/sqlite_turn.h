// A turn as rows of SQLite.
//
// Threads: the one that holds the write connection, inside a savepoint that it rolls back unless kKept came out.
#pragma once

#include "bot/store/counters.h"
#include "bot/store/store.h"

namespace frontdesk::store {

enum class TurnEnd { kKept, kDuplicate };

// Gives the turn's transcript rows their seq and delivery, and its outbox rows their state.
Result<TurnEnd> ApplyTurn(Connection& db, Counters& counters, Turn& turn);

// As if ApplyTurn() had never run.
void ForgetSeqs(Turn& turn);

}  // namespace frontdesk::store
