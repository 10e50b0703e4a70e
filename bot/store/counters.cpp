#include "bot/store/counters.h"

namespace frontdesk::store {

namespace {

// The rows themselves are asked too: their ids are the last word should they be ahead of the counter.
constexpr char kLoad[] = R"sql(
SELECT max(ids, (SELECT coalesce(max(id), 0) FROM conversation), (SELECT coalesce(max(id), 0) FROM person),
           (SELECT coalesce(max(id), 0) FROM transcript), (SELECT coalesce(max(id), 0) FROM outbox),
           (SELECT coalesce(max(id), 0) FROM timer), (SELECT coalesce(max(id), 0) FROM parked)), seqs
FROM counter)sql";
constexpr char kSave[] = "UPDATE counter SET ids = max(ids, ?), seqs = max(seqs, ?)";
constexpr char kTakeTickets[] = "UPDATE counter SET tickets = tickets + ? RETURNING tickets";

}  // namespace

Status Counters::Load(Connection& db) {
  Statement query = db.Prepare(kLoad);
  TRY(const bool found, query.Step());
  if (!found) return base::Fail(base::ErrorCode::kInternal, "the database lacks its counters; restore a backup");
  last_id_ = query.Int(0);
  last_seq_ = saved_seq_ = query.Int(1);
  return {};
}

Status Counters::Save(Connection& db) {
  saving_id_ = last_id_.load(std::memory_order_relaxed);
  saving_seq_ = last_seq_;
  if (saving_id_ == saved_id_ && saving_seq_ == saved_seq_) return {};
  return db.Prepare(kSave).Bind(saving_id_, saving_seq_).Run();
}

void Counters::Saved() {
  saved_id_ = saving_id_;
  saved_seq_ = saving_seq_;
}

Result<TicketBlock> ReserveTickets(Connection& db) {
  TicketBlock block;
  Statement take = db.Prepare(kTakeTickets);
  TRY(const bool taken, take.Bind(kTicketsInBlock).Step());
  if (taken) block.end = take.Int(0);
  TRY_STATUS(take.Run());
  block.next = block.end - kTicketsInBlock;
  return block;
}

}  // namespace frontdesk::store
