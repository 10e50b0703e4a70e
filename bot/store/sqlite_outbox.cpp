#include "bot/store/sqlite_outbox.h"

#include "bot/store/sqlite_rows.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

namespace {

constexpr char kPending[] =
    "SELECT outbox.transcript, outbox.lane <> 2 AND outbox.payload = '' AND outbox.epoch < "
    "coalesce(conversation.epoch, 0) FROM outbox "
    "LEFT JOIN conversation ON conversation.id = outbox.conversation WHERE outbox.id = ?1 AND (outbox.state = 1 OR "
    "(?2 AND outbox.state = 2))";
constexpr char kSetOutboxState[] = "UPDATE outbox SET state = ? WHERE id = ?";
constexpr char kAppear[] =
    "UPDATE transcript SET seq = coalesce(seq, ?), delivery = 2 WHERE id = ? RETURNING " FD_TRANSCRIPT_COLUMNS;
constexpr char kRefuse[] = "UPDATE transcript SET delivery = 6 WHERE id = ? RETURNING " FD_TRANSCRIPT_COLUMNS;

constexpr char kTryLater[] =
    "UPDATE outbox SET state = 1, not_before = ?, part = ?, attempts = attempts + 1 WHERE id = ? AND state IN (2, 4) "
    "RETURNING transcript";
constexpr char kRemove[] = "DELETE FROM outbox WHERE id = ? AND state IN (2, 4) RETURNING transcript";
// What a failed effect was to do is not kept: a lookup holds what the user told.
constexpr char kKeep[] =
    "UPDATE outbox SET state = ?1, payload = CASE WHEN ?1 = 5 THEN '' ELSE payload END "
    "WHERE id = ?2 AND state IN (2, 4) RETURNING transcript";
constexpr char kSetDelivery[] =
    "UPDATE transcript SET delivery = ?, platform_id = coalesce(nullif(?, ''), platform_id), parts = max(1, ?) "
    "WHERE id = ?";
static_assert(static_cast<int>(Delivery::kPending) == 1 && static_cast<int>(Delivery::kSending) == 2 &&
              static_cast<int>(Delivery::kUnknown) == 4 && static_cast<int>(Delivery::kFailed) == 5 &&
              static_cast<int>(Delivery::kRefused) == 6 && static_cast<int>(Lane::kEffect) == 2);

// An effect may have no transcript row; then an empty one with the new state comes back.
Result<Claimed> SetTranscript(Statement& update, Delivery delivery) {
  Claimed claimed;
  claimed.row.delivery = delivery;
  TRY(const bool found, update.Step());
  if (found) Read(update, claimed.row);
  return claimed;
}

Result<Id> FinishOutbox(Connection& db, const Finish& finish) {
  const bool later = finish.outcome == Delivery::kPending;
  const bool gone = finish.outcome == Delivery::kSent || finish.outcome == Delivery::kCancelled;
  Statement change = db.Prepare(later ? kTryLater : gone ? kRemove : kKeep);
  if (later)
    change.Bind(finish.not_before, finish.part, finish.outbox);
  else if (gone)
    change.Bind(finish.outbox);
  else
    change.Bind(finish.outcome, finish.outbox);
  TRY(const bool found, change.Step());
  if (!found) return Fail(ErrorCode::kConflict, "the message is not being sent");
  return change.Int(0);
}

}  // namespace

Result<Claimed> ApplyClaim(Connection& db, Counters& counters, const Claim& claim) {
  Id transcript = 0;
  bool refused = false;
  {
    Statement pending = db.Prepare(kPending);
    TRY(const bool found, pending.Bind(claim.outbox, claim.again ? 1 : 0).Step());
    if (!found) return Fail(ErrorCode::kConflict, "the message does not wait for sending any more");
    transcript = pending.Int(0);
    refused = pending.Int(1) != 0;
  }
  const Delivery state = refused ? Delivery::kRefused : Delivery::kSending;
  TRY_STATUS(db.Prepare(kSetOutboxState).Bind(state, claim.outbox).Run());
  Statement update = db.Prepare(refused ? kRefuse : kAppear);
  if (refused)
    update.Bind(transcript);
  else
    update.Bind(counters.NextSeq(), transcript);
  return SetTranscript(update, state);
}

Status ApplyFinish(Connection& db, const Finish& finish) {
  const bool possible = finish.outcome != Delivery::kNone && finish.outcome != Delivery::kSending;
  if (!possible) return Fail(ErrorCode::kInvalid, "this is not the end of a send");
  TRY(const Id transcript, FinishOutbox(db, finish));
  Statement delivery = db.Prepare(kSetDelivery);
  return delivery.Bind(finish.outcome, finish.platform_id, finish.part, transcript).Run();
}

}  // namespace frontdesk::store
