#include "adapters/teams/request_proof.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/path_secret.h"
#include "adapters/common/rs256.h"
#include "adapters/teams/account.h"
#include "adapters/teams/signing_keys.h"
#include "adapters/teams/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::teams {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::string_view kBearer = "Bearer ";
constexpr std::size_t kMaxToken = 16 << 10;

struct Jwt {
  json header, claims;
  std::string_view signed_text;
  std::string signature;
};

auto Stranger(const char* why) { return Fail(ErrorCode::kUnauthenticated, why); }

base::Result<json> ObjectOf(std::string_view part) {
  auto text = base::Base64UrlDecode(part);
  if (!text) return Stranger("the token cannot be read");
  auto value = base::ParseJson(*text, kMaxToken);
  if (!value || !value->is_object()) return Stranger("the token cannot be read");
  return std::move(*value);
}

base::Result<Jwt> ReadToken(std::string_view token) {
  const auto first = token.find('.'), second = token.find('.', first == std::string_view::npos ? first : first + 1);
  if (token.size() > kMaxToken || second == std::string_view::npos) return Stranger("the token is none");
  Jwt jwt;
  TRY(jwt.header, ObjectOf(token.substr(0, first)));
  TRY(jwt.claims, ObjectOf(token.substr(first + 1, second - first - 1)));
  jwt.signed_text = token.substr(0, second);
  const std::string_view signature = token.substr(second + 1);
  auto bytes = base::Base64UrlDecode(signature);
  // Its last character has spare bits: the bytes have one spelling.
  if (!bytes || base::Base64UrlEncode(*bytes) != signature) return Stranger("the token cannot be read");
  jwt.signature = std::move(*bytes);
  return jwt;
}

// Only keys of the published set count, whatever the token brings along.
base::Result<SigningKey> KeyFor(const Jwt& jwt, Env env) {
  if (TextAt(jwt.header, "alg") != "RS256") return Stranger("the token is not signed by RS256");
  const std::string id = TextAt(jwt.header, "kid");
  if (id.empty()) return Stranger("the token names no key");
  KeySet set = ReadKeys(env.keys);
  for (SigningKey& key : set.keys)
    if (key.id == id) return std::move(key);
  if (set.keys.empty() || env.now - set.fetched > kKeysStay)
    return Fail(ErrorCode::kNotFound, "the token names a key that is not known yet");
  return Stranger("the token names a key that is not published");
}

base::Status CheckTime(const json& claims, base::TimePoint now) {
  const auto moment = [&](const char* key) { return base::FromMillis(base::IntAt(claims, key) * 1'000); };
  const auto number = [&](const char* key) { return claims.contains(key) && claims[key].is_number_integer(); };
  constexpr long long kMost = 1LL << 40;
  for (const char* key : {"exp", "nbf"})
    if (number(key) && (base::IntAt(claims, key) < 0 || base::IntAt(claims, key) > kMost))
      return Stranger("the token's time is none");
  if (!number("exp") || now > moment("exp") + kTokenSkew) return Stranger("the token has expired");
  if (claims.contains("nbf") && (!number("nbf") || now < moment("nbf") - kTokenSkew))
    return Stranger("the token is not valid yet");
  return {};
}

base::Status CheckClaims(const json& claims, const json& activity, Env env) {
  if (TextAt(claims, "iss") != CloudOf(env.settings).issuer) return Stranger("the token is of another issuer");
  if (TextAt(claims, "aud") != env.settings.Text("app_id")) return Stranger("the token is for another bot");
  TRY_STATUS(CheckTime(claims, env.now));
  const std::string service = TextAt(activity, "serviceUrl");
  if (service.empty() || TextAt(claims, "serviceurl") != service)
    return Stranger("the token is for another serviceUrl than the activity's");
  return {};
}

base::Status CheckToken(const RawRequest& request, const json& activity, Env env) {
  const std::string_view header = request.Header("Authorization");
  if (request.CountHeader("Authorization") != 1 || !header.starts_with(kBearer))
    return Stranger("there is no bearer token");
  TRY(const Jwt jwt, ReadToken(header.substr(kBearer.size())));
  TRY(const SigningKey key, KeyFor(jwt, env));
  if (!common::VerifyRs256(key.modulus, key.exponent, jwt.signed_text, jwt.signature))
    return Stranger("the token's signature does not fit");
  TRY_STATUS(CheckClaims(jwt.claims, activity, env));
  const auto& endorsed = key.endorsements;
  if (!endorsed.empty() && std::find(endorsed.begin(), endorsed.end(), TextAt(activity, "channelId")) == endorsed.end())
    return Stranger("the token's key does not speak for this channel");
  return {};
}

}  // namespace

base::Result<Verified> VerifyRequest(const RawRequest& request, Env env) {
  if (!common::HasPathSecret(request, env.settings.SecretOf("path_secret")))
    return Stranger("the address does not end in path_secret");
  auto activity = ActivityIn(request.body);
  if (!activity) return Stranger("the body is no activity");
  if (!IsEmulated(env.settings)) {
    if (env.settings.Text("app_id").empty()) return Stranger("the account has no app_id");
    TRY_STATUS(CheckToken(request, *activity, env));
  }
  if (!IsServiceUrl(env.settings, TextAt(*activity, "serviceUrl")))
    return Fail(ErrorCode::kForbidden, "the serviceUrl is on no host of Teams");
  if (const std::string tenant = TenantOf(*activity); !TakesTenant(env.settings, tenant))
    return Fail(ErrorCode::kForbidden, "the organisation '" + tenant.substr(0, 40) + "' is not among tenants");
  return Verified(Verified::Proof::kSignedHeaders, {}, request);
}

}  // namespace frontdesk::adapters::teams
