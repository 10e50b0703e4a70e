#include "bot/core/tagging.h"

#include <algorithm>

#include "bot/core/fact.h"

namespace frontdesk::core {

desk::Impact ImpactByWords(const Draft& draft, desk::Impact impact, std::string_view words,
                           std::string_view otherwise) {
  for (const desk::TagRule* rule : draft.policy().taxonomy.Fitting(words, draft.locale())) {
    if (impact.category.empty()) impact.category = rule->category;
    if (impact.component.empty()) impact.component = rule->component;
  }
  if (impact.category.empty()) impact.category = otherwise;
  return impact;
}

void TagTicket(Draft& draft, std::string_view words) {
  if (!draft.ticket || !desk::IsOpen(draft.ticket->state)) return;
  desk::Ticket& ticket = *draft.ticket;
  for (const desk::TagRule* rule : draft.policy().taxonomy.Fitting(words, draft.locale())) {
    if (std::find(ticket.tags.begin(), ticket.tags.end(), rule->tag) != ticket.tags.end()) continue;
    ticket.tags.push_back(rule->tag);
    ticket.tagged.push_back({rule->tag, std::string(ToString(rule->kind)), rule->name});
    draft.AddTicketChange("rules", "tagged " + rule->tag, rule->name);
    draft.AddFact("ticket_tagged", std::to_string(ticket.number), rule->name);
  }
}

std::string WordsSoFar(const Conversation& conversation) {
  return conversation.question + "\n" + conversation.last_text;
}

}  // namespace frontdesk::core
