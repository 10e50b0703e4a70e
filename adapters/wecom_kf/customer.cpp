#include "adapters/wecom_kf/customer.h"

#include <nlohmann/json.hpp>

#include "adapters/wecom/account.h"
#include "adapters/wecom/error_code.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kMaxName = 60;

}  // namespace

base::Result<std::variant<Call, Profile>> Customers::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                          Env env) const {
  if (!IsMemberId(user)) return Fail(ErrorCode::kNotFound, "this is not the id of a customer");
  if (answers.empty()) {
    Call call = PostJson(ApiUrlWithToken(env, "kf/customer/batchget"),
                         base::DumpJson({{"external_userid_list", json::array({std::string(user)})}}));
    call.delivers = false;
    return call;
  }
  TRY_STATUS(ProblemOf(answers.back()));
  TRY(const json body, base::ParseJson(answers.back().body));
  const auto list = body.find("customer_list");
  if (list == body.end() || !list->is_array() || list->empty() || !list->front().is_object())
    return Fail(ErrorCode::kNotFound, "WeCom does not know this customer");
  Profile profile;
  profile.name = base::Shorten(base::CleanUtf8(base::TextAt(list->front(), "nickname")), kMaxName);
  return profile;
}

}  // namespace frontdesk::adapters::wecom::kf
