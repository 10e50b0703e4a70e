// The public keys that platforms sign their requests with: fetched when they are first needed, kept, fetched anew every
// so often and when a request names a key that is not among them. The old ones stay good while that fails.
//
// Ownership: borrows the calls and the clock. Threads: Known and Refresh from any thread; Run on one, where the fetches
// block.
// Failure: a fetch that fails is logged and tried again no earlier than kKeyPause later, whoever asks.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "bot/runtime/platform_calls.h"
#include "bot/runtime/work_queue.h"

namespace frontdesk::runtime {

inline constexpr base::Millis kKeyPause = std::chrono::minutes(1);
inline constexpr std::size_t kMaxKeyWaiters = 256;
// Calls that one set may take: a description that names its address, then the set.
inline constexpr int kMaxKeyCalls = 4;

class KeySets {
 public:
  KeySets(PlatformCalls& calls, const base::Clock& clock, base::Random& random)
      : calls_(calls), clock_(clock), random_(random), queue_(kMaxKeyWaiters) {}

  // As the adapter has read them; empty before the first fetch. Starts another when one is due.
  std::string Known(const std::shared_ptr<const Served>& served, const ServedAccount& account);
  // Runs `then` after a fetch, or at once when the last was less than kKeyPause ago. False when too many wait already.
  bool Refresh(const std::shared_ptr<const Served>& served, const ServedAccount& account, std::function<void()> then);

  void Run() { queue_.Run(); }
  void Stop() { queue_.Stop(); }

 private:
  struct Entry {
    std::string keys;
    base::TimePoint fetched;
    std::optional<base::TimePoint> tried;
    bool asked = false;  // an early renewal waits already
  };
  void Fetch(const ServedAccount& account);
  base::Result<std::string> TryFetch(const ServedAccount& account);

  PlatformCalls& calls_;
  const base::Clock& clock_;
  base::Random& random_;
  WorkQueue queue_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace frontdesk::runtime
