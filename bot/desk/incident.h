// One problem that many people have. An incident is named by the ticket that it was declared from, and lives in a
// conversation of its own, {"desk", "incident", NUMBER}, which knows everybody who is attached and tells them.
//
// Thread safety: plain values, pure functions. Failure: kInvalid for JSON that is no incident.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/event.h"
#include "bot/base/result.h"

namespace frontdesk::desk {

inline constexpr char kIncidentChannel[] = "incident";
// So many people an incident knows, and tells.
inline constexpr std::size_t kMaxAttached = 10'000;

enum class IncidentState { kInvestigating, kIdentified, kWatching, kSolved };

std::string_view ToString(IncidentState state);
base::Result<IncidentState> IncidentStateFrom(std::string_view name);

struct Attached {
  std::int64_t conversation = 0;
  std::int64_t ticket = 0;
  bool operator==(const Attached&) const = default;
};

struct IncidentRecord {
  std::int64_t number = 0;
  IncidentState state = IncidentState::kInvestigating;
  std::string title;
  std::map<std::string, std::string> words;  // what is known, by locale
  std::vector<Attached> attached;
  std::vector<base::Address> announced;  // where it was told to everybody, once; account and channel
  base::TimePoint declared;

  bool open() const { return state != IncidentState::kSolved; }
  // In the locale, else in any; the title where nothing was written.
  const std::string& WordsIn(std::string_view locale) const;
};

base::Address AddressOfIncident(std::int64_t number);
std::string ToJson(const IncidentRecord& incident);
base::Result<IncidentRecord> IncidentFromJson(std::string_view json);
// [["chat", "lobby@rooms.example.com"]]; what is no place is left out.
nlohmann::json PlacesJson(const std::vector<base::Address>& places);
std::vector<base::Address> PlacesFrom(const nlohmann::json& list);

// `desk: incidents:`
struct IncidentPolicy {
  int reports = 5;  // of different people, alike, before the desk is asked
  base::Millis within = std::chrono::minutes(60);
  std::vector<base::Address> announce;  // where one may be told to everybody, once
};

}  // namespace frontdesk::desk
