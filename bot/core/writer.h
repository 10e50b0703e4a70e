// The writer: one thread that commits everything, in groups. Callers hand over an operation and go on; the callback
// comes from the writer thread after the commit (or its failure) and must return at once.
//
// Threads: Submit from any thread; Run on the one thread that the runtime gives it.
// Failure: Submit answers false when kMaxQueuedWrites wait already, or after Stop; the callback is not called then.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "bot/core/feed.h"
#include "bot/store/store.h"

namespace frontdesk::core {

inline constexpr std::size_t kMaxQueuedWrites = 8192;
inline constexpr std::size_t kMaxGroup = 64;

class Writer {
 public:
  using Done = std::function<void(store::WriteOp& op)>;

  Writer(store::Store& store, Feed& feed) : store_(store), feed_(feed) {}

  bool Submit(store::WriteOp op, Done done);
  // Submit and wait; for rare writes of other threads (sign-in, uploads). kUnavailable when full or stopped.
  store::WriteOp SubmitAndWait(store::WriteOp op);
  void Run();
  // Run() returns when everything that was submitted is written.
  void Stop();
  std::size_t queued() const;

 private:
  struct Job {
    store::WriteOp op;
    Done done;
  };
  std::vector<Job> NextGroup();
  void WriteGroup(std::vector<Job>& group);

  store::Store& store_;
  Feed& feed_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
};

}  // namespace frontdesk::core
