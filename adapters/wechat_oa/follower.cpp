#include "adapters/wechat_oa/follower.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/wx_media.h"
#include "adapters/wechat_oa/account.h"
#include "adapters/wechat_oa/send_outcome.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

constexpr std::size_t kMaxLanguage = 16;

// "zh_CN" -> "zh-CN"; "" for what is no language.
std::string LocaleOf(std::string language) {
  std::replace(language.begin(), language.end(), '_', '-');
  const bool plain = std::all_of(language.begin(), language.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; });
  return plain && language.size() <= kMaxLanguage ? language : std::string();
}

}  // namespace

base::Result<std::variant<Call, Profile>> Followers::Next(std::string_view user, std::span<const HttpAnswer> answers,
                                                          Env env) const {
  if (!IsOpenId(user)) return base::Fail(base::ErrorCode::kNotFound, "this is not the OpenID of a follower");
  if (answers.empty()) {
    Call call = common::WxFetchCall(ApiUrlWithToken(env, "/cgi-bin/user/info?openid=" + base::PercentEncode(user)));
    call.headers = {{"Accept", "application/json"}};
    return call;
  }
  if (common::IsWxFailure(answers.back())) TRY_STATUS(ProblemOf(answers.back()));
  TRY(const nlohmann::json body, base::ParseJson(answers.back().body));
  if (!body.is_object()) return base::Fail(base::ErrorCode::kUnavailable, "WeChat's answer cannot be read.");
  return Profile{{}, LocaleOf(base::TextAt(body, "language")), {}};
}

}  // namespace frontdesk::adapters::wechat_oa
