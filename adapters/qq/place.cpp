#include "adapters/qq/place.h"

#include <array>
#include <utility>

namespace frontdesk::adapters::qq {

namespace {

using Kind = Place::Kind;

constexpr auto kPrefixes = std::to_array<std::pair<std::string_view, Kind>>(
    {{"group:", Kind::kGroup}, {"guild:", Kind::kChannel}, {"dm:", Kind::kDirect}});
constexpr std::string_view kMessage = "msg:", kEvent = "event:";

}  // namespace

std::string ChannelOf(const Place& place) {
  for (const auto& [prefix, kind] : kPrefixes)
    if (kind == place.kind) return std::string(prefix) + place.id;
  return place.id;
}

Place PlaceOf(std::string_view channel) {
  for (const auto& [prefix, kind] : kPrefixes)
    if (channel.starts_with(prefix)) return {kind, std::string(channel.substr(prefix.size()))};
  return {Kind::kPerson, std::string(channel)};
}

std::string MessagesPath(const Place& place) {
  switch (place.kind) {
    case Kind::kGroup: return "/v2/groups/" + place.id + "/messages";
    case Kind::kChannel: return "/channels/" + place.id + "/messages";
    case Kind::kDirect: return "/dms/" + place.id + "/messages";
    case Kind::kPerson: break;
  }
  return "/v2/users/" + place.id + "/messages";
}

std::string FilesPath(const Place& place) {
  if (place.kind == Kind::kPerson) return "/v2/users/" + place.id + "/files";
  return place.kind == Kind::kGroup ? "/v2/groups/" + place.id + "/files" : std::string();
}

base::Millis WindowOf(Kind kind) {
  return kind == Kind::kPerson ? base::Millis(std::chrono::minutes(60)) : base::Millis(std::chrono::minutes(5));
}

int RepliesIn(Kind kind) { return kind == Kind::kPerson || kind == Kind::kGroup ? 5 : 0; }

std::string WordsOf(const Cause& cause) { return std::string(cause.event ? kEvent : kMessage) + cause.id; }

std::optional<Cause> CauseIn(std::string_view words) {
  for (const auto& [prefix, event] : {std::pair{kMessage, false}, std::pair{kEvent, true}})
    if (words.size() > prefix.size() && words.starts_with(prefix))
      return Cause{event, std::string(words.substr(prefix.size()))};
  return std::nullopt;
}

}  // namespace frontdesk::adapters::qq
