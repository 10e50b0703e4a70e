// What may stand in a flow file and in its translation, as data: every key with its shape, its bounds and one line for
// whoever writes it. The reader takes its keys from here and the schema for editors is made from here, so neither can
// know a key that the other does not.
//
// To add a key: one row in declarations.cpp, then read it by DeclaredFields (declared_fields.h).
// Thread safety: constants.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "flows/flow.h"

namespace frontdesk::flows {

enum class Shape {
  kWords,        // text that is not empty
  kText,         // text that may be left empty
  kFlag,         // true or false
  kWhole,        // a whole number from `least` to `most`
  kBytes,        // 20MB
  kTexts,        // a list of texts; one text stands for a list of one
  kNames,        // a list of texts, always a list
  kOneOf,        // one of `allowed`
  kSlotType,     // the name of a slot type
  kMapping,      // one of the mappings `of`
  kMappings,     // a list of them
  kAssignments,  // names with text, or with nothing
  kLabels,       // names with text
  kByName,       // names, each with one of the mappings `of`
  kCondition,
};

using TypeMask = std::uint32_t;  // a bit for each slot type

template <typename... Types>
constexpr TypeMask MaskOf(Types... types) {
  return ((TypeMask{1} << static_cast<unsigned>(types)) | ...);
}

struct Mapping;

struct Field {
  std::string_view key = {};
  Shape shape = Shape::kText;
  std::string_view about = {};
  bool required = false;
  TypeMask types = 0;         // of an ask step: the slot types that it fits; 0: all
  TypeMask required_for = 0;  // and those that cannot do without it
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string_view pattern = {};  // of a text: RE2 and ECMA alike
  std::span<const std::string_view> allowed = {};
  std::span<const Mapping* const> of = {};
};

struct Mapping {
  std::string_view name;  // in the schema
  std::string_view what;  // in findings: "a step"
  std::span<const Field> fields;
  std::string_view how = {};  // for whoever wrote something else than a mapping

  const Field* Find(std::string_view key) const;
};

// Patterns of names, as IsName (slot_reader.h) takes them.
inline constexpr std::string_view kSlotName = "^[a-z][a-z0-9_]{0,63}$";
inline constexpr std::string_view kStepName = "^[a-z][a-z0-9_-]{0,63}$";
inline constexpr std::string_view kOptionValue = "^[A-Za-z0-9_.-]+$";
inline constexpr std::string_view kMediaType = R"(^([a-z0-9.+-]+/([a-z0-9.+-]+|\*)|\*/\*)$)";

extern const Mapping kFlowMapping;
extern const Mapping kTranslationMapping;

// Mappings that a reader asks for by name.
extern const Mapping kStartMapping;
extern const Mapping kTranslatedStartMapping;
extern const Mapping kOnFailMapping;
extern const Mapping kPrefillMapping;
extern const Mapping kOptionMapping;
extern const Mapping kArmMapping;
extern const Mapping kElseMapping;
extern const Mapping kTicketMapping;
extern const Mapping kHandoffMapping;
extern const Mapping kSearchMapping;
extern const Mapping kOnErrorMapping;
extern const Mapping kTranslatedAskMapping;
extern const Mapping kTranslatedSayMapping;
extern const Mapping kTranslatedConfirmMapping;

// One kind of step; its mapping's first field has the kind's name. The last is "", a bare label or goto.
struct StepKind {
  std::string_view key;
  const Mapping* mapping;
};
std::span<const StepKind> StepKinds();

}  // namespace frontdesk::flows
