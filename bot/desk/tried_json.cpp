#include "bot/desk/tried_json.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"

namespace frontdesk::desk {

using base::TextAt;
using nlohmann::json;

json TriedJson(const std::vector<TriedArticle>& tried) {
  json list = json::array();
  for (const TriedArticle& one : tried)
    list.push_back({{"id", one.id}, {"title", one.title}, {"verdict", one.verdict}});
  return list;
}

std::vector<TriedArticle> TriedAt(const json& object, const char* key) {
  std::vector<TriedArticle> tried;
  const auto it = object.find(key);
  if (it == object.end() || !it->is_array()) return tried;
  for (const json& one : *it) tried.push_back({TextAt(one, "id"), TextAt(one, "title"), TextAt(one, "verdict")});
  return tried;
}

}  // namespace frontdesk::desk
