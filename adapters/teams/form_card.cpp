#include "adapters/teams/form_card.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/inert.h"
#include "adapters/teams/card.h"
#include "adapters/teams/card_text.h"
#include "adapters/teams/wire.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::FormField;
using nlohmann::json;

constexpr std::size_t kMaxQuestions = 30;
constexpr std::size_t kMaxChoices = 100;
constexpr std::size_t kFewChoices = 5;  // that are all seen at once
constexpr std::size_t kMaxInput = 4'000;
constexpr std::size_t kMaxHint = 200;  // graphemes

json ChoicesOf(const FormField& field) {
  json choices = json::array();
  for (const base::Button& option : field.options)
    choices.push_back({{"title", common::InertText(option.label)}, {"value", option.value}});
  return choices;
}

json InputOf(const FormField& field, const Words& words) {
  json input = {{"id", InputName(field.name)}};
  std::string label = common::InertText(field.label);
  if (field.required) {
    input["isRequired"] = true;
    input["errorMessage"] = words.answer_missing;
  } else {
    label += " " + std::string(words.optional);
  }
  input["label"] = std::move(label);
  const std::string hint = base::Shorten(common::InertText(field.hint), kMaxHint);
  if (!field.options.empty()) {
    input["type"] = "Input.ChoiceSet";
    input["choices"] = ChoicesOf(field);
    input["isMultiSelect"] = field.input == "multi";
    input["style"] = field.options.size() <= kFewChoices ? "expanded" : "compact";
    input["wrap"] = true;
    input["placeholder"] = hint.empty() ? std::string(words.choose) : hint;
    return input;
  }
  const bool date = field.input == "date";
  input["type"] = date ? "Input.Date" : "Input.Text";
  if (!hint.empty()) input["placeholder"] = hint;
  if (date) return input;
  input["maxLength"] = kMaxInput;
  if (field.input == "longtext" || field.input == "log") input["isMultiline"] = true;
  return input;
}

}  // namespace

bool FitsForm(const std::vector<FormField>& form) {
  return !form.empty() && form.size() <= kMaxQuestions && std::all_of(form.begin(), form.end(), [](const auto& field) {
    return field.input != "file" && !field.name.empty() && !field.label.empty() && field.options.size() <= kMaxChoices;
  });
}

bool HasErrors(const std::vector<FormField>& form) {
  return std::any_of(form.begin(), form.end(), [](const FormField& field) { return !field.error.empty(); });
}

void AddInputs(const std::vector<FormField>& form, const json& entered, const Words& words, json& body) {
  for (const FormField& field : form) {
    json input = InputOf(field, words);
    if (std::string value = EnteredIn(entered, field.name); !value.empty()) input["value"] = std::move(value);
    body.push_back(std::move(input));
    if (field.error.empty()) continue;
    json error = Line(common::InertText(field.error), "Attention");
    error["spacing"] = "None";
    body.push_back(std::move(error));
  }
}

json DialogOf(const std::vector<FormField>& form, const Shown& shown, const json& entered, const Words& words,
              const Settings& settings) {
  json body = json::array();
  AddInputs(form, entered, words, body);
  json actions = json::array();
  actions.push_back({{"type", "Action.Submit"}, {"title", words.send}, {"data", FormData(form, shown, settings)}});
  json card = CardWith(std::move(body), std::move(actions));
  return {{"task",
           {{"type", "continue"},
            {"value",
             {{"title", words.title},
              {"height", "medium"},
              {"width", "medium"},
              {"card", {{"contentType", kCardType}, {"content", std::move(card)}}}}}}}};
}

const Words& WordsOf(const std::vector<FormField>& form) {
  std::string asked;
  for (const FormField& field : form) asked += field.label + " ";
  return WordsIn(base::GuessLocale(asked));
}

}  // namespace frontdesk::adapters::teams
