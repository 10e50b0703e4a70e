#include "bot/base/message_json.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"

namespace frontdesk::base {

namespace {

using nlohmann::json;

const json& ListAt(const json& object, const char* key) {
  static const json kEmpty = json::array();
  const auto it = object.find(key);
  return it != object.end() && it->is_array() ? *it : kEmpty;
}

}  // namespace

json FilesJson(const std::vector<FileRef>& files) {
  json list = json::array();
  for (const FileRef& file : files)
    list.push_back({{"id", file.id}, {"name", file.name}, {"type", file.type}, {"size", file.size}});
  return list;
}

std::vector<FileRef> FilesAt(const json& object, const char* key) {
  std::vector<FileRef> files;
  for (const json& file : ListAt(object, key))
    files.push_back({TextAt(file, "id"), TextAt(file, "name"), TextAt(file, "type"), IntAt(file, "size")});
  return files;
}

json FactsJson(const std::vector<Fact>& facts) {
  json list = json::array();
  for (const Fact& fact : facts) list.push_back({{"key", fact.key}, {"label", fact.label}, {"value", fact.value}});
  return list;
}

std::vector<Fact> FactsAt(const json& object, const char* key) {
  std::vector<Fact> facts;
  for (const json& fact : ListAt(object, key))
    facts.push_back({TextAt(fact, "key"), TextAt(fact, "label"), TextAt(fact, "value")});
  return facts;
}

}  // namespace frontdesk::base
