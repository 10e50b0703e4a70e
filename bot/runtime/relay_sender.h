// Brings news from one conversation to another: an effect of the outbox, so that the turn that sends it is committed
// first and the one that hears it exactly once.
//
// Ownership: borrows everything. Threads: the outbox's effect threads.
// Failure: while the other conversation cannot take it, it is tried again; what it refuses (an act that somebody else's
// lease forbids, a conversation that is gone) is given up and logged.
#pragma once

#include "bot/core/outbox.h"
#include "bot/runtime/way_back.h"

namespace frontdesk::runtime {

class RelaySender final : public core::Sender {
 public:
  RelaySender(store::Store& store, WayBack back) : store_(store), back_(std::move(back)) {}

  bool Deduplicates() const override { return true; }  // the event's id is the row's
  core::Pace pace() const override { return {4, 0, 1}; }
  std::string PaceKey(const store::OutboxRow&) const override { return "relay"; }
  core::SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override;

 private:
  store::Store& store_;
  WayBack back_;
};

// Whether an effect brings news.
bool IsRelay(const store::OutboxRow& row);

}  // namespace frontdesk::runtime
