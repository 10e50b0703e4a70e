#include "bot/core/talk.h"
#include "bot/desk/calendar.h"

namespace frontdesk::core {

namespace {

constexpr char kZone[] = "time_zone";

// As this turn leaves them.
Human HumanOf(const Draft& draft) {
  Human human = draft.context.human;
  if (draft.turn.person) human.row = *draft.turn.person;
  return human;
}

}  // namespace

std::map<std::string, std::string> ProfileOf(const Draft& draft) {
  const Human human = HumanOf(draft);
  std::map<std::string, std::string> profile = {{"name", draft.conversation.person_name},
                                                {"locale", draft.locale()},
                                                {"verified", human.row.verified ? "yes" : "no"}};
  for (const Attribute& attribute : AttributesOf(human)) profile.emplace(attribute.key, attribute.value);
  return profile;
}

std::string ZoneOf(const Draft& draft) {
  const auto told = draft.conversation.context.find(kZone);
  if (told != draft.conversation.context.end() && desk::IsZone(told->second)) return told->second;
  const std::string zone = AttributeOf(HumanOf(draft), kZone);
  return desk::IsZone(zone) ? zone : draft.policy().zone;
}

}  // namespace frontdesk::core
