#include "adapters/qq/access_token.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::qq {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::chrono::seconds kOverlap{50};  // of the last 60
constexpr std::chrono::seconds kLongest = std::chrono::hours(24);
constexpr std::size_t kMaxToken = 4096;
constexpr std::size_t kMaxReason = 200;

// "7200", or 7200.
std::chrono::seconds LifeIn(const json& body) {
  const auto it = body.find("expires_in");
  if (it == body.end()) return {};
  if (it->is_number_integer()) return std::chrono::seconds(it->get<std::int64_t>());
  const std::string text = it->is_string() ? it->get<std::string>() : std::string();
  std::int64_t seconds = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds(end.ec == std::errc{} && end.ptr == text.data() + text.size() ? seconds : 0);
}

// The id or the secret is wrong, or the bot is no more: asking again does not help.
bool IsWrong(long long code) { return code == 100007 || code == 100016 || code == 10004; }

}  // namespace

base::Result<std::variant<Token, Call>> AccessTokens::Make(Env env) const {
  Call call;
  call.url = env.settings.Text("token_base") + "/app/getAppAccessToken";
  call.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  call.body = base::DumpJson(
      {{"appId", env.settings.Text("app_id")}, {"clientSecret", env.settings.SecretOf("secret").Reveal()}});
  call.delivers = false;
  return call;
}

base::Result<Token> AccessTokens::Read(const HttpAnswer& answer, Env env) const {
  const auto body = base::ParseJson(answer.body);
  if (!body || !body->is_object())
    return Fail(ErrorCode::kUnavailable, "getAppAccessToken: status " + std::to_string(answer.status));
  std::string value = base::TextAt(*body, "access_token");
  const long long code = base::IntAt(*body, "code");
  if (code != 0 || answer.status < 200 || answer.status > 299) {
    const std::string words = base::Shorten(base::CleanUtf8(base::TextAt(*body, "message")), kMaxReason);
    return Fail(IsWrong(code) ? ErrorCode::kUnauthenticated : ErrorCode::kUnavailable,
                "getAppAccessToken: " + std::to_string(code) + " " + words);
  }
  const std::chrono::seconds life = std::min(LifeIn(*body), kLongest);
  if (value.empty() || value.size() > kMaxToken || life.count() <= 0)
    return Fail(ErrorCode::kUnavailable, "getAppAccessToken: there is no token in the answer");
  const auto renew = std::max(life - kOverlap, life / 2);
  return Token{base::Secret(std::move(value)), env.now + renew, env.now + life};
}

}  // namespace frontdesk::adapters::qq
