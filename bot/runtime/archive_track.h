// How far an archive was taken in: messages begin in the archive's order and end when they are stored, in any order;
// the cursor is the last one before which all have ended.
//
// Thread safety: none; the owner locks.
#pragma once

#include <deque>
#include <optional>
#include <string>

namespace frontdesk::runtime {

class ArchiveTrack {
 public:
  explicit ArchiveTrack(std::string cursor = {}) : cursor_(std::move(cursor)) {}

  void Begin(std::string id);
  void End(const std::string& id);
  // Everything before `cursor` is known; nothing is under way.
  void Set(std::string cursor);
  const std::string& cursor() const { return cursor_; }
  // The cursor, when it has moved since the last call.
  std::optional<std::string> TakeMoved();

 private:
  struct Message {
    std::string id;
    bool ended = false;
  };
  std::deque<Message> under_way_;
  std::string cursor_;
  bool moved_ = false;
};

}  // namespace frontdesk::runtime
