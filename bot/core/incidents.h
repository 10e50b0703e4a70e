// Incidents: one problem of many people. An incident has a conversation of its own (bot/desk/incident.h) that knows who
// is attached; what goes between it and the others is news:
//   incident.declare, incident.update, incident.publish
//                                       to it, from a desk channel or the console
//   incident.tell                       to itself: the next of many people
//   incident.attach                     to it, from a customer's conversation
//   ticket:1001:incident.attached, ...incident.affected, ...incident.told
//                                       from it, to that ticket in a customer's conversation
//   incident.announce                   from it, once, to the chosen places
//
// Thread safety: as the Draft.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/draft.h"

namespace frontdesk::core {

// So many people are told in one turn, which has a bounded number of ids; the others in the turns behind it.
inline constexpr std::size_t kToldPerTurn = 500;
static_assert(kToldPerTurn < kIdsPerTurn / 2);

// --- incident_talk.cpp: in a customer's conversation
// True when the text reports a known incident: the user hears what is known.
bool RecogniseIncident(Draft& draft, const std::string& text);
// "incident:join=1001", "incident:other"
void ChooseIncident(Draft& draft, std::string_view value);
base::Status AttachToIncident(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act);
// True when the news were an incident's.
bool TakeIncidentNews(Draft& draft, const base::Relayed& news);
// Whether to declare an incident.
struct IncidentQuestion {
  Text words = Text::kDeskAskIncident;
  int people = 0;
};
// After a ticket was opened: alike reports of many people, or an alarm, are shown to the desk, which is asked.
std::optional<IncidentQuestion> SuggestIncident(Draft& draft);
std::string WordsOf(const IncidentQuestion& asked, std::int64_t ticket, std::string_view locale);
// Open tickets like this turn's, for the card.
std::vector<const Report*> SimilarTickets(const Draft& draft, std::size_t most);

// --- incident_room.cpp: in the incident's own conversation
bool IsIncidentRoom(const base::Address& address);
// False when it changes nothing.
bool HearInIncidentRoom(Draft& draft);
// What is known, in that language.
std::string IncidentWords(const desk::IncidentRecord& incident, std::string_view locale);

// "en: words | zh: 内容": by locale; what names none is in `locale`.
std::map<std::string, std::string> IncidentTexts(const Policy& policy, std::string_view words,
                                                 const std::string& locale);

// --- what desk channels and the console send. `texts`: what is known, by locale; `places`: of those that the workspace
// names, where it is announced unless it was.
Relay DeclareIncident(const desk::Ticket& ticket, const std::string& title, const std::string& agent,
                      const std::vector<base::Address>& places);
Relay AnnounceIncident(std::int64_t number, const std::vector<base::Address>& places);
Relay UpdateIncident(std::int64_t number, desk::IncidentState state, const std::map<std::string, std::string>& texts,
                     const std::string& agent);

}  // namespace frontdesk::core
