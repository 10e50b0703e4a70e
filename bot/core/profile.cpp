#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/talk.h"
#include "bot/desk/calendar.h"

namespace frontdesk::core {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxAttributeBytes = 16 << 10;
constexpr std::size_t kMaxAttributes = 60;
constexpr std::size_t kMaxValueBytes = 2000;
constexpr char kZone[] = "time_zone";

const store::PersonRow& PersonOf(const Draft& draft) {
  return draft.turn.person ? *draft.turn.person : draft.context.person_row;
}

std::string TextOf(const json& value) {
  std::string text = value.is_string() ? value.get<std::string>() : base::DumpJson(value);
  return base::CleanUtf8(text.substr(0, kMaxValueBytes));
}

void AddAttributes(const std::string& attributes, std::map<std::string, std::string>& to) {
  if (attributes.empty() || attributes == "{}") return;
  const auto known = base::ParseJson(attributes, kMaxAttributeBytes);
  if (!known || !known->is_object()) return;
  for (const auto& [key, value] : known->items())
    if (!value.is_structured() && !value.is_null() && to.size() < kMaxAttributes) to.emplace(key, TextOf(value));
}

}  // namespace

std::map<std::string, std::string> ProfileOf(const Draft& draft) {
  const store::PersonRow& person = PersonOf(draft);
  std::map<std::string, std::string> profile = {{"name", draft.conversation.person_name},
                                                {"locale", draft.locale()},
                                                {"verified", person.verified ? "yes" : "no"}};
  AddAttributes(person.attributes, profile);
  return profile;
}

std::string ZoneOf(const Draft& draft) {
  const auto told = draft.conversation.context.find(kZone);
  if (told != draft.conversation.context.end() && desk::IsZone(told->second)) return told->second;
  const std::string& attributes = PersonOf(draft).attributes;
  if (attributes.find(kZone) == std::string::npos) return draft.policy().zone;
  std::map<std::string, std::string> known;
  AddAttributes(attributes, known);
  const auto zone = known.find(kZone);
  return zone != known.end() && desk::IsZone(zone->second) ? zone->second : draft.policy().zone;
}

}  // namespace frontdesk::core
