// Sensitive answers stand on the ticket for agents, and only for a time: a timer of the ticket takes them off again.
#include <algorithm>

#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"

namespace frontdesk::core {

namespace {

constexpr char kRemoved[] = "(removed)";

bool RemoveAnswers(desk::Ticket& ticket) {
  bool removed = false;
  for (base::Fact& slot : ticket.slots) {
    const auto& keys = ticket.sensitive;
    if (slot.value == kRemoved || std::find(keys.begin(), keys.end(), slot.key) == keys.end()) continue;
    slot.value = kRemoved;
    removed = true;
  }
  return removed;
}

}  // namespace

void KeepSensitiveForAWhile(Draft& draft) {
  const base::Millis kept = draft.policy().sensitive_kept;
  if (kept.count() == 0 || !draft.ticket || draft.ticket->sensitive.empty()) return;
  store::Id timer = 0;
  draft.AddTimer(TicketKind(draft.ticket->number, kSensitiveTimer), draft.now() + kept, timer);
}

void RemoveSensitive(Draft& draft) {
  draft.housekeeping = true;
  const base::Millis kept = draft.policy().sensitive_kept;
  if (kept.count() == 0) return;  // the workspace thought better of it
  const auto days = std::chrono::duration_cast<std::chrono::hours>(kept).count() / 24;
  const std::string why = "they are kept for " + std::to_string(days) + (days == 1 ? " day" : " days");
  if (RemoveAnswers(*draft.ticket)) draft.AddTicketChange("bot", "sensitive answers removed", why);
}

}  // namespace frontdesk::core
