// Sensitive answers stand on the ticket for agents, and in a draft that waits for its user, only for a time: a timer
// takes them off again, and their files with them.
#include <algorithm>

#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"

namespace frontdesk::core {

namespace {

constexpr char kRemoved[] = "(removed)";
constexpr std::string_view kDraftTimer = "draft-sensitive";

bool Names(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool RemoveAnswers(desk::Ticket& ticket) {
  bool removed = false;
  for (base::Fact& slot : ticket.slots) {
    if (slot.value == kRemoved || !Names(ticket.sensitive, slot.key)) continue;
    slot.value = kRemoved;
    removed = true;
  }
  return removed;
}

void GiveUpFile(Draft& draft, const std::string& id) {
  draft.turn.gone_uploads.push_back(id);
  std::erase_if(draft.conversation.files, [&](const base::FileRef& file) { return file.id == id; });
}

bool RemoveFiles(Draft& draft) {
  desk::Ticket& ticket = *draft.ticket;
  for (const std::string& id : ticket.sensitive_files) GiveUpFile(draft, id);
  std::erase_if(ticket.files, [&](const base::FileRef& file) { return Names(ticket.sensitive_files, file.id); });
  const bool removed = !ticket.sensitive_files.empty();
  ticket.sensitive_files.clear();
  return removed;
}

// The running draft and those that others interrupted.
std::vector<flows::Session*> DraftsOf(Conversation& conversation) {
  std::vector<flows::Session*> drafts;
  if (conversation.flow) drafts.push_back(&*conversation.flow);
  for (flows::Session& paused : conversation.paused) drafts.push_back(&paused);
  return drafts;
}

}  // namespace

void KeepSensitiveForAWhile(Draft& draft) {
  const base::Millis kept = draft.policy().sensitive_kept;
  const bool any = draft.ticket && (!draft.ticket->sensitive.empty() || !draft.ticket->sensitive_files.empty());
  if (kept.count() == 0 || !any) return;
  store::Id timer = 0;
  draft.AddTimer(TicketKind(draft.ticket->number, kSensitiveTimer), draft.now() + kept, timer);
}

void RemoveSensitive(Draft& draft) {
  draft.housekeeping = true;
  const base::Millis kept = draft.policy().sensitive_kept;
  if (kept.count() == 0) return;  // the workspace thought better of it
  const auto days = std::chrono::duration_cast<std::chrono::hours>(kept).count() / 24;
  const std::string why = "they are kept for " + std::to_string(days) + (days == 1 ? " day" : " days");
  const bool answers = RemoveAnswers(*draft.ticket), files = RemoveFiles(draft);
  if (answers || files) draft.AddTicketChange("bot", "sensitive answers removed", why);
}

void WindDraftClock(Draft& draft) {
  Conversation& conversation = draft.conversation;
  const base::Millis kept = draft.policy().sensitive_kept;
  // One timer, looked at again when it fires: what was answered anew meanwhile only moves it on.
  if (kept.count() == 0 || conversation.draft_timer != 0) return;
  std::optional<base::TimePoint> first;
  for (const flows::Session* session : DraftsOf(conversation))
    for (const auto& [name, since] : session->sensitive_since)
      if (!first || since < *first) first = since;
  if (first) draft.AddTimer(kDraftTimer, *first + kept, conversation.draft_timer);
}

void ForgetInDrafts(Draft& draft) {
  Conversation& conversation = draft.conversation;
  draft.housekeeping = true;
  conversation.draft_timer = 0;
  const base::Millis kept = draft.policy().sensitive_kept;
  if (kept.count() == 0) return;
  for (flows::Session* session : DraftsOf(conversation)) {
    const flows::Flow* flow = draft.context.catalog.flows.FindVersion(session->flow, session->hash);
    const flows::Forgotten forgotten = flows::ForgetSensitive(flow, *session, draft.now() - kept);
    if (forgotten.answers.empty()) continue;
    for (const base::FileRef& file : forgotten.files) GiveUpFile(draft, file.id);
    draft.AddFact("sensitive_forgotten", session->flow, std::to_string(forgotten.answers.size()));
    conversation.burst.reset();  // an earlier state of the conversation
  }
}

}  // namespace frontdesk::core
