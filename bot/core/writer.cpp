#include "bot/core/writer.h"

#include <algorithm>
#include <future>
#include <iterator>

namespace frontdesk::core {

bool Writer::Submit(store::WriteOp op, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= kMaxQueuedWrites) return false;
    queue_.push_back({std::move(op), std::move(done)});
  }
  wake_.notify_one();
  return true;
}

store::WriteOp Writer::SubmitAndWait(store::WriteOp op) {
  auto written = std::make_shared<std::promise<store::WriteOp>>();
  std::future<store::WriteOp> result = written->get_future();
  if (!Submit(std::move(op), [written](store::WriteOp& done) { written->set_value(std::move(done)); })) {
    store::WriteOp refused;
    refused.status = base::Fail(base::ErrorCode::kUnavailable, "too busy to write now; try again in a moment");
    return refused;
  }
  return result.get();
}

std::vector<Writer::Job> Writer::NextGroup() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), kMaxGroup));
  std::vector<Job> group(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.begin() + count));
  queue_.erase(queue_.begin(), queue_.begin() + count);
  return group;
}

void Writer::WriteGroup(std::vector<Job>& group) {
  std::vector<store::WriteOp> ops;
  ops.reserve(group.size());
  for (Job& job : group) ops.push_back(std::move(job.op));
  store_.Write(ops);
  std::vector<Change> changes;
  for (const store::WriteOp& op : ops)
    if (auto change = ChangeOf(op)) changes.push_back(std::move(*change));
  for (std::size_t i = 0; i < group.size(); ++i) group[i].done(ops[i]);
  if (!changes.empty()) feed_.Publish(std::move(changes));
}

void Writer::Run() {
  for (std::vector<Job> group = NextGroup(); !group.empty(); group = NextGroup()) WriteGroup(group);
}

void Writer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

std::size_t Writer::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

}  // namespace frontdesk::core
