#include "bot/base/text.h"
#include "bot/core/closed_loop.h"
#include "bot/core/desk_channel.h"
#include "bot/core/fact.h"
#include "bot/core/incidents.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_news.h"

namespace frontdesk::core {

namespace {

using Act = base::AgentActed::Act;

constexpr std::size_t kLastTextShown = 120;  // graphemes

// Those that are still on another platform come to the conversation when they are fetched.
void TakeUploads(Draft& draft, const std::vector<base::FileRef>& files) {
  for (const base::FileRef& file : files)
    if (file.remote.empty()) draft.turn.uploads.push_back(file.id);
}

void SayNotice(Draft& draft, Text words, const std::string& agent) {
  base::Message message = base::Say(draft.Words(words, {{"agent", agent}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

// Gives the agent the lease; the user is told once.
base::Status TakeLease(Draft& draft, const desk::AgentName& agent) {
  TRY(const desk::Lease lease, desk::Take(draft.conversation.lease, agent));
  if (lease == draft.conversation.lease) return {};
  GiveTo(draft, agent);
  return {};
}

base::Status Reply(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  // A person who speaks from any surface has the word.
  TRY_STATUS(TakeLease(draft, agent));
  const bool corrects = act.what == kCorrection;
  base::Message message = base::Say(corrects ? draft.Words(Text::kAgentCorrects, {{"text", act.text}}) : act.text);
  message.kind = base::MessageKind::kAgent;
  message.author = agent.display;
  message.files = act.files;
  TakeUploads(draft, act.files);
  draft.conversation.last_text = base::Shorten(base::ToPlainText(message), kLastTextShown);
  draft.conversation.last_at = draft.now();
  draft.conversation.waiting_since.reset();
  AnsweredByPerson(draft, agent.login);
  const store::Id row = draft.SayAsAgent(std::move(message));
  draft.AddFact(fact::kAgentReplied, agent.login, std::to_string(row));
  return {};
}

base::Status GiveBack(Draft& draft, const desk::AgentName& agent) {
  TRY_STATUS(desk::MayAct(draft.conversation.lease, agent));
  if (draft.conversation.lease.speaker == desk::Speaker::kBot) return {};
  draft.conversation.lease = desk::ToBot(draft.conversation.lease);
  draft.conversation.waiting_since.reset();
  draft.conversation.unanswered_since.reset();
  draft.AddTicketChange(agent.login, "given back to the bot");
  draft.AddFact("given_back", agent.login);
  SayNotice(draft, Text::kAgentLeft, agent.display);
  if (const flows::Flow* flow = RunningFlow(draft)) {
    Apply(draft, *flow, flows::Resume(*flow, *draft.conversation.flow, FlowContextOf(draft)));
  }
  CallNext(draft, agent.login);
  return {};
}

// One that acts has not fallen silent.
void HearOtherDesk(Draft& draft, const desk::AgentName& agent) {
  Conversation& conversation = draft.conversation;
  if (conversation.lease.speaker == desk::Speaker::kElsewhere && desk::MayAct(conversation.lease, agent))
    conversation.elsewhere_heard = draft.now();
}

// Fields that the workspace wants filled by then.
base::Status MayResolve(const Draft& draft) {
  using Need = desk::CustomField::Need;
  if (draft.ticket->state == desk::TicketState::kMerged) {
    return base::Fail(base::ErrorCode::kInvalid, "This ticket was joined with " +
                                                     std::to_string(draft.ticket->merged_into) + "; resolve that one.");
  }
  std::string missing;
  for (const Need need : {Need::kAtOpen, Need::kAtResolve})
    for (const std::string& label : desk::Missing(draft.policy().fields, draft.ticket->custom, need, draft.locale()))
      missing += (missing.empty() ? "" : ", ") + label;
  if (missing.empty()) return {};
  return base::Fail(base::ErrorCode::kInvalid, "Before this ticket can be resolved, please fill in: " + missing + ".");
}

base::Status Resolve(Draft& draft, const desk::AgentName& agent, const std::string& why) {
  Conversation& conversation = draft.conversation;
  TRY_STATUS(desk::MayAct(conversation.lease, agent));
  if (conversation.desk == store::DeskState::kClosed) return {};
  if (draft.ticket) TRY_STATUS(MayResolve(draft));
  conversation.lease = desk::ToBot(conversation.lease);
  conversation.waiting_since.reset();
  conversation.unanswered_since.reset();
  conversation.desk = HasMoreToDo(draft) ? store::DeskState::kOpen : store::DeskState::kClosed;
  conversation.handoff_reason.clear();
  conversation.angry = false;
  base::Message message = base::Say(draft.Words(Text::kAgentSolved, {{"agent", agent.display}}));
  if (draft.ticket) {
    TalkAboutTicket(draft);
    draft.ticket->state = desk::TicketState::kResolved;
    draft.ticket->resolved = draft.now();
    draft.AddTicketChange(agent.login, "resolved", why);
    PassOnTicketNews(draft, {.news = News::kResolved, .agent = agent.display});
    message.buttons = SolvedButtons(draft);
    draft.ticket->told = draft.now();
  }
  if (!why.empty()) draft.Note(agent.display, why);
  draft.AddFact("resolved", agent.login, why);
  draft.Say(std::move(message));
  CallNext(draft, agent.login);
  return {};
}

// A note is the conversation's; one about a ticket is in its history too, and its files are the ticket's.
base::Status NoteDown(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  draft.Note(agent.display, act.text, act.files);
  TakeUploads(draft, act.files);
  if (!draft.ticket || (act.ticket == 0 && act.files.empty())) return {};
  if (act.files.empty())
    draft.AddTicketChange(agent.login, "noted", act.text);
  else
    AddFiles(draft, act.files, agent.login, act.text);
  return {};
}

}  // namespace

base::Status ActForAgent(Draft& draft, const base::AgentActed& act) {
  const desk::AgentName agent{act.agent, act.agent_display.empty() ? act.agent : act.agent_display};
  HearOtherDesk(draft, agent);
  switch (act.act) {
    case Act::kTake: return TakeLease(draft, agent);
    case Act::kReply: return Reply(draft, agent, act);
    case Act::kNote: return NoteDown(draft, agent, act);
    case Act::kGiveBack: return GiveBack(draft, agent);
    case Act::kResolve: return Resolve(draft, agent, act.text);
    case Act::kLinkPerson: return LinkPerson(draft, act);
    case Act::kUnlinkPerson: return UnlinkPerson(draft, act);
    case Act::kAttach: return AttachToIncident(draft, agent, act);
    case Act::kTransfer: return Transfer(draft, agent, act);
    case Act::kPause: return Pause(draft, agent, act);
    case Act::kSet: return SetTicketField(draft, agent, act);
    case Act::kSnooze:
    case Act::kWait:
    case Act::kPlan:
    case Act::kDecline:
    case Act::kReopen:
    case Act::kLink:
    case Act::kMerge:
    case Act::kSplit: return ActOnTicket(draft, agent, act);
  }
  return base::Fail(base::ErrorCode::kInvalid, "there is no such act");
}

}  // namespace frontdesk::core
