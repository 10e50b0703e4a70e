// What became visible or changed, in the order of commits, for those who look on: visitors' streams, consoles, the
// sender of outbox rows.
//
// Threads: the writer calls; implementations must return at once and do their work elsewhere.
#pragma once

#include <optional>
#include <vector>

#include "bot/store/store.h"

namespace frontdesk::core {

struct Change {
  store::ConversationRow conversation;     // as committed; id 0 when only a row changed
  std::vector<store::TranscriptRow> rows;  // visible now, by seq
  std::vector<store::OutboxRow> outbox;    // new rows, claimed or pending
  std::vector<store::FactRow> facts;
  std::vector<store::SetPresence> presences;
};

// What a committed operation lets others see; nothing when that is nothing.
std::optional<Change> ChangeOf(const store::WriteOp& op);

class Feed {
 public:
  virtual ~Feed() = default;
  virtual void Publish(std::vector<Change> changes) = 0;
};

}  // namespace frontdesk::core
