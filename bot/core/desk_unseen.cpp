#include "bot/base/text.h"
#include "bot/core/desk_channel.h"
#include "bot/core/desk_notices.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

namespace {

bool Waits(const Conversation& conversation) { return conversation.lease.speaker == desk::Speaker::kQueue; }

// In the queue's hours: at night nobody is reminded.
void StartClock(Draft& draft) {
  const auto due =
      desk::AfterOpenTime(HoursOf(draft, draft.ticket->queue), draft.now(), draft.policy().desk_channels.unseen);
  if (due) draft.AddTimer("desk.unseen", *due, draft.conversation.unseen_timer);
}

void StopClock(Draft& draft) {
  if (draft.conversation.unseen_timer == 0) return;
  draft.turn.cancel_timers.push_back(draft.conversation.unseen_timer);
  draft.conversation.unseen_timer = 0;
}

}  // namespace

void WatchHandoff(Draft& draft) {
  if (draft.policy().desk_channels.unseen.count() == 0) return;
  if (!Waits(draft.conversation)) {
    draft.conversation.unseen = 0;
    return StopClock(draft);
  }
  if (Waits(draft.context.conversation)) return;
  StopClock(draft);
  draft.conversation.unseen = 0;
  StartClock(draft);
}

void RemindOfHandoff(Draft& draft) {
  Conversation& conversation = draft.conversation;
  conversation.unseen_timer = 0;
  if (!draft.ticket || !Waits(conversation)) return;
  const int times = ++conversation.unseen;
  const auto since = conversation.waiting_since.value_or(draft.now());
  NotifyUnseen(draft, times, base::FormatDuration(draft.now() - since));
  draft.AddFact("handoff_unseen", std::to_string(draft.ticket->number), std::to_string(times));
  if (times < kMaxUnseenReminders) StartClock(draft);
}

}  // namespace frontdesk::core
