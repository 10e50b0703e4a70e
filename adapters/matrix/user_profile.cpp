#include "adapters/matrix/user_profile.h"

#include <nlohmann/json.hpp>

#include "adapters/matrix/account.h"
#include "adapters/matrix/send_outcome.h"
#include "adapters/matrix/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::matrix {

namespace {

constexpr std::size_t kMaxName = 60;  // graphemes

}  // namespace

base::Result<std::variant<Call, Profile>> UserProfiles::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                             Env env) const {
  if (!IsUserId(user)) return base::Fail(base::ErrorCode::kInvalid, "That is no user of Matrix.");
  if (answers.empty()) {
    Call call = Ask("GET", "/_matrix/client/v3/profile/" + Percent(user), env);
    call.delivers = false;
    return call;
  }
  if (answers.front().status != 200) return tl::unexpected(ErrorOf(answers.front()));
  TRY(const nlohmann::json told, ReadObject(answers.front().body, kMaxAnswer));
  const std::string name = base::CleanUtf8(base::TextAt(told, "displayname"));
  return Profile{base::Shorten(base::Trim(name), kMaxName), {}, {}};
}

}  // namespace frontdesk::adapters::matrix
