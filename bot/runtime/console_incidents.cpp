// Incidents in the agents' API: what is known, and declaring, announcing and updating one; tickets that are alike.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/web/web_event.h"
#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/conversation.h"
#include "bot/core/incidents.h"
#include "bot/core/ticket_row.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/console_routes.h"

namespace frontdesk::runtime {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kMaxTitle = 200;  // graphemes
constexpr std::size_t kSimilarListed = 5;
constexpr int kIncidentsListed = 200;

base::Result<json> BodyOf(const net::HttpRequest& request) {
  TRY(json value, base::ParseJson(request.body, kMaxConsoleBody));
  if (!value.is_object()) return Fail(ErrorCode::kInvalid, "The body must be a JSON object.");
  return value;
}

base::Error NoIncident() { return {ErrorCode::kNotFound, "There is no open incident of that number.", {}, {}}; }

std::int64_t NumberIn(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

// kNotFound when there is none that is open.
base::Result<desk::IncidentRecord> FindOpen(store::Store& store, std::int64_t number) {
  auto row = store.FindConversation(desk::AddressOfIncident(number));
  if (!row) return tl::unexpected(row.error().code == ErrorCode::kNotFound ? NoIncident() : row.error());
  TRY(const core::Conversation room, core::FromRow(*row));
  if (!room.incident || !room.incident->open()) return tl::unexpected(NoIncident());
  return *room.incident;
}

json PlaceJson(const base::Address& place) { return {{"account", place.account}, {"channel", place.channel}}; }

json PlaceList(const std::vector<base::Address>& places) {
  json list = json::array();
  for (const base::Address& place : places) list.push_back(PlaceJson(place));
  return list;
}

json IncidentJson(const desk::IncidentRecord& incident) {
  return {{"number", incident.number},
          {"state", desk::ToString(incident.state)},
          {"title", incident.title},
          {"words", incident.words},
          {"people", incident.attached.size()},
          {"announced", PlaceList(incident.announced)},
          {"declared", base::FormatUtc(incident.declared)}};
}

// kInvalid for a place that the workspace does not name.
base::Result<std::vector<base::Address>> PlacesAt(const json& body, const std::vector<base::Address>& known) {
  std::vector<base::Address> places;
  const auto list = body.find("announce");
  if (list == body.end() || list->is_null()) return places;
  if (!list->is_array() || list->size() > known.size())
    return Fail(ErrorCode::kInvalid, "'announce' must be a list of {account, channel} from GET incidents.");
  for (const json& one : *list) {
    if (!one.is_object()) return Fail(ErrorCode::kInvalid, "'announce' must be a list of {account, channel}.");
    base::Address place{base::TextAt(one, "account"), base::TextAt(one, "channel"), {}};
    if (std::find(known.begin(), known.end(), place) == known.end())
      return Fail(ErrorCode::kInvalid, "'" + place.account + "/" + place.channel +
                                           "' is no place to announce incidents in: add it to desk: incidents: "
                                           "announce in frontdesk.yaml.");
    places.push_back(std::move(place));
  }
  return places;
}

base::Result<std::map<std::string, std::string>> TextsAt(const json& body, const std::vector<std::string>& locales) {
  std::map<std::string, std::string> texts;
  const auto words = body.find("words");
  if (words == body.end() || words->is_null()) return texts;
  if (!words->is_object()) return Fail(ErrorCode::kInvalid, "'words' must be texts by language: {\"en\": \"...\"}.");
  for (const auto& [locale, text] : words->items()) {
    if (std::find(locales.begin(), locales.end(), locale) == locales.end())
      return Fail(ErrorCode::kInvalid, "'" + locale + "' is no language of this workspace.");
    if (!text.is_string()) return Fail(ErrorCode::kInvalid, "'words' must be texts by language: {\"en\": \"...\"}.");
    const std::string clean = base::CleanUtf8(text.get<std::string>());
    if (clean.size() > kMaxReplyBytes) return Fail(ErrorCode::kTooLarge, "A text may have at most 16 KiB.");
    if (const auto said = base::Trim(clean); !said.empty()) texts[locale] = said;
  }
  return texts;
}

base::Result<std::string> ClientIdIn(const json& body) {
  std::string id = base::TextAt(body, "id");
  if (!adapters::web::IsClientId(id))
    return Fail(ErrorCode::kInvalid, "'id' must have 1 to 64 visible ASCII characters.");
  return id;
}

}  // namespace

void ConsoleRoutes::ListIncidents(const SharedCall& call, const SignedIn&) {
  const auto rows = parts_.store.ConversationsAt(desk::kDeskAccount, desk::kIncidentChannel, kIncidentsListed);
  if (!rows) return call->reply.Send(ErrorResponse(rows.error()));
  json list = json::array();
  for (const store::ConversationRow& row : *rows) {
    const auto room = core::FromRow(row);
    if (room && room->incident && room->incident->open()) list.push_back(IncidentJson(*room->incident));
  }
  const core::Policy& policy = parts_.workspace.Current()->workspace.catalog->policy;
  call->reply.Send(JsonResponse(base::DumpJson({{"incidents", std::move(list)},
                                                {"places", PlaceList(policy.incidents.announce)},
                                                {"locales", policy.locales}})));
}

// One that is sent again is taken once.
void ConsoleRoutes::TakeForIncident(const SharedCall& call, const SignedIn& who, const std::string& client_id,
                                    core::Relay relay) {
  base::Event event = std::move(relay.event);
  event.id = "incident:" + who.agent.name + ":" + client_id;
  event.at = parts_.clock.Now();
  parts_.intake.Take(std::move(event), true, [call](base::Status status) {
    call->reply.Send(status ? JsonResponse("{\"ok\":true}") : ErrorResponse(status.error()));
  });
}

// {"id","ticket","title","announce":[{"account","channel"}]}
void ConsoleRoutes::DeclareIncident(const SharedCall& call, const SignedIn& who) {
  std::string client_id;
  auto relay = [&]() -> base::Result<core::Relay> {
    TRY(const json body, BodyOf(call->request));
    TRY(client_id, ClientIdIn(body));
    TRY(const store::TicketRow row, parts_.store.LoadTicket(base::IntAt(body, "ticket")));
    TRY(const desk::Ticket ticket, core::TicketFrom(row));
    const auto known = parts_.workspace.Current()->workspace.catalog->policy.incidents.announce;
    TRY(const auto places, PlacesAt(body, known));
    const std::string title(base::Trim(base::CleanUtf8(base::TextAt(body, "title"))));
    return core::DeclareIncident(ticket, base::Shorten(title, kMaxTitle), who.agent.name, places);
  }();
  if (!relay) return call->reply.Send(ErrorResponse(relay.error()));
  TakeForIncident(call, who, client_id, std::move(*relay));
}

// {"id","state","words":{"en":"...","zh":"..."}}
void ConsoleRoutes::UpdateIncident(const SharedCall& call, const SignedIn& who) {
  std::string client_id;
  auto relay = [&]() -> base::Result<core::Relay> {
    TRY(const json body, BodyOf(call->request));
    TRY(client_id, ClientIdIn(body));
    TRY(const desk::IncidentRecord incident, FindOpen(parts_.store, NumberIn(call->args.front())));
    TRY(const desk::IncidentState state, desk::IncidentStateFrom(base::TextAt(body, "state")));
    TRY(const auto texts, TextsAt(body, parts_.workspace.Current()->workspace.catalog->policy.locales));
    return core::UpdateIncident(incident.number, state, texts, who.agent.name);
  }();
  if (!relay) return call->reply.Send(ErrorResponse(relay.error()));
  TakeForIncident(call, who, client_id, std::move(*relay));
}

// {"id","announce":[{"account","channel"}]}
void ConsoleRoutes::AnnounceIncident(const SharedCall& call, const SignedIn& who) {
  std::string client_id;
  auto relay = [&]() -> base::Result<core::Relay> {
    TRY(const json body, BodyOf(call->request));
    TRY(client_id, ClientIdIn(body));
    TRY(const desk::IncidentRecord incident, FindOpen(parts_.store, NumberIn(call->args.front())));
    const auto known = parts_.workspace.Current()->workspace.catalog->policy.incidents.announce;
    TRY(const auto places, PlacesAt(body, known));
    if (places.empty()) return Fail(ErrorCode::kInvalid, "Name at least one place to announce it in.");
    return core::AnnounceIncident(incident.number, places);
  }();
  if (!relay) return call->reply.Send(ErrorResponse(relay.error()));
  TakeForIncident(call, who, client_id, std::move(*relay));
}

// Open tickets like those of the conversation.
void ConsoleRoutes::ListSimilar(const SharedCall& call, const SignedIn&) {
  const auto list = [&]() -> base::Result<json> {
    const store::Id id = NumberIn(call->args.front());
    TRY(const store::ConversationRow row, parts_.store.LoadConversation(id));
    TRY(const core::Conversation conversation, core::FromRow(row));
    json similar = json::array();
    if (conversation.ticket == 0) return similar;
    TRY(const store::TicketRow ticket_row, parts_.store.LoadTicket(conversation.ticket));
    TRY(const desk::Ticket ticket, core::TicketFrom(ticket_row));
    const auto catalog = parts_.workspace.Current()->workspace.catalog;
    const auto reports = parts_.intake.reports().Current(catalog->knowledge);
    const auto vector = catalog->knowledge->texts().ToVector(core::TextOf(ticket));
    for (const core::Report* report : reports->Like(vector, ticket.number, kSimilarListed)) {
      const auto other = parts_.store.LoadTicket(report->number);
      if (!other) continue;
      similar.push_back({{"number", report->number},
                         {"title", report->title},
                         {"incident", report->incident},
                         {"conversation", other->conversation},
                         {"opened", base::FormatUtc(report->opened)}});
    }
    return similar;
  }();
  call->reply.Send(list ? JsonResponse(base::DumpJson({{"similar", *list}})) : ErrorResponse(list.error()));
}

}  // namespace frontdesk::runtime
