// Incidents: one problem of many people. An incident has a conversation of its own (bot/desk/incident.h) that knows who
// is attached; what goes between it and the others is news:
//   incident.declare, incident.update   to it, from a desk channel or the console
//   incident.attach                     to it, from a customer's conversation
//   ticket:1001:incident.attached, ...incident.affected, ...incident.told
//                                       from it, to that ticket in a customer's conversation
//   incident.announce                   from it, once, to the chosen places
//
// Thread safety: as the Draft.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/draft.h"

namespace frontdesk::core {

// --- incident_talk.cpp: in a customer's conversation
// True when the text reports a known incident: the user hears what is known.
bool RecogniseIncident(Draft& draft, const std::string& text);
// "incident:join=1001", "incident:other"
void ChooseIncident(Draft& draft, std::string_view value);
base::Status AttachToIncident(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);
// True when the news were an incident's.
bool TakeIncidentNews(Draft& draft, const base::Relayed& news);
// After a ticket was opened: alike reports of many people, or an alarm, are shown to the desk.
void SuggestIncident(Draft& draft);
// Open tickets like this turn's, for the card.
std::vector<const Report*> SimilarTickets(const Draft& draft, std::size_t most);

// --- incident_room.cpp: in the incident's own conversation
bool IsIncidentRoom(const base::Address& address);
// False when it changes nothing.
bool HearInIncidentRoom(Draft& draft);
// What is known, in that language.
std::string IncidentWords(const desk::IncidentRecord& incident, std::string_view locale);

// --- what desk channels and the console send; `words` may say "en: ... | zh: ..."
Relay DeclareIncident(const desk::Ticket& ticket, const std::string& title, const std::string& agent);
Relay UpdateIncident(std::int64_t number, desk::IncidentState state, const std::string& words,
                     const std::string& locale, const std::string& agent);

}  // namespace frontdesk::core
