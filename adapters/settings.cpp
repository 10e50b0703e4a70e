#include "adapters/settings.h"

#include <charconv>

namespace frontdesk::adapters {

namespace {

template <typename Map>
const typename Map::mapped_type& FindOrEmpty(const Map& map, std::string_view name) {
  static const typename Map::mapped_type kEmpty{};
  const auto it = map.find(name);
  return it == map.end() ? kEmpty : it->second;
}

}  // namespace

const std::string& Settings::Text(std::string_view name) const { return FindOrEmpty(values, name); }

std::int64_t Settings::Number(std::string_view name) const {
  const std::string& text = Text(name);
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool Settings::Flag(std::string_view name) const { return Text(name) == "true"; }

const std::vector<std::string>& Settings::List(std::string_view name) const { return FindOrEmpty(lists, name); }

const base::Secret& Settings::SecretOf(std::string_view name) const { return FindOrEmpty(secrets, name); }

}  // namespace frontdesk::adapters
