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

// Without the people, who may be many.
std::string ToldJson(desk::IncidentRecord incident) {
  incident.attached.clear();
  return desk::ToJson(incident);
}

std::vector<base::Address> PlacesIn(const json& news) {
  const auto places = news.find("places");
  return places == news.end() ? std::vector<base::Address>() : desk::PlacesFrom(*places);
}

void TellDesk(Draft& draft, Text text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  for (const desk::Channel& channel : draft.policy().desk_channels.list)
    if (!channel.other_desk)
      SayInDeskChannel(draft, {channel.account, channel.channel, {}}, base::Say(Phrase(text, channel.locale, values)));
}

// What nobody named is called by what it is about. The words of whoever reported it first are theirs: they are neither
// told to others nor kept when that person is forgotten.
std::string TitleIn(const Draft& draft, const json& news) {
  if (std::string title = base::TextAt(news, "title"); !title.empty()) return title;
  const desk::Taxonomy& taxonomy = draft.policy().taxonomy;
  const std::string& locale = draft.policy().locales.front();
  for (const auto& [entries, key] :
       {std::pair(&taxonomy.components, "component"), std::pair(&taxonomy.categories, "category")}) {
    const std::string id = base::TextAt(news, key);
    for (const desk::TaxonomyEntry& entry : *entries)
      if (const auto name = entry.name.find(locale); entry.id == id && name != entry.name.end()) return name->second;
  }
  return Phrase(Text::kIncidentUnnamed, locale);
}

// Where it is told already it is not told again. True when some place was told.
bool Announce(Draft& draft, const std::vector<base::Address>& places) {
  desk::IncidentRecord& incident = *draft.conversation.incident;
  bool told = false;
  for (const base::Address& place : draft.policy().incidents.announce) {
    const auto stands = [&](const std::vector<base::Address>& list) {
      return std::find(list.begin(), list.end(), place) != list.end();
    };
    if (!stands(places) || stands(incident.announced)) continue;
    incident.announced.push_back(place);
    told = true;
    Relay relay;
    relay.event.address = place;
    relay.event.body = base::Relayed{"incident.announce", base::DumpJson({{"incident", ToldJson(incident)}})};
    draft.Relay(relay);
    draft.AddFact("incident_announced", std::to_string(incident.number), place.account + "/" + place.channel);
  }
  return told;
}

void Declare(Draft& draft, const json& news) {
  auto& incident = draft.conversation.incident;
  if (incident && incident->open()) return;
  incident = desk::IncidentRecord{};
  incident->number = base::IntAt(news, "number");
  incident->title = TitleIn(draft, news);
  incident->declared = draft.now();
  const store::Id conversation = base::IntAt(news, "conversation");
  incident->attached = {{conversation, incident->number}};
  draft.AddFact("incident_declared", std::to_string(incident->number), incident->title);
  RelayTo(draft, conversation, TicketKind(incident->number, "incident.attached"),
          {{"incident", ToldJson(*incident)}, {"agent", base::TextAt(news, "agent")}});
  Announce(draft, PlacesIn(news));
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

// Those who were attached by then, some in each turn.
void TellNext(Draft& draft, const json& news) {
  const auto& attached = draft.conversation.incident->attached;
  const auto end =
      std::min(attached.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, base::IntAt(news, "to"))));
  const auto from = std::min(end, static_cast<std::size_t>(std::max<std::int64_t>(0, base::IntAt(news, "from"))));
  const std::size_t until = std::min(end, from + kToldPerTurn);
  for (std::size_t i = from; i < until; ++i)
    RelayTo(draft, attached[i].conversation, TicketKind(attached[i].ticket, "incident.told"),
            {{"incident", base::TextAt(news, "incident")}});
  if (until == end) return;
  json rest = news;
  rest["from"] = until;
  RelayTo(draft, draft.conversation.id, "incident.tell", rest);
}

void Update(Draft& draft, const json& news) {
  desk::IncidentRecord& incident = *draft.conversation.incident;
  const auto state = desk::IncidentStateFrom(base::TextAt(news, "state"));
  if (!state || !incident.open()) return;
  incident.state = *state;
  incident.words.clear();
  if (const auto texts = news.find("texts"); texts != news.end() && texts->is_object())
    for (const auto& [locale, text] : texts->items())
      if (text.is_string()) incident.words[locale] = text.get<std::string>();
  draft.AddFact("incident_updated", std::to_string(incident.number), desk::ToString(*state));
  TellNext(draft, {{"incident", ToldJson(incident)}, {"from", 0}, {"to", incident.attached.size()}});
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

std::map<std::string, std::string> IncidentTexts(const Policy& policy, std::string_view words,
                                                 const std::string& locale) {
  std::map<std::string, std::string> texts;
  while (!words.empty()) {
    const std::size_t bar = std::min(words.find(" | "), words.size());
    std::string_view piece = base::Trim(words.substr(0, bar));
    words.remove_prefix(std::min(bar + 3, words.size()));
    std::string in = locale;
    for (const std::string& known : policy.locales)
      if (piece.starts_with(known + ":")) in = known;
    if (piece.starts_with(in + ":")) piece = base::Trim(piece.substr(in.size() + 1));
    if (!piece.empty()) texts[in] = piece;
  }
  return texts;
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
  if (relayed->kind == "incident.tell") TellNext(draft, *news);
  if (relayed->kind == "incident.publish" && Announce(draft, PlacesIn(*news)))
    TellDesk(draft, Text::kDeskIncidentAnnounced, {{"number", std::to_string(draft.conversation.incident->number)}});
  return true;
}

Relay DeclareIncident(const desk::Ticket& ticket, const std::string& title, const std::string& agent,
                      const std::vector<base::Address>& places) {
  Relay relay;
  relay.event.address = desk::AddressOfIncident(ticket.number);
  relay.event.body = base::Relayed{"incident.declare", base::DumpJson({{"number", ticket.number},
                                                                       {"conversation", ticket.conversation},
                                                                       {"title", title},
                                                                       {"component", ticket.impact.component},
                                                                       {"category", ticket.impact.category},
                                                                       {"places", desk::PlacesJson(places)},
                                                                       {"agent", agent}})};
  return relay;
}

Relay AnnounceIncident(std::int64_t number, const std::vector<base::Address>& places) {
  Relay relay;
  relay.event.address = desk::AddressOfIncident(number);
  relay.event.body = base::Relayed{"incident.publish", base::DumpJson({{"places", desk::PlacesJson(places)}})};
  return relay;
}

Relay UpdateIncident(std::int64_t number, desk::IncidentState state, const std::map<std::string, std::string>& texts,
                     const std::string& agent) {
  Relay relay;
  relay.event.address = desk::AddressOfIncident(number);
  relay.event.body = base::Relayed{
      "incident.update", base::DumpJson({{"state", desk::ToString(state)}, {"texts", texts}, {"agent", agent}})};
  return relay;
}

}  // namespace frontdesk::core
