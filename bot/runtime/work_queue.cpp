#include "bot/runtime/work_queue.h"

#include <utility>

namespace frontdesk::runtime {

bool WorkQueue::Add(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || work_.size() >= most_waiting_) return false;
    work_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void WorkQueue::Run() {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !work_.empty(); });
      if (work_.empty()) return;
      work = std::move(work_.front());
      work_.pop_front();
    }
    work();
  }
}

void WorkQueue::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

std::size_t WorkQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return work_.size();
}

}  // namespace frontdesk::runtime
