#include "bot/base/text.h"
#include "bot/core/closed_loop.h"
#include "bot/core/desk_channel.h"
#include "bot/core/desk_notices.h"
#include "bot/core/incidents.h"
#include "bot/core/repeats.h"
#include "bot/core/tagging.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_alarms.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_merge.h"
#include "bot/core/undelivered.h"
#include "bot/core/user_input.h"
#include "bot/desk/lease.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kPostTitleShown = 120;  // graphemes

}  // namespace

void NoteEdit(Draft& draft, const base::Edited& edited) {
  draft.Note(draft.conversation.person_name,
             DeskPhrase(draft, Text::kNoticeEdited, {{"words", base::CleanUtf8(edited.text)}}));
  draft.AddFact("edited", edited.message);
}

void NoteDeletion(Draft& draft) {
  draft.Note(draft.conversation.person_name, DeskPhrase(draft, Text::kNoticeDeleted));
  draft.AddFact("deleted", std::get<base::Deleted>(draft.event.body).message);
}

void MoveDesk(Draft& draft, const base::DeskMoved& moved) {
  desk::Lease& lease = draft.conversation.lease;
  if (!moved.elsewhere) {
    if (lease.speaker != desk::Speaker::kElsewhere) return;
    lease = desk::ToBot(lease);
    draft.conversation.unanswered_since.reset();
    draft.conversation.elsewhere_heard.reset();
    draft.AddTicketChange(moved.desk, "given back to the bot");
    return draft.AddFact("given_back", moved.desk);
  }
  const bool theirs = lease.speaker == desk::Speaker::kElsewhere && lease.holder == moved.desk;
  const bool same = theirs && (moved.agent.empty() || moved.agent == lease.holder_display);
  lease = desk::ToElsewhere(lease, moved.desk, moved.agent);
  draft.conversation.unanswered_since.reset();
  draft.conversation.elsewhere_heard = draft.now();
  draft.conversation.waiting_since.reset();
  // Some desks tell of each word of theirs.
  if (same) return;
  if (theirs) lease.holder_display = moved.agent;
  draft.AddTicketChange(moved.agent.empty() ? moved.desk : moved.agent, "taken at " + moved.desk);
  draft.AddFact("taken_elsewhere", moved.desk, moved.agent);
}

void TakeNews(Draft& draft, const base::Relayed& news) {
  const bool known = TakeNextPlease(draft, news) || TakeDeskPost(draft, news) || TakeIncidentNews(draft, news) ||
                     TakeRelease(draft, news) || TakeWithdrawal(draft, news);
  if (known) return;
  draft.AddFact("news", news.kind);
  if (news.kind == kTicketAdded) return TakeAddition(draft, news);
  if (news.kind == kUndelivered) return TakeUndelivered(draft);
  if (news.kind == kForwarded) return TakeForwarded(draft, news);
  if (const auto matter = MatterOf(news.kind); matter && draft.ticket) TakeTicketNews(draft, matter->what, news.json);
}

void TakePost(Draft& draft, const base::Posted& posted) {
  Conversation& conversation = draft.conversation;
  const std::string text = base::CleanUtf8(posted.text);
  const std::string title = base::CleanUtf8(posted.title.empty() ? posted.text : posted.title);
  base::Message shown = UserMessage(title == text ? text : title + "\n" + text);
  shown.facts = posted.facts;
  if (!posted.url.empty()) shown.facts.push_back({"url", "Link", posted.url});
  conversation.question = text;
  conversation.last_text = base::Shorten(title, kPostTitleShown);
  conversation.last_at = draft.now();
  SetLocale(draft, text);
  OpenPlainTicket(draft, title, ImpactByWords(draft, {}, title + "\n" + text, "suggestion"),
                  "posted: " + posted.source);
  draft.ticket->slots = shown.facts;
  if (!posted.source.empty()) draft.ticket->source = posted.source;
  if (posted.receipt) {
    const std::string number = std::to_string(draft.ticket->number);
    base::Message receipt = base::Say(draft.Words(Text::kPostReceipt, {{"number", number}}));
    receipt.kind = base::MessageKind::kReceipt;
    receipt.subject = number;
    draft.Say(std::move(receipt));
  }
  draft.RecordUser(shown);
}

Decision HandToPerson(const Context& context, const base::Event& event) {
  Draft draft(context, event);
  UserInput input = InputOf(event);
  if (input.shown.text.empty() && input.files.empty()) {
    Decision refused;
    refused.refusal = base::Error{base::ErrorCode::kInternal, "this cannot be handled at the moment", {}, {}};
    return refused;
  }
  Conversation& conversation = draft.conversation;
  Introduce(draft);
  SetLocale(draft, input.text);
  conversation.last_text = base::Shorten(base::ToPlainText(input.shown), kPostTitleShown);
  conversation.last_at = draft.now();
  if (conversation.lease.speaker == desk::Speaker::kBot) {
    draft.Say(draft.Words(Text::kCouldNotHandle));
    HandOver(draft, "the bot could not handle this message");
  }
  draft.RecordUser(input.shown);
  RefreshBoard(draft);
  TellDeskChannels(draft);
  WindDeskClock(draft);
  KeepClock(draft);
  return std::move(draft).Finish();
}

}  // namespace frontdesk::core
