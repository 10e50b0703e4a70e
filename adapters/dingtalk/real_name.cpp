#include "adapters/dingtalk/real_name.h"

#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/api_error.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kMaxName = 60;

base::Result<Profile> ProfileIn(const HttpAnswer& answer) {
  if (const auto error = ErrorIn(answer)) {
    switch (TroubleOf(*error)) {
      case Trouble::kToken: return Fail(ErrorCode::kUnauthenticated, "the token was refused");
      case Trouble::kRate:
      case Trouble::kRateMinute:
      case Trouble::kBusy:
      case Trouble::kServer: return Fail(ErrorCode::kUnavailable, ReasonOf(answer));
      default: return Fail(ErrorCode::kForbidden, ReasonOf(answer));
    }
  }
  const auto body = base::ParseJson(answer.body);
  const auto result = body && body->is_object() ? body->find("result") : nlohmann::json::const_iterator{};
  if (!body || !body->is_object() || result == body->end() || !result->is_object())
    return Fail(ErrorCode::kNotFound, "nothing is told of them");
  return Profile{base::Shorten(base::CleanUtf8(base::TextAt(*result, "name")), kMaxName), {}, {}};
}

}  // namespace

base::Result<std::variant<Call, Profile>> RealNames::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                          Env env) const {
  if (!env.settings.Flag("real_names") || IsOutsider(user)) return Profile{};
  if (!answers.empty()) {
    TRY(Profile profile, ProfileIn(answers.back()));
    return profile;
  }
  Call call;
  call.url = OldApiUrl(env.settings, "/topapi/v2/user/get", env.token);
  call.headers = {{"Content-Type", "application/json"}};
  call.body = base::DumpJson({{"userid", std::string(user)}});
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::dingtalk
