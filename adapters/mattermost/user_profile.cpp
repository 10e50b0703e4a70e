#include "adapters/mattermost/user_profile.h"

#include <nlohmann/json.hpp>

#include "adapters/mattermost/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxName = 60;  // graphemes

std::string NameOf(const json& user) {
  const std::string whole = TextAt(user, "first_name") + " " + TextAt(user, "last_name");
  for (const std::string& name : {whole, TextAt(user, "nickname"), TextAt(user, "username")}) {
    const std::string clean(base::Trim(base::CleanUtf8(name)));
    if (!clean.empty()) return base::Shorten(clean, kMaxName);
  }
  return {};
}

// The client tells its own, unless somebody has chosen another.
std::string ZoneOf(const json& zone) {
  const bool chosen = TextAt(zone, "useAutomaticTimezone") == "false";
  return TextAt(zone, chosen ? "manualTimezone" : "automaticTimezone");
}

}  // namespace

base::Result<std::variant<Call, Profile>> UserProfiles::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                             Env env) const {
  if (!IsId(user)) return base::Fail(base::ErrorCode::kInvalid, "That is no user of Mattermost.");
  if (answers.empty()) return Get("/users/" + std::string(user), env);
  TRY(const json told, AnswerOf(answers.front()));
  return Profile{NameOf(told), told.is_object() ? TextAt(told, "locale") : std::string(),
                 ZoneOf(ObjectAt(told, "timezone"))};
}

}  // namespace frontdesk::adapters::mattermost
