#include "adapters/feishu/user_profile.h"

#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "adapters/feishu/api_call.h"
#include "adapters/feishu/feishu_event.h"
#include "adapters/feishu/send_outcome.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kMaxName = 60;  // graphemes
constexpr std::size_t kMaxZone = 64;

}  // namespace

base::Result<std::variant<Call, Profile>> UserProfiles::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                             Env env) const {
  if (answers.empty()) {
    if (!user.starts_with("ou_") || !IsId(user)) return Fail(ErrorCode::kNotFound, "nobody of the contacts");
    return GetCall("/open-apis/contact/v3/users/" + std::string(user) + "?user_id_type=open_id", env);
  }
  const HttpAnswer& answer = answers.front();
  const SendResult outcome = OutcomeOf({.delivers = false}, {answer});
  if (outcome.kind == SendResult::Kind::kTokenRefused) return Fail(ErrorCode::kUnauthenticated, outcome.reason);
  if (outcome.kind == SendResult::Kind::kRetry) return Fail(ErrorCode::kUnavailable, outcome.reason);
  if (outcome.kind != SendResult::Kind::kSent) return Fail(ErrorCode::kNotFound, outcome.reason);
  const auto body = base::ParseJson(answer.body);
  const nlohmann::json& told = MemberOf(MemberOf(*body, "data"), "user");
  Profile profile;
  profile.name = base::Shorten(base::CleanUtf8(base::TextAt(told, "name")), kMaxName);
  if (std::string zone = base::TextAt(told, "time_zone"); zone.size() <= kMaxZone) profile.zone = std::move(zone);
  return profile;
}

}  // namespace frontdesk::adapters::feishu
