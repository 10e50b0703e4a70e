// Asks other systems for flows: an effect of the outbox, so that a slow one delays nobody's messages. The answer comes
// back into the conversation as an event, committed before the row is finished; so is the news that there is none.
//
// Ownership: borrows everything. Threads: the outbox's effect threads.
// Failure: an unreachable, slow or talkative system is an answer with status 0, never tried again; only when the event
// cannot be taken in is the row kept for later. A crash in between asks a second time, with the same Idempotency-Key.
#pragma once

#include <functional>

#include "bot/core/intake.h"
#include "bot/core/outbox.h"
#include "bot/net/http_client.h"

namespace frontdesk::runtime {

// How long the commit of an answer is waited for.
inline constexpr base::Millis kLookupCommitWait = std::chrono::seconds(10);

class LookupSender final : public core::Sender {
 public:
  using TakeEvent = std::function<void(base::Event event, core::Intake::Done done)>;

  LookupSender(store::Store& store, net::HttpClient& guarded, const base::Clock& clock, TakeEvent take)
      : store_(store), guarded_(guarded), clock_(clock), take_(std::move(take)) {}

  bool Deduplicates() const override { return true; }  // the event's id is the row's
  // A system that hangs leaves threads to the others.
  core::Pace pace() const override { return {2, 0, 1}; }
  std::string PaceKey(const store::OutboxRow& row) const override;
  core::SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override;

 private:
  base::LookedUp Ask(const store::OutboxRow& row) const;
  base::Status Deliver(const store::OutboxRow& row, base::LookedUp found);

  store::Store& store_;
  net::HttpClient& guarded_;
  const base::Clock& clock_;
  TakeEvent take_;
};

// Whether a row of the effect lane is a lookup.
bool IsLookup(const store::OutboxRow& row);

}  // namespace frontdesk::runtime
