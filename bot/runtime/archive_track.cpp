#include "bot/runtime/archive_track.h"

#include <algorithm>

namespace frontdesk::runtime {

void ArchiveTrack::Begin(std::string id) { under_way_.push_back({std::move(id), false}); }

void ArchiveTrack::End(const std::string& id) {
  const auto it = std::find_if(under_way_.begin(), under_way_.end(),
                               [&](const Message& message) { return !message.ended && message.id == id; });
  if (it == under_way_.end()) return;
  it->ended = true;
  while (!under_way_.empty() && under_way_.front().ended) {
    cursor_ = std::move(under_way_.front().id);
    moved_ = true;
    under_way_.pop_front();
  }
}

void ArchiveTrack::Set(std::string cursor) {
  under_way_.clear();
  moved_ = moved_ || cursor != cursor_;
  cursor_ = std::move(cursor);
}

std::optional<std::string> ArchiveTrack::TakeMoved() {
  if (!moved_) return std::nullopt;
  moved_ = false;
  return cursor_;
}

}  // namespace frontdesk::runtime
