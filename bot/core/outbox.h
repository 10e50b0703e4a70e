// The outbox: brings committed rows to their platforms, oldest first in each conversation, and writes down how it
// ended. A row is `sending` in the store before its first byte leaves. After a start it takes up what was unfinished:
// a row found `sending` is sent again where the platform knows client ids, else it is marked `unknown`.
//
// Threads: Add from any thread; Run on the one thread that the runtime gives it; Sender::Send is called there and must
// not take long.
// Failure: a send that should be tried again waits with growing pauses, 1 s to 5 min, and keeps its conversation's
// later rows behind it; after 24 h it is given up visibly, as `failed`.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "bot/base/clock.h"
#include "bot/core/writer.h"

namespace frontdesk::core {

inline constexpr base::Millis kFirstPause{1'000};
inline constexpr base::Millis kLongestPause{300'000};
inline constexpr base::Millis kGiveUpAfter = std::chrono::hours(24);

struct SendOutcome {
  store::Delivery delivery = store::Delivery::kSent;  // kPending: try again
  std::optional<base::Millis> retry_after;
  std::string platform_id;
};

// One account's way out.
class Sender {
 public:
  virtual ~Sender() = default;
  // Whether the platform drops a message that it has seen before, by our id.
  virtual bool Deduplicates() const = 0;
  virtual SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) = 0;
};

using FindSender = std::function<Sender*(const std::string& account)>;  // null: the account is gone

class Outbox {
 public:
  Outbox(store::Store& store, Writer& writer, const base::Clock& clock, FindSender senders);

  // Rows of a committed turn; claimed ones come with their words.
  void Add(const Change& change);
  // Loads what a former run left; before Run, while the writer runs.
  base::Status Recover();
  void Run();
  void Stop();
  std::size_t waiting() const;

 private:
  struct Job {
    store::OutboxRow row;
    std::optional<store::TranscriptRow> words;  // known once the row is claimed
    base::TimePoint due;
    base::TimePoint first_due;
  };
  struct Lane {
    std::deque<Job> jobs;
    bool busy = false;  // a claim is on its way, or the first job is being sent
  };
  struct Moment {
    base::TimePoint due;
    store::Id conversation = 0;
    bool operator>(const Moment& other) const { return due > other.due; }
  };

  std::vector<store::Id> DueLanes(std::unique_lock<std::mutex>& lock);
  void Process(store::Id conversation);
  void Claim(store::Id conversation, store::Id outbox);
  void TakeClaim(store::Id conversation, const store::WriteOp& op);
  void Send(store::Id conversation, Job job);
  void DropFirst(store::Id conversation);
  void RetryFirst(store::Id conversation, Job job, const SendOutcome& outcome);
  void Wake(store::Id conversation, base::TimePoint due);  // with the lock held

  store::Store& store_;
  Writer& writer_;
  const base::Clock& clock_;
  FindSender senders_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<store::Id, Lane> lanes_;
  std::priority_queue<Moment, std::vector<Moment>, std::greater<>> moments_;
  bool stopping_ = false;
};

// The pause before attempt number `attempts` + 1, without what the platform asks for.
base::Millis PauseAfter(int attempts);

}  // namespace frontdesk::core
