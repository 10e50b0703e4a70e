// The outbox: brings committed rows to their platforms and writes down how it ended. Each conversation has two lanes,
// its messages in order and its urgent words, which overtake; its news to other conversations go in order too, and any
// other effect (fetching a file, say) is a lane of its own. Effects have their own threads, so that none blocks
// another. A row is `sending` in the store before its first byte leaves. After a start it takes up what was unfinished:
// a row found `sending` is sent again where the platform knows client ids, asked for where it can be asked, else marked
// `unknown`.
//
// Threads: Add from any thread; Run on the one thread that the runtime gives it, RunSender and RunEffects on as many as
// it likes. Senders that take their time are called on the latter, at most Pace::at_once for an account together.
// Failure: a send that should be tried again waits with growing pauses, 1 s to 5 min, and keeps its lane's later rows
// behind it; after 24 h it is given up visibly, as `failed`.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/core/ready_sends.h"
#include "bot/core/writer.h"

namespace frontdesk::core {

inline constexpr base::Millis kFirstPause{1'000};
inline constexpr base::Millis kLongestPause{300'000};
inline constexpr base::Millis kGiveUpAfter = std::chrono::hours(24);

struct SendOutcome {
  store::Delivery delivery = store::Delivery::kSent;  // kPending: try again
  std::optional<base::Millis> retry_after = {};
  std::string platform_id = {};
  int part = 0;                // parts that have arrived
  bool whole_account = false;  // of kPending: nothing else of the account may go before either
};

// One account's way out.
class Sender {
 public:
  virtual ~Sender() = default;
  // Whether the platform drops a message that it has seen before, by our id.
  virtual bool Deduplicates() const = 0;
  // Whether Send returns at once, so that it needs no thread of its own.
  virtual bool AtOnce() const { return false; }
  virtual Pace pace() const { return {}; }
  // Rows of one key share the pace; by default those of one account.
  virtual std::string PaceKey(const store::OutboxRow& row) const { return row.account; }
  // Of a row that a former run was sending: whether it arrived; nothing when nobody can tell.
  virtual std::optional<bool> Arrived(const store::OutboxRow&, const store::TranscriptRow&) { return std::nullopt; }
  // `words` is empty for an effect.
  virtual SendOutcome Send(const store::OutboxRow& row, const store::TranscriptRow& words) = 0;
};

using FindSender = std::function<Sender*(const store::OutboxRow& row)>;  // null: the account is gone

class Outbox {
 public:
  // A message failed for good; `noted` is called once that is known where it must be, from any thread.
  using Undelivered = std::function<void(const store::OutboxRow& row, std::function<void()> noted)>;

  Outbox(store::Store& store, Writer& writer, const base::Clock& clock, FindSender senders,
         Undelivered undelivered = {});

  // Rows of a committed turn; claimed ones come with their words.
  void Add(const Change& change);
  // Loads what a former run left; before Run, while the writer runs.
  base::Status Recover();
  void Run();
  void RunSender() { RunPool(messages_); }
  void RunEffects() { RunPool(effects_); }
  void Stop();
  std::size_t waiting() const;

 private:
  struct Job {
    store::OutboxRow row;
    std::optional<store::TranscriptRow> words;  // known once the row is claimed
    base::TimePoint due;
    base::TimePoint first_due;
    bool was_sending = false;    // by a former run
    base::TimePoint claimed_at;  // or added, of a row that was claimed with its turn
  };
  struct Queue {
    std::deque<Job> jobs;
    bool busy = false;  // a claim is on its way, or the first job is ready or being sent
  };
  struct Moment {
    base::TimePoint due;
    LaneKey lane;
    bool operator>(const Moment& other) const { return due > other.due; }
  };
  struct Pool {
    ReadySends ready;
    std::condition_variable wake;
  };

  static LaneKey KeyOf(const store::OutboxRow& row);
  Pool& PoolOf(const store::OutboxRow& row) { return store::IsEffect(row) ? effects_ : messages_; }
  void Append(Job job);                          // with the lock held
  void Wake(LaneKey lane, base::TimePoint due);  // with the lock held
  base::Status TakeUp(store::OutboxRow row);

  std::vector<LaneKey> DueLanes(std::unique_lock<std::mutex>& lock);
  void Process(LaneKey lane);
  void ClaimLater(LaneKey lane, store::Id outbox);
  void TakeClaim(LaneKey lane, const store::WriteOp& op);

  void RunPool(Pool& pool);
  std::optional<ReadySends::Next> NextReady(Pool& pool);
  void SendReady(LaneKey lane);
  bool HoldsClaim(const Job& job) const;
  bool ClaimNow(LaneKey lane, Job& job);

  void Send(LaneKey lane, Job job);
  SendOutcome TrySend(Sender* sender, const Job& job);
  bool IsStopping() const;
  void DropFirst(LaneKey lane);
  void RetryFirst(LaneKey lane, Job job, const SendOutcome& outcome);
  void PutBack(LaneKey lane, Job job, bool written);
  void Postpone(LaneKey lane);

  store::Store& store_;
  Writer& writer_;
  const base::Clock& clock_;
  FindSender senders_;
  Undelivered undelivered_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<LaneKey, Queue> lanes_;
  std::priority_queue<Moment, std::vector<Moment>, std::greater<>> moments_;
  Pool messages_;
  Pool effects_;
  bool stopping_ = false;
};

// The pause before attempt number `attempts` + 1, without what the platform asks for.
base::Millis PauseAfter(int attempts);

}  // namespace frontdesk::core
