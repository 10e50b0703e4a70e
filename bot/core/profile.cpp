#include "bot/core/talk.h"
#include "bot/desk/calendar.h"

namespace frontdesk::core {

namespace {

// As this turn leaves them.
Human HumanOf(const Draft& draft) {
  Human human = draft.context.human;
  if (!draft.turn.person) return human;
  human.row = *draft.turn.person;
  for (store::PersonRow& identity : human.identities)
    if (identity.id == human.row.id) identity = human.row;
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
  const auto told = draft.conversation.context.find(std::string(kTimeZone));
  if (told != draft.conversation.context.end() && desk::IsZone(told->second)) return told->second;
  const std::string zone = AttributeOf(HumanOf(draft), kTimeZone);
  return desk::IsZone(zone) ? zone : draft.policy().zone;
}

}  // namespace frontdesk::core
