#include "adapters/wecom/member.h"

#include <nlohmann/json.hpp>

#include "adapters/wecom/account.h"
#include "adapters/wecom/error_code.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

constexpr std::size_t kMaxName = 60;

}  // namespace

base::Result<std::variant<Call, Profile>> Members::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                        Env env) const {
  if (!IsMemberId(user)) return base::Fail(base::ErrorCode::kNotFound, "this is not the id of a member");
  if (answers.empty()) {
    Call call;
    call.method = "GET";
    call.url = ApiUrlWithToken(env, "user/get?userid=" + base::PercentEncode(user));
    call.headers = {{"Accept", "application/json"}};
    call.delivers = false;
    return call;
  }
  TRY_STATUS(ProblemOf(answers.back()));
  TRY(const nlohmann::json body, base::ParseJson(answers.back().body));
  Profile profile;
  profile.name = base::Shorten(base::CleanUtf8(base::TextAt(body, "name")), kMaxName);
  return profile;
}

}  // namespace frontdesk::adapters::wecom
