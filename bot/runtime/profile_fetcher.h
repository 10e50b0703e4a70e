// Asks a platform who one of its users is, when they first speak: an effect of the outbox, so that nobody's answer
// waits for it. What it tells comes back into the conversation as an event.
//
// Ownership: borrows everything. Threads: the outbox's effect threads.
// Failure: asked again while the platform does not answer; what it refuses to tell stays unknown, and is logged.
#pragma once

#include "bot/core/outbox.h"
#include "bot/runtime/platform_calls.h"
#include "bot/runtime/way_back.h"

namespace frontdesk::runtime {

// Calls that one profile may take, and how often it is tried: a name is no message.
inline constexpr int kMaxProfileCalls = 3;
inline constexpr int kProfileTries = 4;

class ProfileFetcher final : public core::Sender {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    PlatformCalls& calls;
    WayBack back;
  };
  explicit ProfileFetcher(Parts parts) : parts_(std::move(parts)) {}

  bool Deduplicates() const override { return true; }  // the event's id is the row's
  core::Pace pace() const override { return {1, 0, 1}; }
  core::SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override;

 private:
  base::Result<adapters::Profile> Ask(const ServedAccount& account, const std::string& user);
  base::Status Tell(const store::OutboxRow& row, const std::string& user, const adapters::Profile& profile);

  Parts parts_;
};

// Whether a row of the effect lane asks for a profile.
bool IsProfile(const store::OutboxRow& row);

}  // namespace frontdesk::runtime
