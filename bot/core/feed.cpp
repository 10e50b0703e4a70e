#include "bot/core/feed.h"

namespace frontdesk::core {

std::optional<Change> ChangeOf(const store::WriteOp& op) {
  if (!op.status || op.duplicate) return std::nullopt;
  Change change;
  if (const auto* turn = std::get_if<store::Turn>(&op.op)) {
    change.conversation = turn->conversation;
    ++change.conversation.version;
    for (const store::TranscriptRow& row : turn->transcript)
      if (row.seq != 0) change.rows.push_back(row);
    change.outbox = turn->outbox;
    change.facts = turn->facts;
    change.presences = turn->presences;
    return change;
  }
  if (const auto* said = std::get_if<store::SetPresence>(&op.op)) {
    change.presences.push_back(*said);
    return change;
  }
  if (!op.claimed || op.claimed->id == 0) return std::nullopt;  // an effect has no words to show
  change.rows.push_back(*op.claimed);
  return change;
}

}  // namespace frontdesk::core
