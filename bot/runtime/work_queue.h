// Work that must not be done on the I/O thread: reading the store, hashing passwords, writing files.
//
// Threads: Add and Stop from any thread; Run on as many threads as the runtime gives it.
// Failure: Add answers false when the queue is full or stopped; the work is not done then.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace frontdesk::runtime {

class WorkQueue {
 public:
  explicit WorkQueue(std::size_t most_waiting) : most_waiting_(most_waiting) {}

  bool Add(std::function<void()> work);
  // Returns after Stop, when everything that was added is done.
  void Run();
  void Stop();
  std::size_t waiting() const;

 private:
  const std::size_t most_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> work_;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
