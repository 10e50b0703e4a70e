#include "bot/runtime/live_feed.h"

#include <iterator>

#include "bot/base/log.h"

namespace frontdesk::runtime {

void LiveFeed::Publish(std::vector<core::Change> changes) {
  if (outbox_) {
    for (const core::Change& change : changes) outbox_->Add(change);
  }
  if (wallboard_) {
    for (const core::Change& change : changes) wallboard_->Hear(change);
  }
  // A stream that opens later reads these changes from the store.
  if (visitors_.empty() && consoles_.empty()) return;
  std::vector<Item> items;
  items.reserve(changes.size());
  for (core::Change& change : changes) items.push_back({std::move(change), false});
  Add(std::move(items));
}

void LiveFeed::Ended(store::TranscriptRow row, store::Delivery how) {
  if (consoles_.empty()) return;
  row.delivery = how;
  core::Change change;
  change.rows.push_back(std::move(row));
  std::vector<Item> items;
  items.push_back({std::move(change), true});
  Add(std::move(items));
}

void LiveFeed::Add(std::vector<Item> items) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + items.size() > kMaxFeedBacklog) {
      waiting_.clear();
      lost_ = true;
    } else {
      waiting_.insert(waiting_.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    }
  }
  wake_.notify_one();
}

void LiveFeed::Run() {
  while (true) {
    std::vector<Item> items;
    bool lost = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || lost_ || !waiting_.empty(); });
      if (waiting_.empty() && !lost_) return;
      items.swap(waiting_);
      lost = std::exchange(lost_, false);
    }
    if (lost) {
      base::Log(base::LogLevel::kWarning, "feed.overrun");
      visitors_.CloseAll();
      consoles_.CloseAll();
    }
    for (const Item& item : items) {
      if (!item.only_for_agents) visitors_.Show(item.change);
      consoles_.Show(item.change);
    }
  }
}

void LiveFeed::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

std::size_t LiveFeed::backlog() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

}  // namespace frontdesk::runtime
