// A validator for the part of JSON Schema (draft 2020-12) that our schemas use, and YAML as an editor sees it.
#pragma once

#include <re2/re2.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "bot/base/yaml.h"

namespace frontdesk::flows {

using Json = nlohmann::json;

// YAML 1.2's core schema: only true and false are flags, bare numbers are numbers.
inline Json AsEditorSees(const base::YamlNode& node) {
  if (node.IsList()) {
    Json list = Json::array();
    for (const auto& item : node.items) list.push_back(AsEditorSees(item));
    return list;
  }
  if (node.IsMap()) {
    Json map = Json::object();
    for (const auto& entry : node.entries) map[entry.key] = AsEditorSees(entry.value);
    return map;
  }
  if (node.IsNull()) return nullptr;
  if (!node.quoted && (node.scalar == "true" || node.scalar == "false")) return node.scalar == "true";
  if (const auto whole = base::AsInt(node)) return *whole;
  if (const auto number = base::AsNumber(node)) return *number;
  return node.scalar;
}

class SchemaValidator {
 public:
  explicit SchemaValidator(const std::string& schema) : root_(Json::parse(schema)) {}
  bool Accepts(const Json& value) const { return Valid(value, root_); }

 private:
  static bool HasType(const Json& value, const std::string& type) {
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    throw std::runtime_error("the validator does not know the type " + type);
  }

  bool Valid(const Json& value, const Json& schema) const {
    if (schema.is_boolean()) return schema.get<bool>();
    for (const auto& [word, rule] : schema.items())
      if (!Holds(word, rule, value, schema)) return false;
    return true;
  }

  bool Holds(const std::string& word, const Json& rule, const Json& value, const Json& schema) const {
    if (word == "$schema" || word == "$defs" || word == "title" || word == "description" || word == "then") return true;
    if (word == "$ref") return Valid(value, root_.at(Json::json_pointer(rule.get<std::string>().substr(1))));
    if (word == "type") return IsOfType(value, rule);
    if (word == "enum") return std::find(rule.begin(), rule.end(), value) != rule.end();
    if (word == "allOf") return Count(value, rule) == rule.size();
    if (word == "anyOf") return Count(value, rule) > 0;
    if (word == "oneOf") return Count(value, rule) == 1;
    if (word == "if") return !Valid(value, rule) || Valid(value, schema.at("then"));
    if (value.is_string()) return HoldsOfText(word, rule, value.get<std::string>());
    if (value.is_number()) return HoldsOfNumber(word, rule, value.get<double>());
    if (value.is_array()) return HoldsOfList(word, rule, value);
    if (value.is_object()) return HoldsOfMap(word, rule, value, schema);
    return true;
  }

  static bool IsOfType(const Json& value, const Json& rule) {
    if (rule.is_string()) return HasType(value, rule);
    return std::any_of(rule.begin(), rule.end(), [&](const Json& type) { return HasType(value, type); });
  }

  std::size_t Count(const Json& value, const Json& schemas) const {
    return static_cast<std::size_t>(
        std::count_if(schemas.begin(), schemas.end(), [&](const Json& schema) { return Valid(value, schema); }));
  }

  static bool HoldsOfText(const std::string& word, const Json& rule, const std::string& text) {
    if (word == "minLength") return text.size() >= rule.get<std::size_t>();
    if (word == "pattern") return RE2::PartialMatch(text, rule.get<std::string>());
    return true;
  }

  static bool HoldsOfNumber(const std::string& word, const Json& rule, double number) {
    if (word == "minimum") return number >= rule.get<double>();
    if (word == "maximum") return number <= rule.get<double>();
    return true;
  }

  bool HoldsOfList(const std::string& word, const Json& rule, const Json& list) const {
    if (word == "minItems") return list.size() >= rule.get<std::size_t>();
    if (word == "maxItems") return list.size() <= rule.get<std::size_t>();
    if (word == "items")
      return std::all_of(list.begin(), list.end(), [&](const Json& item) { return Valid(item, rule); });
    return true;
  }

  bool HoldsOfMap(const std::string& word, const Json& rule, const Json& map, const Json& schema) const {
    if (word == "minProperties") return map.size() >= rule.get<std::size_t>();
    if (word == "required")
      return std::all_of(rule.begin(), rule.end(), [&](const Json& key) { return map.contains(key); });
    for (const auto& [key, value] : map.items()) {
      const bool declared = schema.contains("properties") && schema["properties"].contains(key);
      if (word == "properties" && declared && !Valid(value, rule.at(key))) return false;
      if (word == "additionalProperties" && !declared && !Valid(value, rule)) return false;
      if (word == "propertyNames" && !Valid(key, rule)) return false;
    }
    return true;
  }

  Json root_;
};

}  // namespace frontdesk::flows
