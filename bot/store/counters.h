// The three running numbers of the store: ids of rows, seqs of transcript rows, ticket numbers.
//
// Ids and seqs live in memory; every commit writes how far they came, so a number that was stored once is never given
// again, not even after its row is gone: platforms recognise a repeated message by such an id. Ticket numbers are taken
// from the database in blocks.
//
// Threads: ReserveIds() from any; everything else while the caller holds the write connection.
#pragma once

#include <atomic>
#include <cstdint>

#include "bot/store/records.h"
#include "bot/store/sqlite.h"

namespace frontdesk::store {

class Counters {
 public:
  Status Load(Connection& db);

  Id ReserveIds(std::int64_t count) { return last_id_.fetch_add(count, std::memory_order_relaxed) + 1; }
  std::int64_t NextSeq() { return ++last_seq_; }

  // Inside the transaction whose rows used the numbers, and once it was committed.
  Status Save(Connection& db);
  void Saved();

 private:
  std::atomic<std::int64_t> last_id_{0};
  std::int64_t last_seq_ = 0;
  std::int64_t saving_id_ = 0, saving_seq_ = 0;  // as Save() wrote them
  std::int64_t saved_id_ = 0, saved_seq_ = 0;    // as they are known to be stored
};

// A block of ticket numbers that is nobody else's; [next, end).
struct TicketBlock {
  Id next = 0;
  Id end = 0;
};

inline constexpr int kTicketsInBlock = 100;

// Outside a transaction.
Result<TicketBlock> ReserveTickets(Connection& db);

}  // namespace frontdesk::store
