#include "adapters/matrix/login.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/matrix/account.h"
#include "adapters/matrix/send_outcome.h"
#include "adapters/matrix/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

// A token that does not end is looked after this often all the same.
constexpr base::Millis kLife = std::chrono::hours(24 * 30);
constexpr base::Millis kLeastLife = std::chrono::seconds(30);
constexpr std::size_t kMaxToken = 8192;

Token TokenFor(std::string value, base::Millis life, base::TimePoint now) {
  return {base::Secret(std::move(value)), now + life * 3 / 4, now + life};
}

std::string LocalPart(std::string_view user) { return std::string(user.substr(1, user.find(':') - 1)); }

Call Post(std::string_view path, const json& body, Env env) {
  Call call;
  call.url = env.settings.Text("api_base") + std::string(path);
  call.headers = {{"Content-Type", "application/json"}};
  call.body = base::DumpJson(body);
  call.delivers = false;
  return call;
}

Call SignIn(Env env) {
  return Post("/_matrix/client/v3/login",
              {{"type", "m.login.password"},
               {"identifier", {{"type", "m.id.user"}, {"user", UserOf(env.settings)}}},
               {"password", env.settings.SecretOf("password").Reveal()},
               {"device_id", env.settings.Text("device")},
               {"initial_device_display_name", "Frontdesk"}},
              env);
}

// Only who is registered may be acted as; who is so already is told apart by the answer.
Call Register(Env env) {
  Call call = Post(
      "/_matrix/client/v3/register",
      {{"type", "m.login.application_service"}, {"username", LocalPart(UserOf(env.settings))}, {"inhibit_login", true}},
      env);
  call.headers.emplace_back("Authorization", "Bearer " + env.settings.SecretOf("as_token").Reveal());
  return call;
}

}  // namespace

base::Result<std::variant<Token, Call>> Login::Make(Env env) const {
  if (IsService(env.settings)) return Register(env);
  if (const base::Secret& given = env.settings.SecretOf("access_token"); !given.empty())
    return TokenFor(given.Reveal(), kLife, env.now);
  return SignIn(env);
}

base::Result<Token> Login::Read(const HttpAnswer& answer, Env env) const {
  const auto read = ReadObject(answer.body, kMaxAnswer);
  const json body = read ? *read : json::object();
  const bool service = IsService(env.settings);
  const bool known = service && TextAt(body, "errcode") == "M_USER_IN_USE";
  if (answer.status != 200 && !known) {
    base::Error error = ErrorOf(answer);
    if (error.code == ErrorCode::kForbidden || error.code == ErrorCode::kNotFound) {
      error.code = ErrorCode::kUnauthenticated;
    }
    return tl::unexpected(std::move(error));
  }
  if (service) return TokenFor(env.settings.SecretOf("as_token").Reveal(), kLife, env.now);
  std::string token = TextAt(body, "access_token");
  const bool odd = token.empty() || token.size() > kMaxToken ||
                   !std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (odd) return Fail(ErrorCode::kUnavailable, "the homeserver's answer to the sign-in has no token");
  const base::Millis told{std::max<long long>(0, base::IntAt(body, "expires_in_ms"))};
  return TokenFor(std::move(token), told.count() > 0 ? std::clamp(told, kLeastLife, kLife) : kLife, env.now);
}

}  // namespace frontdesk::adapters::matrix
