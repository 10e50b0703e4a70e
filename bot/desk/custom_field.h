// Fields of the workspace's own on its tickets: an order number, a contract, the day of a delivery. They are filled by
// a flow's slot of the same name and by agents.
//
// Thread safety: plain values, pure functions. Failure: kInvalid with what is wrong and what would be right.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"
#include "bot/base/result.h"

namespace frontdesk::desk {

struct CustomField {
  enum class Type { kText, kChoice, kNumber, kDate };
  enum class Need { kNever, kAtOpen, kAtResolve };
  std::string name;
  std::map<std::string, std::string> label;  // by locale
  Type type = Type::kText;
  std::vector<std::string> choices;
  Need need = Need::kNever;
};
using CustomFields = std::vector<CustomField>;

inline constexpr std::size_t kMaxCustomFields = 50;
inline constexpr std::size_t kMaxCustomBytes = 2'000;

std::string_view ToString(CustomField::Type type);  // text, choice, number, date
const CustomField* FindField(const CustomFields& fields, std::string_view name);
// The value as it is kept; empty stays empty: it takes the value away.
base::Result<std::string> CheckCustom(const CustomField& field, std::string_view value);
// Sets, replaces or, when the value is empty, removes it.
void SetCustom(std::vector<base::Fact>& values, const CustomField& field, std::string_view locale, std::string value);
// Labels of the fields that must be filled by then and are not.
std::vector<std::string> Missing(const CustomFields& fields, const std::vector<base::Fact>& values,
                                 CustomField::Need by, std::string_view locale);

}  // namespace frontdesk::desk
