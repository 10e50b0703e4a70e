// Brings files that users sent on other platforms here: an effect of the outbox, so that a slow media host delays
// nobody's messages. Until a file is here agents see its name; a file that is refused stays a name.
//
// Ownership: borrows everything. Threads: the outbox's effect threads.
// Failure: tried again later when the host does not answer, given up when it refuses or the file may not be kept.
#pragma once

#include "bot/core/outbox.h"
#include "bot/runtime/platform_calls.h"
#include "bot/runtime/uploads.h"

namespace frontdesk::runtime {

// Calls that one file may take.
inline constexpr int kMaxFileCalls = 4;

class FileFetcher final : public core::Sender {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    store::Store& store;
    Uploads& uploads;
    PlatformCalls& calls;
  };
  explicit FileFetcher(Parts parts) : parts_(parts) {}

  bool Deduplicates() const override { return true; }  // a file that is fetched twice is one file
  // A media host that hangs leaves a thread to the others.
  core::Pace pace() const override { return {1, 0, 1}; }
  core::SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) override;

 private:
  store::Delivery Fetch(const store::OutboxRow& row, const base::FileRef& file);
  // One attempt with one token: kNone asks for another one.
  store::Delivery FetchWith(const ServedAccount& account, const store::OutboxRow& row, const base::FileRef& file,
                            adapters::Env env);
  store::Delivery Keep(const store::OutboxRow& row, const base::FileRef& file, const std::string& bytes);

  Parts parts_;
};

}  // namespace frontdesk::runtime
