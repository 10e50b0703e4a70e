#include "bot/core/fact.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

const desk::Hours& HoursOf(const Draft& draft, const std::string& queue) {
  static const desk::Hours kAlways;
  const auto& hours = draft.policy().hours;
  const auto it = hours.find(queue);
  return it == hours.end() ? kAlways : it->second;
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
