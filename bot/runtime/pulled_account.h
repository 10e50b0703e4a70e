// One account whose platform keeps things for us: asked again and again, from where we stopped. The place is stored
// once every event before it is committed; what is read twice is a duplicate and changes nothing.
//
// Ownership: borrows everything. Threads: Run on one until Stop; the rest from any.
// Failure: tried again after what the platform asks for, else after a growing pause; logged. A call that the platform
// keeps waiting (a long poll) is given up at once by Stop and by Reconsider.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "bot/core/intake.h"
#include "bot/runtime/after_commit.h"

namespace frontdesk::runtime {

// Calls that one turn of an account may take; the rest waits for its next turn.
inline constexpr int kMaxPullsAtOnce = 100;
// Events that are on their way to the store together.
inline constexpr std::size_t kMaxPulledAtOnce = 500;
inline constexpr base::Millis kLongestCommitWait{30'000};
inline constexpr base::Millis kFirstPullPause{1'000};
inline constexpr base::Millis kLongestPullPause{60'000};
inline constexpr base::Millis kLongestPullRest{3'600'000};  // that a platform may ask for
// What pushes have said since the last pull that succeeded: the newest are kept.
inline constexpr std::size_t kMaxPullWords = 64;

class PulledAccount {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    store::Store& store;
    core::Writer& writer;
    core::Intake& intake;
    PlatformCalls& calls;
    AfterCommit& after;
    const base::Clock& clock;
    base::Random& random;
  };
  PulledAccount(Parts parts, std::string account) : parts_(parts), account_(std::move(account)) {}

  // Until Stop, or until the account is gone.
  void Run();
  void Stop();
  // The settings may be others now.
  void Reconsider();
  // The platform says that there is something; `word` is what it said, one line, kept until a pull has succeeded.
  void PullNow(std::string word);
  // Waits until the pull that it was told of is done; false when that takes longer than `patience`.
  bool WaitForPull(base::Millis patience);
  bool ended() const { return ended_; }

 private:
  base::Status TryPull(const ServedAccount& account, const std::stop_token& stop);
  base::Status Pull(const ServedAccount& account, std::string_view word, const std::stop_token& stop);
  base::Result<adapters::Pulled> Make(const ServedAccount& account, const adapters::Call* call,
                                      const adapters::PullFrom& from, const std::stop_token& stop);
  // Ok when every event is committed.
  base::Status TakeAll(std::vector<base::Event> events);
  // What pushes have said since the last pull that succeeded, a line for each.
  std::string Words();
  void Forget(const std::string& words);
  void Rest(const base::Status& status, base::Millis every);
  std::optional<std::stop_token> Begin();
  void WaitForNews();

  Parts parts_;
  const std::string account_;
  base::Millis pause_ = kFirstPullPause;  // Run's thread
  std::mutex mutex_;
  std::condition_variable wake_;
  std::stop_source abandon_;
  std::condition_variable pulled_;  // a word is gone, or nothing more comes
  std::vector<std::string> words_;
  bool told_ = false;
  bool stopping_ = false;
  std::atomic<bool> ended_ = false;  // written under the mutex
};

}  // namespace frontdesk::runtime
