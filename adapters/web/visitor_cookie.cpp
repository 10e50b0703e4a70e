#include "adapters/web/visitor_cookie.h"

#include "bot/base/crypto.h"

namespace frontdesk::adapters::web {

namespace {

constexpr std::size_t kShownDigits = 4;

// The parts cannot run into each other: account names hold no newline, and the id has a fixed length.
std::string CodeOf(std::string_view visitor, std::string_view account, std::string_view scope,
                   const base::Secret& key) {
  std::string text = "visitor\n";
  text.append(visitor).append("\n").append(account).append("\n").append(scope);
  return base::Base64UrlEncode(base::HmacSha256(key.Reveal(), text));
}

}  // namespace

std::string VisitorCookieName(std::string_view account) { return "fd_" + std::string(account); }

std::string VisitorCookie(std::string_view visitor, std::string_view account, std::string_view scope,
                          const base::Secret& key) {
  return std::string(visitor) + "." + CodeOf(visitor, account, scope, key);
}

std::optional<std::string> VisitorOf(std::string_view cookie, std::string_view account, std::string_view scope,
                                     const base::Secret& key) {
  if (key.empty() || cookie.size() <= kVisitorIdSize || cookie[kVisitorIdSize] != '.') return std::nullopt;
  const std::string_view visitor = cookie.substr(0, kVisitorIdSize);
  const std::string_view code = cookie.substr(kVisitorIdSize + 1);
  if (!base::ConstantTimeEquals(CodeOf(visitor, account, scope, key), code)) return std::nullopt;
  return std::string(visitor);
}

std::string VisitorName(std::string_view visitor) { return "Visitor " + std::string(visitor.substr(0, kShownDigits)); }

}  // namespace frontdesk::adapters::web
