// Fetches what platforms keep for us: for each account whose adapter pulls, again and again, from where it stopped. The
// place is stored once every event before it is committed; what is read twice is a duplicate and changes nothing.
//
// Ownership: borrows everything. Threads: Run on one until Stop.
// Failure: an account that cannot be reached is tried again at its next turn, and delays no other by more than one
// call's time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "bot/core/intake.h"
#include "bot/runtime/after_commit.h"

namespace frontdesk::runtime {

inline constexpr base::Millis kLookForPullsEvery{1'000};
// Calls that one turn of an account may take; the rest waits for its next turn.
inline constexpr int kMaxPullsAtOnce = 100;
inline constexpr base::Millis kLongestCommitWait{30'000};

class Pulling {
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
  explicit Pulling(Parts parts) : parts_(parts) {}

  void Run();
  void Stop();
  // The platform says that there is something; `word` is what it said, kept until a pull has succeeded.
  void PullNow(const std::string& account, std::string word);

 private:
  using Steady = std::chrono::steady_clock;
  void PullAll();
  base::Status TryPull(const ServedAccount& account);
  bool IsDue(const std::string& account, base::Millis every);
  base::Status Pull(const ServedAccount& account, std::string_view word);
  base::Result<adapters::Pulled> Make(const ServedAccount& account, const adapters::Call* call,
                                      const adapters::PullFrom& from);
  // Ok when every event is committed.
  base::Status TakeAll(std::vector<base::Event> events);
  bool stopping() const;

  Parts parts_;
  std::map<std::string, Steady::time_point> next_;
  std::map<std::string, std::string> words_;  // of accounts that were told to pull
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool told_ = false;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
