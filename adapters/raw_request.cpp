#include <algorithm>

#include "adapters/adapter.h"
#include "bot/base/text.h"

namespace frontdesk::adapters {

namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return Lower(x) == Lower(y); });
}

}  // namespace

std::string_view FindHeader(std::span<const std::pair<std::string, std::string>> headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (EqualsIgnoringCase(key, name)) return value;
  return {};
}

std::size_t RawRequest::CountHeader(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(), [&](const auto& h) { return EqualsIgnoringCase(h.first, name); }));
}

std::string_view RawRequest::Cookie(std::string_view name) const {
  for (const auto& [key, list] : headers) {
    if (!EqualsIgnoringCase(key, "cookie")) continue;
    std::string_view rest = list;
    while (!rest.empty()) {
      const std::string_view pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || base::Trim(pair.substr(0, equals)) != name) continue;
      return base::Trim(pair.substr(equals + 1));
    }
  }
  return {};
}

}  // namespace frontdesk::adapters
