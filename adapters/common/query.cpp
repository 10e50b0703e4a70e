#include "adapters/common/query.h"

#include <algorithm>
#include <cstddef>

#include "bot/base/percent.h"

namespace frontdesk::adapters::common {

namespace {

constexpr std::size_t kMaxQueryValue = 4096;

}  // namespace

std::string QueryValue(std::string_view query, std::string_view name) {
  std::string value;
  bool found = false;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found || pair.size() > kMaxQueryValue) return {};
    found = true;
    value = base::PercentDecode(pair.substr(equals + 1));
  }
  return value;
}

}  // namespace frontdesk::adapters::common
