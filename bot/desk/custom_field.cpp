#include "bot/desk/custom_field.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/text.h"
#include "bot/desk/calendar.h"
#include "bot/desk/taxonomy.h"

namespace frontdesk::desk {

namespace {

constexpr std::array<std::string_view, 4> kTypes = {"text", "choice", "number", "date"};

bool IsNumber(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string Listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

std::string_view ToString(CustomField::Type type) { return kTypes[static_cast<std::size_t>(type)]; }

const CustomField* FindField(const CustomFields& fields, std::string_view name) {
  for (const CustomField& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

base::Result<std::string> CheckCustom(const CustomField& field, std::string_view text) {
  const std::string value = base::CleanUtf8(base::Trim(text));
  const auto refuse = [&](const std::string& why) {
    return base::Fail(base::ErrorCode::kInvalid, "'" + value + "' does not fit '" + field.name + "': " + why + ".");
  };
  if (value.empty()) return value;
  if (value.size() > kMaxCustomBytes) return base::Fail(base::ErrorCode::kTooLarge, "That value is too long.");
  switch (field.type) {
    case CustomField::Type::kText: return value;
    case CustomField::Type::kChoice:
      if (std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end()) return value;
      return refuse("choose one of " + Listed(field.choices));
    case CustomField::Type::kNumber:
      return IsNumber(value) ? base::Result<std::string>(value) : refuse("write a number");
    case CustomField::Type::kDate: {
      const std::string day = ParseDay(value);
      return day.empty() ? refuse("write a day such as 2026-03-09") : base::Result<std::string>(day);
    }
  }
  return value;
}

void SetCustom(std::vector<base::Fact>& values, const CustomField& field, std::string_view locale, std::string value) {
  std::erase_if(values, [&](const base::Fact& fact) { return fact.key == field.name; });
  if (!value.empty()) values.push_back({field.name, InLocale(field.label, locale), std::move(value)});
}

std::vector<std::string> Missing(const CustomFields& fields, const std::vector<base::Fact>& values,
                                 CustomField::Need by, std::string_view locale) {
  std::vector<std::string> missing;
  for (const CustomField& field : fields) {
    const auto is_it = [&](const base::Fact& fact) { return fact.key == field.name && !fact.value.empty(); };
    if (field.need == by && std::none_of(values.begin(), values.end(), is_it))
      missing.push_back(InLocale(field.label, locale));
  }
  return missing;
}

}  // namespace frontdesk::desk
