// What happens at the desk when nobody does anything: an agent who does not answer is reminded and then relieved,
// another desk that says nothing loses the word, a queue where somebody waits too long gets help. One timer for each
// conversation: what it is for is read from the state when it rings, so that a restart or a clock that jumps loses
// nothing and does nothing twice.
#include <algorithm>

#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

namespace {

using desk::Speaker;

constexpr base::Millis kAssignAgain = std::chrono::minutes(2);
constexpr char kTimerKind[] = "desk";

enum class Due { kRemind, kReturn, kFromElsewhere, kOverflow, kAssign };

struct Deadline {
  base::TimePoint at;
  Due what = Due::kRemind;
};

std::optional<Deadline> After(const Draft& draft, base::TimePoint from, base::Millis open_time, Due what) {
  const auto at = desk::AfterOpenTime(HoursOf(draft, draft.conversation.queue), from, open_time);
  return at ? std::optional(Deadline{*at, what}) : std::nullopt;
}

std::optional<Deadline> OfSilence(const Draft& draft) {
  const Conversation& conversation = draft.conversation;
  const desk::Timeouts& timeouts = draft.policy().desk.timeouts;
  if (!conversation.unanswered_since) return std::nullopt;
  const bool remind = timeouts.remind_agent.count() > 0 && !conversation.agent_reminded;
  if (remind) return After(draft, *conversation.unanswered_since, timeouts.remind_agent, Due::kRemind);
  if (timeouts.back_to_queue.count() == 0) return std::nullopt;
  // From the reminder on, so that whoever is reminded late still has time to answer.
  if (!conversation.agent_reminded) {
    return After(draft, *conversation.unanswered_since, timeouts.back_to_queue, Due::kReturn);
  }
  const base::Millis rest = std::max(base::Millis(0), timeouts.back_to_queue - timeouts.remind_agent);
  return After(draft, *conversation.agent_reminded, rest, Due::kReturn);
}

std::optional<Deadline> OfQueue(const Draft& draft) {
  const Conversation& conversation = draft.conversation;
  const auto& queues = draft.policy().desk.queues;
  std::optional<Deadline> next;
  const auto rules = queues.find(conversation.queue);
  if (rules != queues.end() && !rules->second.overflow.empty() && conversation.queued_at)
    next = After(draft, *conversation.queued_at, rules->second.overflow_after, Due::kOverflow);
  if (!WaitsForAssignment(draft)) return next;
  const auto again = After(draft, draft.now(), kAssignAgain, Due::kAssign);
  return again && (!next || again->at < next->at) ? again : next;
}

std::optional<Deadline> NextDeadline(const Draft& draft) {
  const Conversation& conversation = draft.conversation;
  switch (conversation.lease.speaker) {
    case Speaker::kBot: return std::nullopt;
    case Speaker::kQueue: return OfQueue(draft);
    case Speaker::kAgent:
    case Speaker::kPaused: return OfSilence(draft);
    case Speaker::kElsewhere: break;
  }
  const base::Millis limit = draft.policy().desk.timeouts.elsewhere;
  if (limit.count() == 0 || !conversation.elsewhere_heard) return std::nullopt;
  return After(draft, *conversation.elsewhere_heard, limit, Due::kFromElsewhere);
}

void Remind(Draft& draft) {
  Conversation& conversation = draft.conversation;
  conversation.agent_reminded = draft.now();
  const std::string since = base::FormatLocal(*conversation.unanswered_since, draft.policy().zone);
  NotifyDesk(draft, NoticeLevel::kWarn, DeskPhrase(draft, Text::kNoticeUnanswered, {{"time", since}}));
  draft.AddFact("agent_reminded", conversation.lease.holder);
}

void Return(Draft& draft) {
  const desk::Lease lease = draft.conversation.lease;
  const bool held = lease.speaker == Speaker::kAgent;
  const std::string who = held ? lease.holder_display : draft.Words(Text::kTheTeam);
  ReturnToQueue(draft, who, held ? lease.holder_display + " did not answer" : "nobody took it up again");
}

// Users know other systems by their names; one that we hand tickets to is a part of us.
std::string ShownName(const Draft& draft, const std::string& desk) {
  return draft.policy().desk_channels.IsPartOfUs(desk) ? draft.Words(Text::kTheTeam) : desk;
}

// Whoever waits for an answer gets into our line; else nobody need hear of it.
void ReturnFromElsewhere(Draft& draft) {
  Conversation& conversation = draft.conversation;
  const std::string desk = conversation.lease.holder;
  if (conversation.unanswered_since)
    return ReturnToQueue(draft, ShownName(draft, desk), desk + " said nothing any more");
  conversation.lease = desk::ToBot(conversation.lease);
  conversation.elsewhere_heard.reset();
  draft.AddTicketChange("desk", "given back to the bot", desk + " said nothing any more");
  draft.AddFact("given_back", desk);
}

void Overflow(Draft& draft) {
  if (!draft.ticket) return;
  Conversation& conversation = draft.conversation;
  const std::string from = conversation.queue;
  const std::string to = draft.policy().desk.queues.at(from).overflow;
  conversation.queue = to;
  conversation.queued_at = draft.now();
  draft.ticket->queue = to;
  draft.ticket->queue_reason = "waited too long in " + from;
  draft.ticket->routed.offered.clear();
  draft.AddTicketChange("desk", "moved to the queue " + to, "waited too long in " + from);
  draft.AddFact("overflowed", from, to);
  base::Message message = base::Say(draft.Words(
      Text::kQueueHelps, {{"queue", QueueName(draft, to)}, {"number", std::to_string(draft.ticket->number)}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
  AskAgent(draft);
}

void Do(Draft& draft, Due what) {
  switch (what) {
    case Due::kRemind: return Remind(draft);
    case Due::kReturn: return Return(draft);
    case Due::kFromElsewhere: return ReturnFromElsewhere(draft);
    case Due::kOverflow: return Overflow(draft);
    case Due::kAssign: return AskAgent(draft);
  }
}

}  // namespace

void NoteUnanswered(Draft& draft, std::string_view words) {
  std::optional<base::TimePoint>& since = draft.conversation.unanswered_since;
  if (!since && !AsksNothing(words)) since = draft.now();
}

void DeskTimeIsUp(Draft& draft) {
  const bool assigns = WaitsForAssignment(draft);
  const base::TimePoint rang = draft.conversation.desk_due;
  draft.conversation.desk_timer = 0;
  const auto next = NextDeadline(draft);
  // The next try is counted from now, so that it never looks due: what rang says that it is.
  if (next && next->at <= draft.now()) return Do(draft, next->what);
  if (assigns && rang <= draft.now()) AskAgent(draft);
}

void WindDeskClock(Draft& draft) {
  Conversation& conversation = draft.conversation;
  const auto next = NextDeadline(draft);
  const bool tries = next && next->what == Due::kAssign;
  const bool runs = conversation.desk_timer != 0;
  if (next && runs && (conversation.desk_due == next->at || (tries && conversation.desk_due > draft.now()))) return;
  if (runs) draft.turn.cancel_timers.push_back(conversation.desk_timer);
  conversation.desk_timer = 0;
  if (!next) return;
  conversation.desk_due = next->at;
  draft.AddTimer(kTimerKind, next->at, conversation.desk_timer);
}

}  // namespace frontdesk::core
