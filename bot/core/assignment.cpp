// Whom the desk asks: a proposal on the card, or, where the queue says so, the conversation itself.
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/desk/staffing.h"

namespace frontdesk::core {

namespace {

constexpr char kNextPlease[] = "desk.next";
// So often the word that somebody is free goes on to another who waits.
constexpr int kMostHops = 3;

bool IsAutomatic(const Draft& draft, const std::string& queue) {
  const auto it = draft.policy().desk.queues.find(queue);
  return it != draft.policy().desk.queues.end() && it->second.assign == desk::Assign::kAuto;
}

void SendNext(Draft& draft, const std::string& queue, int hops) {
  const store::Id first = draft.context.desk.floor->FindQueue(queue).first;
  if (first == 0 || first == draft.conversation.id) return;
  base::Event event;
  event.body = base::Relayed{kNextPlease, base::DumpJson({{"queue", queue}, {"hops", hops}})};
  draft.Relay({first, std::move(event)});
}

}  // namespace

bool WaitsForAssignment(const Draft& draft) {
  return draft.conversation.lease.speaker == desk::Speaker::kQueue && IsAutomatic(draft, draft.conversation.queue);
}

void AskAgent(Draft& draft) {
  if (!draft.ticket || draft.conversation.lease.speaker != desk::Speaker::kQueue) return;
  desk::Routed& routed = draft.ticket->routed;
  const desk::Rules& rules = draft.policy().desk;
  const desk::Need need{draft.conversation.queue, desk::SkillsFor(rules, draft.conversation.queue, routed.skills),
                        routed.first, routed.passed_by};
  const desk::Proposal proposal = desk::ChooseAgent(*draft.context.desk.floor, rules, need, draft.now());
  const std::string asked = proposal.agent ? proposal.agent->login : std::string();
  const bool automatic = WaitsForAssignment(draft);
  if (asked == routed.offered && !(automatic && proposal.agent)) return;
  routed.offered = asked;
  routed.offer_reason = proposal.reason;
  if (!proposal.agent) return draft.AddTicketChange("routing", "nobody can take it now", need.queue);
  draft.AddTicketChange("routing", (automatic ? "given to " : "offered to ") + asked, proposal.reason);
  draft.AddFact(automatic ? "assigned" : "offered", asked, proposal.reason);
  if (automatic) GiveTo(draft, {proposal.agent->login, proposal.agent->display});
}

void CallNext(Draft& draft, const std::string& login) {
  const desk::AgentOnDesk* agent = draft.context.desk.floor->FindAgent(login);
  if (!agent) return;
  for (const std::string& queue : draft.policy().queues) {
    if (!IsAutomatic(draft, queue) || !desk::Serves(*agent, queue)) continue;
    if (draft.context.desk.floor->FindQueue(queue).waiting > 0) return SendNext(draft, queue, 0);
  }
}

bool TakeNextPlease(Draft& draft, const base::Relayed& news) {
  if (news.kind != kNextPlease) return false;
  const auto json = base::ParseJson(news.json);
  if (!json || !json->is_object()) return true;
  const std::string queue = base::TextAt(*json, "queue");
  const int hops = static_cast<int>(base::IntAt(*json, "hops"));
  const bool mine = WaitsForAssignment(draft) && draft.conversation.queue == queue;
  if (mine) AskAgent(draft);
  if (!mine && hops < kMostHops) SendNext(draft, queue, hops + 1);
  return true;
}

}  // namespace frontdesk::core
