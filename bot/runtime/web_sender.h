// The way out of web accounts. A row of theirs is delivered by being visible: the feed has shown it to the open streams
// when it was committed, and a stream that comes back reads it from the store. So a row is shown once, whatever is
// retried here.
//
// Threads: the outbox's.
#pragma once

#include "adapters/adapter.h"
#include "bot/core/outbox.h"
#include "bot/runtime/live_feed.h"

namespace frontdesk::runtime {

class WebSender final : public core::Sender {
 public:
  WebSender(const adapters::Adapter& adapter, LiveFeed& feed) : adapter_(adapter), feed_(feed) {}
  const adapters::Adapter& adapter() const { return adapter_; }
  bool AtOnce() const override { return true; }
  bool Deduplicates() const override { return adapter_.capabilities().deduplicates_sends; }
  core::SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override;

 private:
  const adapters::Adapter& adapter_;
  LiveFeed& feed_;
};

}  // namespace frontdesk::runtime
