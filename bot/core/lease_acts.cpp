// Who has the word, by an agent's act or by none: taken, passed on, put on hold, back in the queue.
#include <algorithm>

#include "bot/base/finding.h"
#include "bot/core/fact.h"
#include "bot/core/tagging.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/desk/staffing.h"

namespace frontdesk::core {

namespace {

using base::ErrorCode;
using base::Fail;

void SayNotice(Draft& draft, std::string words) {
  base::Message message = base::Say(words);
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

// Nobody's own: the one who answers next begins anew.
void ForgetSilence(Conversation& conversation) {
  conversation.unanswered_since.reset();
  conversation.agent_reminded.reset();
}

void EnsureTicket(Draft& draft, std::string_view why) {
  if (draft.ticket && desk::IsOpen(draft.ticket->state)) return;
  const Conversation& conversation = draft.conversation;
  const std::string& words = conversation.question.empty() ? conversation.last_text : conversation.question;
  OpenPlainTicket(draft, words.empty() ? "Asked for a person" : words,
                  ImpactByWords(draft, {}, WordsSoFar(conversation), "service"), why);
}

// Of two who act at once the second hears what the first has done.
base::Status MayMove(const Draft& draft, const desk::AgentName& agent) {
  const desk::Lease& lease = draft.conversation.lease;
  TRY_STATUS(desk::MayAct(lease, agent));
  const bool over = draft.ticket && !desk::IsOpen(draft.ticket->state) && lease.speaker == desk::Speaker::kBot;
  if (!over) return {};
  return Fail(ErrorCode::kConflict, "ticket " + std::to_string(draft.ticket->number) + " is " +
                                        std::string(ToString(draft.ticket->state)) +
                                        "; reopen it, or take the conversation, first");
}

base::Status ToQueueNamed(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  const auto& queues = draft.policy().queues;
  if (std::find(queues.begin(), queues.end(), act.value) == queues.end()) {
    const std::vector<std::string_view> names(queues.begin(), queues.end());
    return Fail(ErrorCode::kInvalid, "there is no queue '" + act.value + "'; " + base::DidYouMean(act.value, names),
                act.value);
  }
  EnsureTicket(draft, "passed on by " + agent.display);
  draft.ticket->routed.passed_by = agent.login;
  PutInQueue(draft, act.value, "passed on by " + agent.display);
  draft.AddTicketChange(agent.login, "passed on to the queue " + act.value, act.text);
  draft.AddFact("transferred", agent.login, "queue " + act.value);
  SayNotice(draft, draft.Words(Text::kPassedToQueue, {{"agent", agent.display},
                                                      {"queue", QueueName(draft, act.value)},
                                                      {"number", std::to_string(draft.ticket->number)}}) +
                       WaitWords(draft));
  AskAgent(draft);
  return {};
}

base::Result<desk::AgentName> FindColleague(const Draft& draft, const std::string& login) {
  const desk::Floor& floor = *draft.context.desk.floor;
  if (floor.agents.empty()) return desk::AgentName{login, login};  // nobody has told who works here
  const desk::AgentOnDesk* agent = floor.FindAgent(login);
  if (!agent) {
    std::vector<std::string_view> names;
    for (const desk::AgentOnDesk& known : floor.agents) names.push_back(known.login);
    return Fail(ErrorCode::kInvalid, "there is no agent '" + login + "'; " + base::DidYouMean(login, names), login);
  }
  if (desk::PresenceOf(*agent, draft.policy().desk, draft.now()) == desk::Presence::kAway) {
    return Fail(ErrorCode::kInvalid, agent->display + " is away; pass it on to a queue or to somebody who is there",
                login);
  }
  return desk::AgentName{agent->login, agent->display};
}

base::Status ToAgentNamed(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  TRY(const desk::AgentName to, FindColleague(draft, act.value));
  Conversation& conversation = draft.conversation;
  if (conversation.lease.speaker == desk::Speaker::kAgent && conversation.lease.holder == to.login) return {};
  NotePickup(draft);
  conversation.lease = {desk::Speaker::kAgent, to.login, to.display, conversation.lease.epoch + 1};
  conversation.desk = store::DeskState::kOpen;
  conversation.waiting_since.reset();
  conversation.agent_reminded.reset();
  if (draft.ticket) draft.ticket->owner = to.login;
  draft.AddTicketChange(agent.login, "passed on to " + to.login, act.text);
  draft.AddFact("transferred", agent.login, "agent " + to.login);
  SayNotice(draft, draft.Words(Text::kPassedToAgent, {{"agent", agent.display}, {"other", to.display}}));
  return {};
}

}  // namespace

void PutInQueue(Draft& draft, const std::string& queue, std::string_view why) {
  Conversation& conversation = draft.conversation;
  const bool waits = conversation.lease.speaker == desk::Speaker::kQueue && conversation.waiting_since;
  if (!waits) conversation.waiting_since = draft.now();
  conversation.lease = desk::ToQueue(conversation.lease);
  conversation.desk = store::DeskState::kOpen;
  conversation.queue = queue;
  conversation.handoff_reason = why;
  conversation.queued_at = draft.now();
  conversation.queue_noted = false;
  ForgetSilence(conversation);
  TalkAboutTicket(draft);
  draft.ticket->queue = queue;
  draft.ticket->queue_reason = why;
  draft.ticket->owner.clear();
  draft.ticket->routed.offered.clear();
}

void GiveTo(Draft& draft, const desk::AgentName& agent) {
  Conversation& conversation = draft.conversation;
  NotePickup(draft);
  // Whoever has waited for a person waits for their word now.
  if (conversation.lease.speaker == desk::Speaker::kQueue || conversation.unanswered_since)
    conversation.unanswered_since = draft.now();
  conversation.agent_reminded.reset();
  conversation.lease = {desk::Speaker::kAgent, agent.login, agent.display, conversation.lease.epoch + 1};
  conversation.desk = store::DeskState::kOpen;
  conversation.waiting_since.reset();
  if (draft.ticket) {
    draft.ticket->owner = agent.login;
    if (draft.ticket->state == desk::TicketState::kNew) draft.ticket->state = desk::TicketState::kOpen;
    draft.AddTicketChange(agent.login, "taken");
  }
  draft.AddFact("taken", agent.login);
  SayNotice(draft, draft.Words(Text::kAgentJoined, {{"agent", agent.display}}));
}

base::Status Transfer(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  TRY_STATUS(MayMove(draft, agent));
  if (act.value.empty()) return Fail(ErrorCode::kInvalid, "name a queue or an agent to pass it on to");
  const bool held = draft.conversation.lease.speaker == desk::Speaker::kAgent;
  const base::Status done = act.what == "agent" ? ToAgentNamed(draft, agent, act) : ToQueueNamed(draft, agent, act);
  if (!done) return done;
  if (!act.text.empty()) draft.Note(agent.display, act.text);
  if (held) CallNext(draft, agent.login);
  return {};
}

base::Status Pause(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  Conversation& conversation = draft.conversation;
  TRY_STATUS(MayMove(draft, agent));
  if (conversation.lease.speaker == desk::Speaker::kPaused) return {};
  const bool held = conversation.lease.speaker == desk::Speaker::kAgent;
  conversation.lease = {desk::Speaker::kPaused, {}, {}, conversation.lease.epoch + 1};
  conversation.desk = store::DeskState::kOpen;
  conversation.waiting_since.reset();
  draft.AddTicketChange(agent.login, "put on hold", act.text);
  draft.AddFact("paused", agent.login, act.text);
  if (!act.text.empty()) draft.Note(agent.display, act.text);
  SayNotice(draft, draft.Words(Text::kOnHold, {{"agent", agent.display}}));
  if (held) CallNext(draft, agent.login);
  return {};
}

void ReturnToQueue(Draft& draft, const std::string& who, const std::string& why) {
  EnsureTicket(draft, why);
  const std::string queue = draft.conversation.queue.empty() ? draft.ticket->queue : draft.conversation.queue;
  const std::string holder = draft.conversation.lease.holder;
  draft.ticket->routed.passed_by = holder;
  PutInQueue(draft, queue, why);
  draft.AddTicketChange("desk", "back in the queue " + queue, why);
  draft.AddFact("returned_to_queue", holder, why);
  SayNotice(draft, draft.Words(Text::kBackInLine, {{"agent", who}, {"number", std::to_string(draft.ticket->number)}}) +
                       WaitWords(draft));
  AskAgent(draft);
}

}  // namespace frontdesk::core
