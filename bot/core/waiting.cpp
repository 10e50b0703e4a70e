#include <algorithm>

#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/desk/clock.h"
#include "bot/desk/staffing.h"

namespace frontdesk::core {

namespace {

// Rounded up: a promise that is a little long is kept.
std::string Span(const Draft& draft, base::Millis wait) {
  const auto minutes = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::minutes>(wait).count());
  if (minutes == 1) return draft.Words(Text::kOneMinute);
  if (minutes < 100) return draft.Words(Text::kMinutes, {{"count", std::to_string(minutes)}});
  return draft.Words(Text::kHours, {{"count", std::to_string((minutes + 59) / 60)}});
}

// Of one who waits already, or would if they began to now.
int PlaceOf(const Draft& draft) {
  const Conversation& before = draft.context.conversation;
  const Conversation& now = draft.conversation;
  if (draft.context.desk.place > 0 && before.queue == now.queue) return draft.context.desk.place;
  const desk::QueueOnDesk& queue = draft.context.desk.floor->FindQueue(now.queue);
  const int urgency = std::clamp(UrgencyOf(draft, true).score, 0, desk::kMostScore);
  int ahead = 0;
  for (std::size_t i = static_cast<std::size_t>(urgency); i < queue.waiting_at.size(); ++i)
    ahead += queue.waiting_at[i];
  return ahead + 1;
}

}  // namespace

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

NobodyThere WhetherNobodyIsThere(const Draft& draft, const std::string& queue) {
  const base::TimePoint now = draft.now();
  const desk::Hours& hours = HoursOf(draft, queue);
  if (const auto opening = desk::NextOpening(hours, now); opening && *opening > now) return {true, opening};
  const desk::Staffing staffing = desk::StaffingOf(*draft.context.desk.floor, draft.policy().desk, queue, now);
  if (!staffing.known || staffing.there) return {};
  if (!staffing.back) return {true, std::nullopt};
  return {true, desk::NextOpening(hours, *staffing.back).value_or(*staffing.back)};
}

flows::QueueNow QueueNowOf(const Draft& draft, std::string_view queue) {
  flows::QueueNow now{.open = false};
  std::vector<std::string> open;
  for (const std::string& one : draft.policy().queues)
    if ((queue.empty() || one == queue) && desk::IsOpen(HoursOf(draft, one), draft.now())) open.push_back(one);
  now.open = !open.empty();
  bool known = false;
  for (const desk::AgentOnDesk& agent : draft.context.desk.floor->agents) {
    const auto serves = [&](const std::string& one) { return desk::Serves(agent, one); };
    if (std::none_of(open.begin(), open.end(), serves)) continue;
    known = true;
    if (desk::PresenceOf(agent, draft.policy().desk, draft.now()) != desk::Presence::kAway) ++now.agents_online;
  }
  // Where no agent is known, somebody is taken to be there while a queue is open.
  if (now.open && !known) now.agents_online = 1;
  return now;
}

std::string WaitWords(const Draft& draft) {
  const std::string& queue = draft.conversation.queue;
  if (WhetherNobodyIsThere(draft, queue).nobody) return {};
  const int place = PlaceOf(draft);
  std::string words =
      place == 1 ? draft.Words(Text::kNextInLine) : draft.Words(Text::kPlaceInLine, {{"place", std::to_string(place)}});
  const auto wait = draft.context.desk.floor->FindQueue(queue).wait;
  words += wait ? draft.Words(Text::kUsualWait, {{"span", Span(draft, *wait)}}) : draft.Words(Text::kUnknownWait);
  return words;
}

}  // namespace frontdesk::core
