// The way out of accounts on other platforms: asks the adapter what to do next, does it, has the outcome classified,
// until all parts of a message have arrived.
//
// Ownership: borrows everything. Threads: the outbox's sending threads, several at once.
// Failure: a SendOutcome; an adapter that throws is a failed send, logged, and nothing else suffers.
#pragma once

#include "bot/core/outbox.h"
#include "bot/runtime/frame_way.h"
#include "bot/runtime/live_feed.h"
#include "bot/runtime/open_answers.h"
#include "bot/runtime/platform_calls.h"
#include "bot/runtime/uploads.h"

namespace frontdesk::runtime {

// Calls that one message may take, over all its parts.
inline constexpr int kMaxCallsPerMessage = 200;
inline constexpr int kMaxCallsPerUpdate = 4;
inline constexpr int kUpdateTries = 5;
// So often a message with a file that is still being fetched is put off.
inline constexpr int kTriesWithoutFile = 6;

class PlatformSender final : public core::Sender {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    store::Store& store;
    Uploads& uploads;
    PlatformCalls& calls;
    LiveFeed& feed;
    OpenAnswers& open;
  };
  // `frames`: the account's connection, for adapters that give frames; null without one.
  PlatformSender(Parts parts, std::string account, FrameWay* frames)
      : parts_(parts), account_(std::move(account)), frames_(frames) {}

  bool Deduplicates() const override;
  core::Pace pace() const override;
  std::optional<bool> Arrived(const store::OutboxRow& row, const store::TranscriptRow& words) override;
  core::SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override;

 private:
  struct Progress;
  base::Result<Progress> Begin(const store::OutboxRow& row, const store::TranscriptRow& words) const;
  // Of a row that makes a message read otherwise; kNotFound when there is nothing to change.
  base::Result<Progress> BeginUpdate(const store::OutboxRow& row) const;
  core::SendOutcome SendUpdate(const ServedAccount& account, const store::OutboxRow& row);
  core::SendOutcome SendParts(const ServedAccount& account, const store::OutboxRow& row,
                              const store::TranscriptRow& words);
  // What ends the sending now; nothing: go on.
  std::optional<core::SendOutcome> TakeStep(const ServedAccount& account, Progress& progress);
  adapters::SendResult SendInAnswer(adapters::InAnswer& answer, Progress& progress);
  adapters::SendResult SendFrame(const adapters::Frame& frame, Progress& progress);
  adapters::SendResult MakeCall(const ServedAccount& account, Progress& progress, adapters::Step& step);

  Parts parts_;
  const std::string account_;
  FrameWay* const frames_;
};

}  // namespace frontdesk::runtime
