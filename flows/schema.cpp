#include "flows/schema.h"

#include <nlohmann/json.hpp>
#include <set>

#include "flows/condition.h"
#include "flows/declarations.h"

namespace frontdesk::flows {
namespace {

using Json = nlohmann::ordered_json;  // keys in the order of the declarations, as an author meets them

constexpr int kIndent = 2;

// Text as YAML has it: a bare 3.2 or yes is text to the reader whatever an editor takes it for.
Json Words() { return {{"type", {"string", "number", "boolean"}}, {"minLength", 1}}; }
Json Text() { return {{"type", {"string", "number", "boolean", "null"}}}; }
Json Names(std::span<const std::string_view> names) {
  Json list = Json::array();
  for (const std::string_view name : names) list.push_back(name);
  return {{"enum", list}};
}

std::vector<std::string_view> TypesOf(TypeMask mask) {
  std::vector<std::string_view> names;
  for (int i = 0; i < kSlotTypes; ++i)
    if ((mask & MaskOf(static_cast<SlotType>(i))) != 0) names.push_back(ToString(static_cast<SlotType>(i)));
  return names;
}

class SchemaWriter {
 public:
  std::string Write(const Mapping& root, std::string_view title) {
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
    schema.update(Object(root));
    schema["$defs"] = std::move(definitions_);
    return schema.dump(kIndent) + "\n";
  }

 private:
  Json Object(const Mapping& mapping) {
    Json object = {{"type", "object"}, {"additionalProperties", false}};
    Json properties = Json::object(), required = Json::array(), rules = Json::array();
    for (const Field& field : mapping.fields) {
      properties[std::string(field.key)] = Described(field);
      if (field.required) required.push_back(field.key);
      AddRules(field, rules);
    }
    object["properties"] = std::move(properties);
    if (!required.empty()) object["required"] = std::move(required);
    if (!rules.empty()) object["allOf"] = std::move(rules);
    return object;
  }

  // What holds for some slot types only.
  static void AddRules(const Field& field, Json& rules) {
    if (field.types != 0)
      rules.push_back(
          {{"if", {{"required", {field.key}}}}, {"then", {{"properties", {{"type", Names(TypesOf(field.types))}}}}}});
    if (field.required_for != 0)
      rules.push_back({{"if", {{"properties", {{"type", Names(TypesOf(field.required_for))}}}, {"required", {"type"}}}},
                       {"then", {{"required", {field.key}}}}});
  }

  Json Described(const Field& field) {
    Json schema = Value(field);
    if (!field.about.empty()) schema["description"] = field.about;
    return schema;
  }

  Json Value(const Field& field) {
    switch (field.shape) {
      case Shape::kWords: return WithPattern(Words(), field);
      case Shape::kText: return WithPattern(Text(), field);
      case Shape::kFlag: return {{"enum", {true, false, "yes", "no", "on", "off"}}};
      case Shape::kWhole: return {{"type", "integer"}, {"minimum", field.least}, {"maximum", field.most}};
      case Shape::kBytes: return {{"type", {"string", "integer"}}, {"pattern", "^[0-9]+ *([kKmMgG]?[bB])?$"}};
      case Shape::kTexts: return TextList(field);
      case Shape::kNames: return {{"type", "array"}, {"items", Text()}};
      case Shape::kOneOf: return Names(field.allowed);
      case Shape::kSlotType: return Names(TypesOf(~TypeMask{0}));
      case Shape::kMapping: return OneOf(field);
      case Shape::kMappings: return List(field);
      case Shape::kAssignments: return Assignments(field);
      case Shape::kLabels: return {{"type", "object"}, {"additionalProperties", Text()}};
      case Shape::kByName: return {{"type", "object"}, {"additionalProperties", AnyOf(field)}};
      case Shape::kCondition: return Condition();
    }
    return true;
  }

  static Json WithPattern(Json schema, const Field& field) {
    if (!field.pattern.empty()) schema["pattern"] = field.pattern;
    return schema;
  }

  static Json TextList(const Field& field) {
    const Json one = field.allowed.empty() ? WithPattern(Text(), field) : Names(field.allowed);
    return {{"anyOf", {one, {{"type", "array"}, {"items", one}}, {{"type", "null"}}}}};
  }

  static Json Assignments(const Field& field) {
    return {{"type", "object"},
            {"minProperties", 1},
            {"propertyNames", {{"pattern", field.pattern}}},
            {"additionalProperties", Text()}};
  }

  Json List(const Field& field) {
    Json item = OneOf(field);
    item["minProperties"] = 1;
    Json list = {{"type", "array"}, {"minItems", 1}, {"items", item}};
    if (field.most > 0) list["maxItems"] = field.most;
    return list;
  }

  Json OneOf(const Field& field) { return Choice("oneOf", field); }
  Json AnyOf(const Field& field) { return Choice("anyOf", field); }
  Json Choice(const char* how, const Field& field) {
    if (field.of.size() == 1) return Reference(*field.of.front());
    Json choices = Json::array();
    for (const Mapping* mapping : field.of) choices.push_back(Reference(*mapping));
    return {{how, choices}};
  }

  Json Reference(const Mapping& mapping) {
    const std::string name(mapping.name);
    if (!definitions_.contains(name)) definitions_[name] = Object(mapping);
    return {{"$ref", "#/$defs/" + name}};
  }

  // {slot: value}, {slot: [a, b]}, {slot: {below: 3}}, all, any, not.
  Json Condition() {
    if (!definitions_.contains("condition")) {
      const Json itself = {{"$ref", "#/$defs/condition"}};
      const Json several = {{"type", "array"}, {"minItems", 1}, {"items", itself}};
      const Json values = {{"anyOf", {Text(), {{"type", "array"}, {"minItems", 1}, {"items", Text()}}}}};
      Json tests = Json::object();
      for (const std::string_view test : TestNames()) tests[std::string(test)] = values;
      tests[std::string(TestName(TestKind::kKnown))] = Value({.shape = Shape::kFlag});
      const Json tested = {
          {"type", "object"}, {"minProperties", 1}, {"additionalProperties", false}, {"properties", tests}};
      definitions_["condition"] = {{"type", "object"},
                                   {"minProperties", 1},
                                   {"properties", {{"all", several}, {"any", several}, {"not", itself}}},
                                   {"additionalProperties", {{"anyOf", {values, tested}}}}};
    }
    return {{"$ref", "#/$defs/condition"}};
  }

  Json definitions_ = Json::object();
};

}  // namespace

std::string FlowSchema() { return SchemaWriter().Write(kFlowMapping, "A flow of Frontdesk"); }
std::string TranslationSchema() {
  return SchemaWriter().Write(kTranslationMapping, "The texts of a flow in another language");
}

}  // namespace frontdesk::flows
