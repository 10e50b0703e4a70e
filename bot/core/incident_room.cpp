#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/desk_channel.h"
#include "bot/core/incidents.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"

namespace frontdesk::core {

namespace {

using nlohmann::json;

void RelayTo(Draft& draft, store::Id conversation, std::string kind, const json& news) {
  Relay relay;
  relay.conversation = conversation;
  relay.event.body = base::Relayed{std::move(kind), base::DumpJson(news)};
  draft.Relay(relay);
}

void TellDesk(Draft& draft, Text text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  for (const desk::Channel& channel : draft.policy().desk_channels.list)
    if (!channel.other_desk)
      SayInDeskChannel(draft, {channel.account, channel.channel, {}}, base::Say(Phrase(text, channel.locale, values)));
}

void Declare(Draft& draft, const json& news) {
  auto& incident = draft.conversation.incident;
  if (incident && incident->open()) return;
  incident = desk::IncidentRecord{};
  incident->number = base::IntAt(news, "number");
  incident->title = base::TextAt(news, "title");
  incident->declared = draft.now();
  const store::Id conversation = base::IntAt(news, "conversation");
  incident->attached = {{conversation, incident->number}};
  draft.AddFact("incident_declared", std::to_string(incident->number), incident->title);
  const json told = {{"incident", desk::ToJson(*incident)}, {"agent", base::TextAt(news, "agent")}};
  RelayTo(draft, conversation, TicketKind(incident->number, "incident.attached"), told);
  for (const base::Address& place : draft.policy().incidents.announce) {
    Relay relay;
    relay.event.address = place;
    relay.event.body = base::Relayed{"incident.announce", base::DumpJson(told)};
    draft.Relay(relay);
  }
  TellDesk(draft, Text::kDeskIncidentDeclared,
           {{"number", std::to_string(incident->number)}, {"title", incident->title}});
}

void AttachOne(Draft& draft, const json& news) {
  desk::IncidentRecord& incident = *draft.conversation.incident;
  const desk::Attached one{base::IntAt(news, "conversation"), base::IntAt(news, "ticket")};
  const bool known = std::find(incident.attached.begin(), incident.attached.end(), one) != incident.attached.end();
  if (known || incident.attached.size() >= desk::kMaxAttached) return;
  incident.attached.push_back(one);
  RelayTo(draft, incident.attached.front().conversation, TicketKind(incident.number, "incident.affected"),
          {{"number", incident.number}, {"count", incident.attached.size()}});
}

// "en: words | zh: 内容": each piece in its language, what names none in the speaker's.
void ReadWords(const Policy& policy, const std::string& words, const std::string& locale,
               std::map<std::string, std::string>& into) {
  std::string_view rest = words;
  while (!rest.empty()) {
    const std::size_t bar = std::min(rest.find(" | "), rest.size());
    std::string_view piece = base::Trim(rest.substr(0, bar));
    rest.remove_prefix(std::min(bar + 3, rest.size()));
    std::string in = locale;
    for (const std::string& known : policy.locales)
      if (piece.starts_with(known + ":")) in = known;
    if (piece.starts_with(in + ":")) piece = base::Trim(piece.substr(in.size() + 1));
    if (!piece.empty()) into[in] = piece;
  }
}

void Update(Draft& draft, const json& news) {
  desk::IncidentRecord& incident = *draft.conversation.incident;
  const auto state = desk::IncidentStateFrom(base::TextAt(news, "state"));
  if (!state || !incident.open()) return;
  incident.state = *state;
  incident.words.clear();
  ReadWords(draft.policy(), base::TextAt(news, "words"), base::TextAt(news, "locale"), incident.words);
  draft.AddFact("incident_updated", std::to_string(incident.number), desk::ToString(*state));
  desk::IncidentRecord told = incident;
  told.attached.clear();
  for (const desk::Attached& one : incident.attached)
    RelayTo(draft, one.conversation, TicketKind(one.ticket, "incident.told"), {{"incident", desk::ToJson(told)}});
  TellDesk(draft, Text::kDeskIncidentUpdated,
           {{"number", std::to_string(incident.number)},
            {"state", desk::ToString(*state)},
            {"count", std::to_string(incident.attached.size())}});
}

Text PlainWords(desk::IncidentState state) {
  switch (state) {
    case desk::IncidentState::kInvestigating: return Text::kIncidentInvestigating;
    case desk::IncidentState::kIdentified: return Text::kIncidentIdentified;
    case desk::IncidentState::kWatching: return Text::kIncidentWatching;
    case desk::IncidentState::kSolved: return Text::kIncidentOver;
  }
  return Text::kIncidentInvestigating;
}

}  // namespace

std::string IncidentWords(const desk::IncidentRecord& incident, std::string_view locale) {
  const auto own = incident.words.find(std::string(locale));
  if (own != incident.words.end()) return own->second;
  return Phrase(PlainWords(incident.state), locale, {{"title", incident.title}});
}

bool IsIncidentRoom(const base::Address& address) {
  return address.account == desk::kDeskAccount && address.channel == desk::kIncidentChannel;
}

bool HearInIncidentRoom(Draft& draft) {
  const auto* relayed = std::get_if<base::Relayed>(&draft.event.body);
  const auto news = relayed ? base::ParseJson(relayed->json) : base::Result<json>(json());
  if (!relayed || !news || !news->is_object()) return false;
  if (relayed->kind == "incident.declare") {
    Declare(draft, *news);
    return true;
  }
  if (!draft.conversation.incident) return false;
  if (relayed->kind == "incident.attach") AttachOne(draft, *news);
  if (relayed->kind == "incident.update") Update(draft, *news);
  return true;
}

Relay DeclareIncident(const desk::Ticket& ticket, const std::string& title, const std::string& agent) {
  Relay relay;
  relay.event.address = desk::AddressOfIncident(ticket.number);
  relay.event.body = base::Relayed{"incident.declare", base::DumpJson({{"number", ticket.number},
                                                                       {"conversation", ticket.conversation},
                                                                       {"title", title.empty() ? ticket.title : title},
                                                                       {"agent", agent}})};
  return relay;
}

Relay UpdateIncident(std::int64_t number, desk::IncidentState state, const std::string& words,
                     const std::string& locale, const std::string& agent) {
  Relay relay;
  relay.event.address = desk::AddressOfIncident(number);
  relay.event.body = base::Relayed{
      "incident.update",
      base::DumpJson({{"state", desk::ToString(state)}, {"words", words}, {"locale", locale}, {"agent", agent}})};
  return relay;
}

}  // namespace frontdesk::core
