#include "adapters/mattermost/press_token.h"

#include <nlohmann/json.hpp>

#include "adapters/mattermost/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::ErrorCode;
using base::TextAt;
using nlohmann::json;
using What = PressToken::What;

constexpr std::size_t kMaxToken = 256 << 10;
constexpr std::string_view kPurpose = "mattermost press v1\n";

// The secret in the address is known to whoever sets the integrations up; it makes the key, and is not the key.
std::string MacOf(std::string_view payload, const Settings& settings) {
  const std::string key = base::HmacSha256(settings.SecretOf("path_secret").Reveal(), kPurpose);
  return base::HexEncode(base::HmacSha256(key, settings.account + "\n" + std::string(payload)));
}

auto Refuse() { return base::Fail(ErrorCode::kUnauthenticated, "what was pressed is none of ours"); }

}  // namespace

std::string Seal(const PressToken& token, const Settings& settings) {
  json choices = json::array();
  for (const base::Button& choice : token.choices) choices.push_back({choice.value, choice.label});
  json payload = {{"w", static_cast<int>(token.what)}, {"r", std::to_string(token.row)},   {"c", token.address.channel},
                  {"t", token.address.thread},         {"u", base::ToMillis(token.until)}, {"o", std::move(choices)}};
  if (!token.path.empty()) payload["p"] = token.path;
  const std::string text = base::Base64UrlEncode(base::DumpJson(payload));
  return text + "." + MacOf(text, settings);
}

base::Result<PressToken> Unseal(std::string_view sealed, const Settings& settings) {
  const auto dot = sealed.find('.');
  if (settings.SecretOf("path_secret").empty() || dot == std::string_view::npos || sealed.size() > kMaxToken)
    return Refuse();
  const std::string_view text = sealed.substr(0, dot);
  if (!base::ConstantTimeEquals(MacOf(text, settings), sealed.substr(dot + 1))) return Refuse();
  const auto bytes = base::Base64UrlDecode(text);
  if (!bytes) return Refuse();
  const auto payload = base::ParseJson(*bytes);
  if (!payload || !payload->is_object()) return Refuse();
  PressToken token;
  token.what = static_cast<What>(base::IntAt(*payload, "w"));
  token.row = std::strtoll(TextAt(*payload, "r").c_str(), nullptr, 10);
  token.address = {settings.account, TextAt(*payload, "c"), TextAt(*payload, "t")};
  token.path = TextAt(*payload, "p");
  token.until = base::FromMillis(base::IntAt(*payload, "u"));
  for (const json& choice : ListAt(*payload, "o"))
    if (choice.is_array() && choice.size() == 2 && choice[0].is_string() && choice[1].is_string())
      token.choices.push_back({choice[1].get<std::string>(), choice[0].get<std::string>()});
  return token;
}

}  // namespace frontdesk::adapters::mattermost
