#include "adapters/web/identity.h"

#include <nlohmann/json.hpp>

#include "adapters/web/visitor_cookie.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::web {

namespace {

using nlohmann::json;

constexpr char kMark = 'u';  // no digit of a random id, which is hex
constexpr std::size_t kMaxNameGraphemes = 80;
constexpr std::size_t kMaxAttributes = 32;

std::vector<base::Fact> AttributesOf(const json& value) {
  std::vector<base::Fact> facts;
  const auto it = value.find("attributes");
  if (it == value.end() || !it->is_object()) return facts;
  for (const auto& [key, member] : it->items()) {
    if (member.is_structured() || member.is_null() || facts.size() >= kMaxAttributes) continue;
    facts.push_back({key, {}, member.is_string() ? member.get<std::string>() : base::DumpJson(member)});
  }
  return facts;
}

bool IsGoodNow(const json& value, base::TimePoint now) {
  const auto end = base::FromMillis(base::IntAt(value, "exp") * 1000);
  return end > now && end - now <= kLongestIdentity;
}

}  // namespace

std::optional<SignedUser> ReadIdentity(std::string_view token, const base::Secret& secret, base::TimePoint now) {
  const std::size_t point = token.find('.');
  if (secret.empty() || token.size() > kMaxIdentityToken || point == std::string_view::npos) return std::nullopt;
  const std::string_view text = token.substr(0, point);
  const std::string code = base::Base64UrlEncode(base::HmacSha256(secret.Reveal(), text));
  if (!base::ConstantTimeEquals(code, token.substr(point + 1))) return std::nullopt;
  const auto bytes = base::Base64UrlDecode(text);
  const auto value = bytes ? base::ParseJson(*bytes) : base::Result<json>(json());
  if (!value || !value->is_object() || !IsGoodNow(*value, now)) return std::nullopt;
  SignedUser user{base::TextAt(*value, "id"), base::Shorten(base::TextAt(*value, "name"), kMaxNameGraphemes),
                  AttributesOf(*value)};
  if (base::Trim(user.id).empty() || user.id.size() > kMaxUserId) return std::nullopt;
  return user;
}

std::string VisitorOfUser(std::string_view user, std::string_view account, const base::Secret& visitor_key) {
  std::string text = "user\n";
  text.append(account).append("\n").append(user);
  return kMark + base::HexEncode(base::HmacSha256(visitor_key.Reveal(), text)).substr(0, kVisitorIdSize - 1);
}

bool IsVisitorOfUser(std::string_view visitor) { return visitor.starts_with(kMark); }

base::Event IdentityEvent(const SignedUser& user, std::string_view account, const std::string& visitor,
                          std::string_view token, base::TimePoint now) {
  base::Event event;
  event.id = visitor + ":identity:" + base::HexEncode(base::Sha256(token)).substr(0, kVisitorIdSize);
  event.address = {std::string(account), visitor, {}};
  event.author = {visitor, user.name.empty() ? VisitorName(visitor) : user.name, false, true, user.id, user.attributes};
  event.at = now;
  event.body = base::GaveContext{"{}"};
  return event;
}

}  // namespace frontdesk::adapters::web
