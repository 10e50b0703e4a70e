#include "tests/fakes/fake_platform_scene.h"

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::fakes {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxBody = 32 << 20;

std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded += ' ';
    } else if (text[i] == '%' && i + 2 < text.size()) {
      decoded += static_cast<char>(std::strtol(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::map<std::string, std::string> ReadForm(std::string_view form) {
  std::map<std::string, std::string> values;
  while (!form.empty()) {
    const std::string_view pair = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(form.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    const std::string key = PercentDecoded(pair.substr(0, equals));
    values[key] = equals == std::string_view::npos ? "" : PercentDecoded(pair.substr(equals + 1));
  }
  return values;
}

// What stands at `place`, also inside of texts that are JSON themselves; null when nothing does.
json Within(json value, std::string_view place) {
  while (!place.empty()) {
    place.remove_prefix(1);
    const std::string key(place.substr(0, place.find('/')));
    place.remove_prefix(key.size());
    if (value.is_string()) value = json::parse(value.get<std::string>(), nullptr, false);
    if (!value.is_structured()) return nullptr;
    const json::json_pointer pointer("/" + key);
    if (!value.contains(pointer)) return nullptr;
    value = json(value.at(pointer));
  }
  return value;
}

std::string AsText(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() ? "" : base::DumpJson(value);
}

}  // namespace

PlatformPlayer::Scene::Scene(const PlatformRequest& of) : request(of), body(json::value_t::discarded) {
  const std::size_t mark = of.target.find('?');
  path = of.target.substr(0, mark);
  if (mark != std::string::npos) query = ReadForm(std::string_view(of.target).substr(mark + 1));
  if (Header("content-type").starts_with("application/x-www-form-urlencoded")) {
    body = ReadForm(of.body);
  } else if (auto read = base::ParseJson(of.body, kMaxBody)) {
    body = std::move(*read);
  }
}

std::string PlatformPlayer::Scene::ValueAt(const ValuePlace& place) const {
  const auto in = [](const std::map<std::string, std::string>& map, const std::string& key) {
    const auto it = map.find(key);
    return it == map.end() ? std::string() : it->second;
  };
  if (place.starts_with("path:")) return PercentDecoded(in(names, place.substr(5)));
  if (place.starts_with("query:")) return in(query, place.substr(6));
  if (place.starts_with("header:")) return Header(std::string_view(place).substr(7));
  if (!place.starts_with('/') || !body.is_structured()) return {};
  return AsText(Within(body, place));
}

std::string PlatformPlayer::Scene::Header(std::string_view name) const {
  const std::string wanted = base::AsciiLower(name);
  for (const auto& [key, value] : request.headers)
    if (base::AsciiLower(key) == wanted) return value;
  return {};
}

std::string PlatformPlayer::Scene::Bearer() const {
  if (const std::string token = Header("x-acs-dingtalk-access-token"); !token.empty()) return token;
  const std::string header = Header("authorization");
  const std::size_t space = header.find(' ');
  if (space != std::string::npos) return header.substr(space + 1);
  const auto it = query.find("access_token");
  return it == query.end() ? std::string() : it->second;
}

}  // namespace frontdesk::fakes
