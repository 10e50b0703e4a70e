#include "bot/store/group_commit.h"

#include "bot/base/crash_point.h"
#include "bot/store/sqlite_outbox.h"
#include "bot/store/sqlite_turn.h"
#include "bot/store/sqlite_writes.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

namespace {

constexpr char kBegin[] = "BEGIN IMMEDIATE";
constexpr char kCommit[] = "COMMIT";
constexpr char kRollBack[] = "ROLLBACK";
constexpr char kSavepoint[] = "SAVEPOINT op";
constexpr char kRelease[] = "RELEASE op";
constexpr char kBackToSavepoint[] = "ROLLBACK TO op";

Status Run(Connection& db, const char* sql) { return db.Prepare(sql).Run(); }

// An error means that nothing of the write may stay.
struct Applier {
  Connection& db;
  Counters& counters;
  WriteOp& op;

  Status operator()(Turn& turn) const {
    TRY(const TurnEnd end, ApplyTurn(db, counters, turn));
    op.duplicate = end == TurnEnd::kDuplicate;
    return {};
  }
  // A refusal stays in the database, and the caller still learns that there is nothing to send.
  Status operator()(const Claim& claim) const {
    TRY(Claimed claimed, ApplyClaim(db, counters, claim));
    if (claimed.row.delivery == Delivery::kRefused) {
      op.status = Fail(ErrorCode::kConflict, "somebody else speaks in this conversation by now");
    }
    op.claimed = std::move(claimed.row);
    return {};
  }
  Status operator()(const Finish& finish) const { return ApplyFinish(db, finish); }
  template <typename Small>
  Status operator()(const Small& small) const {
    return Apply(db, small);
  }
};

// As the caller handed it over.
void Forget(WriteOp& op) {
  op.status = {};
  op.duplicate = false;
  op.claimed.reset();
  if (Turn* turn = std::get_if<Turn>(&op.op)) ForgetSeqs(*turn);
}

void FailWith(WriteOp& op, const base::Error& error) {
  Forget(op);
  op.status = tl::unexpected(error);
}

// An error means that the transaction as a whole is lost; the write's own failure is in its status.
Status ApplyInSavepoint(Connection& db, Counters& counters, WriteOp& op) {
  Forget(op);
  TRY_STATUS(Run(db, kSavepoint));
  const Status applied = std::visit(Applier{db, counters, op}, op.op);
  if (!applied) {
    FailWith(op, applied.error());
    // SQLite may have given up the transaction by itself, and the writes before this one with it.
    if (!db.InTransaction()) return applied;
    TRY_STATUS(Run(db, kBackToSavepoint));
  }
  return Run(db, kRelease);
}

// An error means that the group must be tried again under savepoints.
Status ApplyPlainly(Connection& db, Counters& counters, WriteOp& op) {
  Forget(op);
  return std::visit(Applier{db, counters, op}, op.op);
}

enum class Guard { kNone, kSavepoints };

Status ApplyAll(Connection& db, Counters& counters, std::span<WriteOp> ops, Guard guard) {
  const auto apply = guard == Guard::kNone ? ApplyPlainly : ApplyInSavepoint;
  for (WriteOp& op : ops) TRY_STATUS(apply(db, counters, op));
  TRY_STATUS(counters.Save(db));
  CRASH_POINT("store.before_commit");
  return Run(db, kCommit);
}

// The transaction must have begun.
Status Commit(Connection& db, Counters& counters, std::span<WriteOp> ops, Guard guard) {
  const Status kept = ApplyAll(db, counters, ops, guard);
  if (kept) {
    counters.Saved();
    CRASH_POINT("store.after_commit");
  } else if (db.InTransaction()) {
    (void)Run(db, kRollBack);
  }
  return kept;
}

}  // namespace

bool WriteGroup(Connection& db, Counters& counters, std::span<WriteOp> ops) {
  Status begun = Run(db, kBegin);
  // Most groups hold no failure, and a savepoint costs as much as an insert: the first try goes without.
  if (begun && Commit(db, counters, ops, Guard::kNone)) return true;
  if (begun) begun = Run(db, kBegin);
  if (begun && Commit(db, counters, ops, Guard::kSavepoints)) return true;
  bool any = false;
  bool stuck = !begun;  // another process holds the database: no use in waiting for it once per write
  base::Error error = begun ? base::Error{} : begun.error();
  for (WriteOp& op : ops) {
    if (!stuck) {
      const Status again = Run(db, kBegin);
      stuck = !again;
      if (stuck) error = again.error();
    }
    if (stuck) {
      FailWith(op, error);
    } else if (const Status kept = Commit(db, counters, {&op, 1}, Guard::kSavepoints); kept) {
      any = true;
    } else {
      FailWith(op, kept.error());
    }
  }
  return any;
}

}  // namespace frontdesk::store
