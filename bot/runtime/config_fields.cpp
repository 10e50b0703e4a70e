// `desk: fields:`: fields of the workspace's own on its tickets.
#include <algorithm>

#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;
using desk::CustomField;

constexpr std::size_t kMaxChoices = 100;
constexpr std::size_t kMaxLabelBytes = 100;
// What every ticket has already.
constexpr std::string_view kTaken[] = {"title", "category", "component", "impact", "scope",  "workaround", "tier",
                                       "stage", "expected", "fixed_in",  "effort", "fit",    "queue",      "owner",
                                       "state", "number",   "words",     "files",  "source", "flow"};

bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

void ReadLabel(Fields& fields, const std::vector<std::string>& locales, CustomField& field, Findings& findings) {
  const YamlNode* node = fields.Get("label");
  if (node == nullptr || node->IsNull()) return;
  const auto add = [&](const std::string& locale, const YamlNode& text) {
    if (!text.IsScalar() || text.scalar.empty() || text.scalar.size() > kMaxLabelBytes)
      return findings.Error(text.place, "a label must be a text of at most 100 bytes");
    field.label[locale] = text.scalar;
  };
  if (!node->IsMap()) return add(locales.front(), *node);
  for (const YamlNode::Entry& entry : node->entries) add(entry.key, entry.value);
  for (const std::string& locale : locales)
    if (node->Find(locale) == nullptr)
      findings.Warning(node->place, "'label' has no text for the locale '" + locale + "'", "add " + locale + ": ...");
}

CustomField::Type TypeFrom(const std::string& name) {
  for (const auto type : {CustomField::Type::kChoice, CustomField::Type::kNumber, CustomField::Type::kDate})
    if (ToString(type) == name) return type;
  return CustomField::Type::kText;
}

CustomField ReadField(const YamlNode::Entry& entry, const std::vector<std::string>& locales, Findings& findings) {
  CustomField field;
  field.name = entry.key;
  Fields fields(entry.value, "the field '" + entry.key + "'", findings,
                "write " + entry.key + ": {label: ..., type: text}");
  ReadLabel(fields, locales, field, findings);
  if (field.label.empty()) field.label[locales.front()] = entry.key;
  field.type = TypeFrom(fields.OneOf("type", {"text", "choice", "number", "date"}, "text"));
  field.choices = fields.Texts("choices");
  const bool choice = field.type == CustomField::Type::kChoice;
  if (choice == field.choices.empty()) {
    findings.Error(
        fields.PlaceOf("choices"),
        choice ? "a field of the type 'choice' needs its choices" : "only a field of the type 'choice' has choices",
        choice ? "add choices: [a, b]" : "write type: choice, or remove the choices");
  }
  if (field.choices.size() > kMaxChoices) findings.Error(fields.PlaceOf("choices"), "more than 100 choices");
  const std::string need = fields.OneOf("required", {"open", "resolve", "no"}, "no");
  field.need = need == "open"      ? CustomField::Need::kAtOpen
               : need == "resolve" ? CustomField::Need::kAtResolve
                                   : CustomField::Need::kNever;
  fields.Finish();
  return field;
}

}  // namespace

desk::CustomFields ReadCustomFields(Fields& desk, const std::vector<std::string>& locales, Findings& findings) {
  desk::CustomFields all;
  const YamlNode* node = desk.Get("fields");
  if (node == nullptr || node->IsNull()) return all;
  if (!node->IsMap()) {
    findings.Error(node->place, "'fields' must be a mapping of names", "write fields: {order: {label: Order number}}");
    return all;
  }
  if (node->entries.size() > desk::kMaxCustomFields) findings.Error(node->place, "more than 50 fields", "remove some");
  for (const YamlNode::Entry& entry : node->entries) {
    if (!IsName(entry.key)) {
      findings.Error(entry.key_place, "'" + entry.key + "' must be of lower-case letters, digits, '-' and '_'");
    } else if (std::find(std::begin(kTaken), std::end(kTaken), entry.key) != std::end(kTaken)) {
      findings.Error(entry.key_place, "every ticket has a field '" + entry.key + "' already", "choose another name");
    }
    all.push_back(ReadField(entry, locales, findings));
  }
  return all;
}

}  // namespace frontdesk::runtime
