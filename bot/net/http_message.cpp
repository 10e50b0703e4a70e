// What handlers ask of a request.
#include "bot/base/text.h"
#include "bot/net/ascii.h"
#include "bot/net/http_server.h"
#include "bot/net/http_target.h"

namespace frontdesk::net {
namespace {

std::string_view TakeUntil(std::string_view& rest, char separator) {
  const std::string_view item = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(rest.size(), item.size() + 1));
  return item;
}

}  // namespace

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (EqualsIgnoringCase(key, name)) return value;
  }
  return {};
}

std::optional<std::string> HttpRequest::Query(std::string_view key) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    std::string_view value = TakeUntil(rest, '&');
    const std::string_view raw_key = TakeUntil(value, '=');
    if (PercentDecode(raw_key, true) == key) return PercentDecode(value, true);
  }
  return std::nullopt;
}

std::string_view HttpRequest::Cookie(std::string_view name) const {
  for (const auto& [key, list] : headers) {
    if (!EqualsIgnoringCase(key, "cookie")) continue;
    std::string_view rest = list;
    while (!rest.empty()) {
      std::string_view value = TakeUntil(rest, ';');
      if (base::Trim(TakeUntil(value, '=')) == name) return base::Trim(value);
    }
  }
  return {};
}

}  // namespace frontdesk::net
