#include "flows/declared_fields.h"

#include <algorithm>
#include <cassert>

#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

bool Names(const std::vector<std::string>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

DeclaredFields::DeclaredFields(const base::YamlNode& node, const Mapping& mapping, base::Findings& findings,
                               std::string_view what)
    : node_(node),
      mapping_(mapping),
      findings_(findings),
      what_(what.empty() ? mapping.what : what),
      fields_(node, what_, findings, std::string(mapping.how)) {}

const Field& DeclaredFields::Declared(std::string_view key) const {
  static constexpr Field kNone;
  const Field* field = mapping_.Find(key);
  assert(field != nullptr && "a reader asks for a key that declarations.cpp does not have");
  return field == nullptr ? kNone : *field;
}

bool DeclaredFields::FitsType(const Field& field) const {
  return field.types == 0 || !type_ || (field.types & MaskOf(*type_)) != 0;
}

bool DeclaredFields::Fits(std::string_view key) const { return Has(key) && FitsType(Declared(key)); }

void DeclaredFields::FitTo(SlotType type) {
  type_ = type;
  for (const Field& field : mapping_.fields) {
    if ((field.required_for & MaskOf(type)) != 0) fields_.Require(field.key);
    if (FitsType(field) || !Has(field.key)) continue;
    const bool files = field.key == "max" && IsFileType(type);
    findings_.Error(PlaceOf(field.key),
                    "'" + std::string(field.key) + "' does not fit a slot of type " + std::string(ToString(type)),
                    files ? "say how many files with 'many'" : "remove it");
  }
}

std::string DeclaredFields::Text(std::string_view key, std::string fallback) {
  const Field& field = Declared(key);
  const bool words = field.required || (field.shape != Shape::kText && Has(key));
  return words ? fields_.RequiredText(key) : fields_.Text(key, std::move(fallback));
}

bool DeclaredFields::Flag(std::string_view key) { return fields_.Bool(Declared(key).key, false); }

std::int64_t DeclaredFields::Whole(std::string_view key, std::int64_t fallback) {
  const Field& field = Declared(key);
  return fields_.Int(key, fallback, field.least, field.most);
}

std::int64_t DeclaredFields::Bytes(std::string_view key, std::int64_t fallback) {
  const Field& field = Declared(key);
  const std::int64_t bytes = fields_.Bytes(key, fallback);
  if (bytes >= field.least && bytes <= field.most) return bytes;
  findings_.Error(PlaceOf(key), "'" + std::string(key) + "' must be between " + std::to_string(field.least) + " and " +
                                    WriteBytes(field.most));
  return fallback;
}

std::vector<std::string> DeclaredFields::Texts(std::string_view key) { return fields_.Texts(Declared(key).key); }

std::string DeclaredFields::OneOf(std::string_view key, std::string fallback) {
  const Field& field = Declared(key);
  return fields_.OneOf(key, {field.allowed.begin(), field.allowed.end()}, std::move(fallback));
}

void DeclaredFields::Finish() {
  std::vector<std::string_view> known;
  for (const Field& field : mapping_.fields)
    if (FitsType(field)) known.push_back(field.key);
  for (const auto& entry : node_.entries)
    if (mapping_.Find(entry.key) == nullptr && !Names(excused_, entry.key))
      findings_.Error(entry.key_place, "unknown key '" + entry.key + "' in " + what_,
                      base::DidYouMean(entry.key, known));
}

}  // namespace frontdesk::flows
