#include "adapters/teams/button_data.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/teams/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::FormField;
using base::TextAt;
using nlohmann::json;

constexpr char kOurs[] = "fd";
constexpr std::size_t kMaxValue = 2'000;
constexpr std::size_t kProofSize = 22;  // 132 bits

std::string Proof(std::string_view kind, std::string_view what, const Shown& shown, const Settings& settings) {
  const std::string text = std::string(kind) + "\n" + std::string(shown.channel) + "\n" + std::to_string(shown.row) +
                           "\n" + std::string(what);
  return base::Base64UrlEncode(base::HmacSha256(settings.SecretOf("path_secret").Reveal(), text)).substr(0, kProofSize);
}

bool IsProven(const std::string& proof, std::string_view kind, std::string_view what, const Shown& shown,
              const Settings& settings) {
  return base::ConstantTimeEquals(proof, Proof(kind, what, shown, settings));
}

std::int64_t RowOf(const std::string& digits) {
  std::int64_t row = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), row);
  return end.ec == std::errc{} && end.ptr == digits.data() + digits.size() && row > 0 ? row : 0;
}

json NamesOf(const std::vector<FormField>& form) {
  json names = json::array();
  for (const FormField& field : form) names.push_back(field.name);
  return names;
}

json FieldJson(const FormField& field) {
  json one = {{"name", field.name}, {"label", field.label}, {"input", field.input}, {"required", field.required}};
  if (!field.hint.empty()) one["hint"] = field.hint;
  for (const base::Button& option : field.options) one["options"].push_back({option.label, option.value});
  return one;
}

FormField FieldOf(const json& one) {
  FormField field;
  field.name = TextAt(one, "name");
  field.label = TextAt(one, "label");
  field.hint = TextAt(one, "hint");
  field.input = TextAt(one, "input");
  field.required = base::BoolAt(one, "required", true);
  for (const json& option : ListAt(one, "options"))
    if (option.is_array() && option.size() == 2 && option[0].is_string() && option[1].is_string())
      field.options.push_back({option[0].get<std::string>(), option[1].get<std::string>()});
  return field;
}

std::string TextOf(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  return value.is_number() ? base::DumpJson(value) : std::string();
}

std::optional<Click> FilledIn(const json& data, const json& ours, const Shown& shown, const Settings& settings) {
  const json& names = ListAt(ours, "fields");
  if (!IsProven(TextAt(ours, "proof"), "form", base::DumpJson(names), shown, settings)) return std::nullopt;
  Click click{shown.row, true, false, {}, {}};
  for (const json& name : names) {
    if (!name.is_string() || click.filled.values.size() >= kMaxAnswers) continue;
    const std::string field = name.get<std::string>();
    click.filled.values.push_back({field, {}, EnteredIn(data, field)});
  }
  return click;
}

// The proof stands before the value.
std::optional<Click> PickedIn(const json& data, const Shown& shown, const Settings& settings) {
  const std::string picked = TextAt(data, kPick);
  if (picked.size() <= kProofSize + 1 || picked.size() > kProofSize + 1 + kMaxValue) return std::nullopt;
  const std::string value = picked.substr(kProofSize + 1);
  if (!IsProven(picked.substr(0, kProofSize), "press", value, shown, settings)) return std::nullopt;
  return Click{shown.row, false, shown.stays, {value, {}, shown.row}, {}};
}

}  // namespace

json PressData(const base::Button& button, const Shown& shown, const Settings& settings) {
  json data = {{kOurs,
                {{"row", std::to_string(shown.row)},
                 {"value", button.value},
                 {"label", button.label},
                 {"proof", Proof("press", button.value, shown, settings)}}}};
  if (shown.stays) data[kOurs]["stays"] = true;
  return data;
}

json PickData(const Shown& shown) {
  return {{kOurs, {{"row", std::to_string(shown.row)}, {"pick", true}, {"stays", shown.stays}}}};
}

std::string PickValue(std::string_view value, const Shown& shown, const Settings& settings) {
  return Proof("press", value, shown, settings) + "." + std::string(value);
}

json FormData(const std::vector<FormField>& form, const Shown& shown, const Settings& settings) {
  json names = NamesOf(form);
  std::string proof = Proof("form", base::DumpJson(names), shown, settings);
  return {{kOurs, {{"row", std::to_string(shown.row)}, {"fields", std::move(names)}, {"proof", std::move(proof)}}}};
}

std::string InputName(std::string_view field) { return "in-" + std::string(field); }

json OpenData(const std::vector<FormField>& form, const Shown& shown, const Settings& settings) {
  json fields = json::array();
  for (const FormField& field : form) fields.push_back(FieldJson(field));
  std::string proof = Proof("open", base::DumpJson(fields), shown, settings);
  return {{"msteams", {{"type", "task/fetch"}}},
          {kOurs, {{"row", std::to_string(shown.row)}, {"form", std::move(fields)}, {"proof", std::move(proof)}}}};
}

std::optional<OpenedForm> OpenedIn(const json& data, std::string_view channel, const Settings& settings) {
  const json& ours = ObjectAt(data, kOurs);
  OpenedForm opened{{RowOf(TextAt(ours, "row")), channel, false}, {}};
  const json& fields = ListAt(ours, "form");
  if (opened.shown.row == 0 || fields.empty() || fields.size() > kMaxAnswers) return std::nullopt;
  if (!IsProven(TextAt(ours, "proof"), "open", base::DumpJson(fields), opened.shown, settings)) return std::nullopt;
  for (const json& field : fields) opened.form.push_back(FieldOf(field.is_object() ? field : json::object()));
  return opened;
}

std::optional<Click> ClickIn(const json& data, std::string_view channel, const Settings& settings) {
  const json& ours = ObjectAt(data, kOurs);
  const Shown shown{RowOf(TextAt(ours, "row")), channel, base::BoolAt(ours, "stays")};
  if (shown.row == 0) return std::nullopt;
  if (ours.contains("fields")) return FilledIn(data, ours, shown, settings);
  if (base::BoolAt(ours, "pick")) return PickedIn(data, shown, settings);
  const std::string value = TextAt(ours, "value");
  if (value.empty() || value.size() > kMaxValue) return std::nullopt;
  if (!IsProven(TextAt(ours, "proof"), "press", value, shown, settings)) return std::nullopt;
  return Click{shown.row, false, shown.stays, {value, base::CleanUtf8(TextAt(ours, "label")), shown.row}, {}};
}

std::string EnteredIn(const json& data, std::string_view field) {
  if (!data.is_object()) return {};
  const auto it = data.find(InputName(field));
  std::string entered = it == data.end() ? std::string() : base::CleanUtf8(TextOf(*it));
  return entered.size() > kMaxAnswer ? std::string() : entered;
}

}  // namespace frontdesk::adapters::teams
