#include "adapters/teams/signing_keys.h"

#include <nlohmann/json.hpp>

#include "adapters/teams/account.h"
#include "adapters/teams/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::teams {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxKeys = 100;

Call Get(std::string url) {
  Call call;
  call.method = "GET";
  call.url = std::move(url);
  call.headers = {{"Accept", "application/json"}};
  call.delivers = false;
  return call;
}

// The set lies beside the metadata that name it.
bool IsBeside(std::string_view url, std::string_view metadata) {
  const auto host = metadata.find('/', metadata.find("://") + 3);
  return url.starts_with(metadata.substr(0, host + 1));
}

base::Result<Call> AskForSet(const HttpAnswer& answer, const Settings& settings) {
  if (answer.status != 200)
    return Fail(ErrorCode::kUnavailable, "the OpenID metadata: status " + std::to_string(answer.status));
  TRY(const json metadata, base::ParseJson(answer.body));
  const Cloud& cloud = CloudOf(settings);
  const std::string set = TextAt(metadata.is_object() ? metadata : json::object(), "jwks_uri");
  if (!IsBeside(set, cloud.metadata))
    return Fail(ErrorCode::kUnavailable, "the OpenID metadata name no set of keys on their own host");
  return Get(Called(settings, set));
}

}  // namespace

KeySet ReadKeys(std::string_view text) {
  KeySet set;
  const auto kept = base::ParseJson(text);
  if (!kept || !kept->is_object()) return set;
  set.fetched = base::FromMillis(base::IntAt(*kept, "fetched"));
  for (const json& one : ListAt(*kept, "keys")) {
    if (!one.is_object()) continue;
    auto modulus = base::Base64UrlDecode(TextAt(one, "n")), exponent = base::Base64UrlDecode(TextAt(one, "e"));
    if (!modulus || !exponent) continue;
    SigningKey key{TextAt(one, "kid"), std::move(*modulus), std::move(*exponent), {}};
    for (const json& channel : ListAt(one, "endorsements"))
      if (channel.is_string()) key.endorsements.push_back(channel.get<std::string>());
    set.keys.push_back(std::move(key));
  }
  return set;
}

base::Result<std::string> KeysOf(std::string_view jwks, base::TimePoint now) {
  TRY(const json set, base::ParseJson(jwks));
  json keys = json::array();
  for (const json& one : ListAt(set, "keys")) {
    if (!one.is_object() || TextAt(one, "kty") != "RSA" || TextAt(one, "use", "sig") != "sig") continue;
    if (TextAt(one, "kid").empty() || keys.size() >= kMaxKeys) continue;
    keys.push_back({{"kid", TextAt(one, "kid")},
                    {"n", TextAt(one, "n")},
                    {"e", TextAt(one, "e")},
                    {"endorsements", ListAt(one, "endorsements")}});
  }
  if (keys.empty()) return Fail(ErrorCode::kUnavailable, "the set of keys holds none for RS256");
  return base::DumpJson({{"fetched", base::ToMillis(now)}, {"keys", std::move(keys)}});
}

base::Result<std::variant<Call, std::string>> SigningKeys::Next(std::span<const HttpAnswer> answers, Env env) const {
  if (IsEmulated(env.settings)) return std::string("{}");
  if (answers.empty()) return Get(Called(env.settings, CloudOf(env.settings).metadata));
  if (answers.size() == 1) {
    TRY(Call call, AskForSet(answers.front(), env.settings));
    return call;
  }
  if (answers.back().status != 200)
    return Fail(ErrorCode::kUnavailable, "the set of keys: status " + std::to_string(answers.back().status));
  TRY(std::string keys, KeysOf(answers.back().body, env.now));
  return keys;
}

}  // namespace frontdesk::adapters::teams
