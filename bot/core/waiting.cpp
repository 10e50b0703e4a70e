#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/desk/clock.h"

namespace frontdesk::core {

const desk::Hours& HoursOf(const Draft& draft, const std::string& queue) {
  return desk::HoursOf({draft.policy().levels, draft.policy().hours}, queue);
}

void NotePickup(Draft& draft) {
  const Conversation& conversation = draft.conversation;
  if (conversation.lease.speaker != desk::Speaker::kQueue || !conversation.waiting_since) return;
  const desk::Hours& hours = HoursOf(draft, conversation.queue);
  const base::Millis waited = hours.empty() ? std::max(base::Millis(0), draft.now() - *conversation.waiting_since)
                                            : desk::OpenTimeBetween(hours, *conversation.waiting_since, draft.now());
  draft.AddFact(fact::kPickedUp, conversation.queue, std::to_string(waited.count()));
}

}  // namespace frontdesk::core
