#include "adapters/teams/app_token.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/teams/account.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;

constexpr std::chrono::seconds kEarly = std::chrono::minutes(5);
constexpr std::chrono::seconds kLongest = std::chrono::hours(24);
constexpr std::size_t kMaxToken = 16'000;
constexpr std::size_t kMaxReason = 200;  // graphemes

// The token goes into a header line.
bool IsToken(const std::string& text) {
  return !text.empty() && text.size() <= kMaxToken &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// "AADSTS7000215: Invalid client secret provided ... Trace ID: ..." up to the identifiers.
base::Error NoToken(const HttpAnswer& answer) {
  const auto body = base::ParseJson(answer.body);
  const nlohmann::json told = body && body->is_object() ? *body : nlohmann::json::object();
  std::string why = TextAt(told, "error_description", TextAt(told, "error"));
  why = base::Shorten(base::CleanUtf8(why.substr(0, why.find(" Trace ID"))), kMaxReason);
  base::Error error{
      ErrorCode::kUnavailable,
      "No token from Microsoft: status " + std::to_string(answer.status) + (why.empty() ? "" : ", ") + why,
      {}};
  if (answer.status == 400 || answer.status == 401 || answer.status == 403) error.code = ErrorCode::kUnauthenticated;
  if (answer.status == 429) error.code = ErrorCode::kRateLimited;
  return error;
}

}  // namespace

base::Result<std::variant<Token, Call>> AppTokens::Make(Env env) const {
  if (IsEmulated(env.settings)) {
    const base::TimePoint end = env.now + std::chrono::hours(24);
    return Token{base::Secret("emulator"), end, end};
  }
  const Cloud& cloud = CloudOf(env.settings);
  Call call;
  call.url = Called(env.settings, std::string(cloud.login) + "/" + base::PercentEncode(env.settings.Text("tenant")) +
                                      "/oauth2/v2.0/token");
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  call.body = "grant_type=client_credentials&client_id=" + base::PercentEncode(env.settings.Text("app_id")) +
              "&client_secret=" + base::PercentEncode(env.settings.SecretOf("app_secret").Reveal()) +
              "&scope=" + base::PercentEncode(cloud.scope);
  call.delivers = false;
  return call;
}

base::Result<Token> AppTokens::Read(const HttpAnswer& answer, Env env) const {
  if (answer.status != 200) return tl::unexpected(NoToken(answer));
  const auto body = base::ParseJson(answer.body);
  std::string text = body && body->is_object() ? TextAt(*body, "access_token") : std::string();
  if (!IsToken(text)) return Fail(ErrorCode::kUnavailable, "The answer to the request for a token has none.");
  const std::chrono::seconds told(base::IntAt(*body, "expires_in"));
  if (told.count() <= 0) return Fail(ErrorCode::kUnavailable, "The token has expired before it came.");
  const std::chrono::seconds life = std::min(told, kLongest);
  return Token{base::Secret(std::move(text)), env.now + std::max(life / 2, life - kEarly), env.now + life};
}

}  // namespace frontdesk::adapters::teams
