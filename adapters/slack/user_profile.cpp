#include "adapters/slack/user_profile.h"

#include <nlohmann/json.hpp>

#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::TextAt;

constexpr std::size_t kMaxName = 60;  // graphemes

std::string NameOf(const nlohmann::json& user) {
  const nlohmann::json& profile = ObjectAt(user, "profile");
  for (const std::string& name : {TextAt(profile, "real_name"), TextAt(user, "real_name"),
                                  TextAt(profile, "display_name"), TextAt(user, "name")}) {
    const std::string clean = base::CleanUtf8(name);
    if (!base::Trim(clean).empty()) return base::Shorten(base::Trim(clean), kMaxName);
  }
  return {};
}

}  // namespace

base::Result<std::variant<Call, Profile>> UserProfiles::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                             Env env) const {
  if (!IsId(user)) return base::Fail(base::ErrorCode::kInvalid, "That is no user of Slack.");
  if (answers.empty()) return GetMethod("users.info", "include_locale=true&user=" + base::PercentEncode(user), env);
  TRY(const nlohmann::json told, OkAnswer(answers.front()));
  const nlohmann::json& found = ObjectAt(told, "user");
  return Profile{NameOf(found), TextAt(found, "locale"), TextAt(found, "tz")};
}

}  // namespace frontdesk::adapters::slack
