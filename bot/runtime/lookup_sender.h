// Asks other systems for flows: an effect of the outbox, so that a slow one delays nobody's messages. The answer comes
// back into the conversation as an event, committed before the row is finished; so is the news that there is none.
//
// Ownership: borrows everything. Threads: the outbox's effect threads.
// Failure: an unreachable, slow or talkative system is an answer with status 0, never tried again; only when the event
// cannot be taken in is the row kept for later. A crash in between asks a second time, with the same Idempotency-Key.
#pragma once

#include "bot/core/outbox.h"
#include "bot/net/http_client.h"
#include "bot/runtime/way_back.h"

namespace frontdesk::runtime {

class LookupSender final : public core::Sender {
 public:
  // `directory` of the workspace: where files of secrets are named from.
  LookupSender(net::HttpClient& guarded, WayBack back, std::string directory)
      : guarded_(guarded), back_(std::move(back)), directory_(std::move(directory)) {}

  bool Deduplicates() const override { return true; }  // the event's id is the row's
  // A system that hangs leaves threads to the others.
  core::Pace pace() const override { return {2, 0, 1}; }
  std::string PaceKey(const store::OutboxRow& row) const override;
  core::SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override;

 private:
  base::LookedUp Ask(const store::OutboxRow& row) const;
  base::Status Deliver(const store::OutboxRow& row, base::LookedUp found);

  net::HttpClient& guarded_;
  WayBack back_;
  const std::string directory_;
};

// Whether a row of the effect lane is a lookup.
bool IsLookup(const store::OutboxRow& row);

}  // namespace frontdesk::runtime
