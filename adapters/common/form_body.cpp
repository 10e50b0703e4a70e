#include "adapters/common/form_body.h"

#include <algorithm>

#include "bot/base/percent.h"

namespace frontdesk::adapters::common {

std::vector<std::pair<std::string, std::string>> FormFields(std::string_view body, std::size_t most) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!body.empty() && fields.size() < most) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos)
      fields.emplace_back(base::FormDecode(pair.substr(0, equals)), base::FormDecode(pair.substr(equals + 1)));
  }
  return fields;
}

}  // namespace frontdesk::adapters::common
