#include "bot/desk/incident.h"

#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/desk/channel.h"

namespace frontdesk::desk {

namespace {
constexpr std::array<std::string_view, 4> kStates = {"investigating", "identified", "watching", "solved"};
}

std::string_view ToString(IncidentState state) { return kStates[static_cast<std::size_t>(state)]; }

base::Result<IncidentState> IncidentStateFrom(std::string_view name) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == name) return static_cast<IncidentState>(i);
  return base::Fail(base::ErrorCode::kInvalid, "'" + std::string(name) +
                                                   "' is no state of an incident: write investigating, identified, "
                                                   "watching or solved");
}

const std::string& IncidentRecord::WordsIn(std::string_view locale) const {
  if (const auto it = words.find(std::string(locale)); it != words.end()) return it->second;
  return words.empty() ? title : words.begin()->second;
}

base::Address AddressOfIncident(std::int64_t number) {
  return {kDeskAccount, kIncidentChannel, std::to_string(number)};
}

std::string ToJson(const IncidentRecord& incident) {
  nlohmann::json attached = nlohmann::json::array();
  for (const Attached& one : incident.attached) attached.push_back({one.conversation, one.ticket});
  return base::DumpJson({{"number", incident.number},
                         {"state", ToString(incident.state)},
                         {"title", incident.title},
                         {"words", incident.words},
                         {"attached", std::move(attached)},
                         {"announced", PlacesJson(incident.announced)},
                         {"declared", base::ToMillis(incident.declared)}});
}

std::vector<base::Address> PlacesFrom(const nlohmann::json& list) {
  std::vector<base::Address> places;
  if (!list.is_array()) return places;
  for (const nlohmann::json& one : list)
    if (one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_string())
      places.push_back({one[0].get<std::string>(), one[1].get<std::string>(), {}});
  return places;
}

nlohmann::json PlacesJson(const std::vector<base::Address>& places) {
  nlohmann::json list = nlohmann::json::array();
  for (const base::Address& place : places) list.push_back({place.account, place.channel});
  return list;
}

base::Result<IncidentRecord> IncidentFromJson(std::string_view text) {
  TRY(const nlohmann::json value, base::ParseJson(text));
  if (!value.is_object()) return base::Fail(base::ErrorCode::kInvalid, "not an incident");
  IncidentRecord incident;
  incident.number = base::IntAt(value, "number");
  TRY(incident.state, IncidentStateFrom(base::TextAt(value, "state")));
  incident.title = base::TextAt(value, "title");
  incident.declared = base::FromMillis(base::IntAt(value, "declared"));
  if (const auto words = value.find("words"); words != value.end() && words->is_object())
    for (const auto& [locale, said] : words->items())
      if (said.is_string()) incident.words[locale] = said.get<std::string>();
  if (const auto list = value.find("announced"); list != value.end()) incident.announced = PlacesFrom(*list);
  if (const auto list = value.find("attached"); list != value.end() && list->is_array())
    for (const nlohmann::json& one : *list)
      if (one.is_array() && one.size() == 2 && one[0].is_number_integer() && one[1].is_number_integer())
        incident.attached.push_back({one[0].get<std::int64_t>(), one[1].get<std::int64_t>()});
  return incident;
}

}  // namespace frontdesk::desk
