#include "adapters/feishu/card.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/message_text.h"
#include "adapters/feishu/card_action.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::Button;
using base::FormField;
using nlohmann::json;

constexpr std::size_t kMaxQuestions = 20;
constexpr std::size_t kMaxOptions = 100;
constexpr std::size_t kMaxPlaceholder = 100;  // graphemes
constexpr std::size_t kLongButton = 12;       // graphemes; beyond it buttons stand one below the other
constexpr int kMaxInput = 1'000;              // characters, the most that the platform takes

json Plain(std::string_view text) { return {{"tag", "plain_text"}, {"content", text}}; }
json Markdown(std::string text) { return {{"tag", "markdown"}, {"content", std::move(text)}}; }

// Words of ours or a stranger's as markdown that means nothing but itself.
std::string Literal(std::string_view text) { return common::MessageText(base::Say(text), common::Markup::kLark); }

std::string FactLines(const std::vector<base::Fact>& facts) {
  base::Message lines;
  lines.facts = facts;
  return common::MessageText(lines, common::Markup::kLark);
}

json ButtonJson(const Button& button, const CardOwner& owner) {
  const ButtonValue value{owner.row, std::string(owner.thread), button.value, button.label, {}};
  return {{"tag", "button"},
          {"text", Plain(button.label)},
          {"type", "default"},
          {"behaviors", {{{"type", "callback"}, {"value", ToJson(value)}}}}};
}

// Side by side while they are short; the clients break the row where it ends.
void AddButtons(const std::vector<Button>& buttons, const CardOwner& owner, json& elements) {
  const bool is_short = std::all_of(buttons.begin(), buttons.end(), [](const Button& button) {
    return base::CountGraphemes(button.label) <= kLongButton;
  });
  json columns = json::array();
  for (const Button& button : buttons) {
    json one = ButtonJson(button, owner);
    if (is_short) {
      columns.push_back({{"tag", "column"}, {"width", "auto"}, {"elements", {std::move(one)}}});
    } else {
      elements.push_back(std::move(one));
    }
  }
  if (columns.empty()) return;
  elements.push_back(
      {{"tag", "column_set"}, {"flex_mode", "flow"}, {"horizontal_spacing", "8px"}, {"columns", std::move(columns)}});
}

json SelectJson(const FormField& field, bool zh) {
  json options = json::array();
  for (const Button& option : field.options)
    options.push_back({{"text", Plain(option.label)}, {"value", option.value}});
  const std::string hint = field.hint.empty() ? std::string(zh ? "请选择" : "Please choose") : field.hint;
  return {{"tag", field.input == "multi" ? "multi_select_static" : "select_static"},
          {"name", field.name},
          {"placeholder", Plain(base::Shorten(hint, kMaxPlaceholder))},
          {"width", "fill"},
          {"required", field.required},
          {"options", std::move(options)}};
}

json InputJson(const FormField& field) {
  const bool lines = field.input == "longtext" || field.input == "log";
  json input = {{"tag", "input"},  {"name", field.name},      {"input_type", lines ? "multiline_text" : "text"},
                {"width", "fill"}, {"max_length", kMaxInput}, {"required", field.required}};
  if (lines) input["rows"] = 3;
  if (!field.hint.empty()) input["placeholder"] = Plain(base::Shorten(field.hint, kMaxPlaceholder));
  return input;
}

void AddQuestion(const FormField& field, bool zh, json& elements) {
  const std::string optional = field.required ? "" : zh ? "（选填）" : " (optional)";
  std::string label = "**" + Literal(field.label) + "**" + optional;
  if (!field.error.empty()) label += "\n<font color='red'>" + Literal(field.error) + "</font>";
  elements.push_back(Markdown(std::move(label)));
  elements.push_back(field.options.empty() ? InputJson(field) : SelectJson(field, zh));
}

json FormJson(const std::vector<FormField>& form, const CardOwner& owner, bool zh) {
  json elements = json::array();
  ButtonValue value{owner.row, std::string(owner.thread), {}, {}, {}};
  for (const FormField& field : form) {
    AddQuestion(field, zh, elements);
    value.fields.push_back(field.name);
  }
  elements.push_back({{"tag", "button"},
                      {"name", "submit"},
                      {"text", Plain(zh ? "提交" : "Send")},
                      {"type", "primary"},
                      {"form_action_type", "submit"},
                      {"behaviors", {{{"type", "callback"}, {"value", ToJson(value)}}}}});
  return {{"tag", "form"}, {"name", "form_" + std::to_string(owner.row)}, {"elements", std::move(elements)}};
}

}  // namespace

bool FitsForm(const std::vector<FormField>& form) {
  return !form.empty() && form.size() <= kMaxQuestions && std::all_of(form.begin(), form.end(), [](const auto& field) {
    return field.input != "file" && field.name != "submit" && field.options.size() <= kMaxOptions;
  });
}

json CardOf(const CardPart& part, const CardOwner& owner, bool zh) {
  json elements = json::array();
  if (!part.words.empty()) elements.push_back(Markdown(part.words));
  if (!part.facts.empty()) elements.push_back(Markdown(FactLines(part.facts)));
  if (!part.form.empty()) {
    elements.push_back(FormJson(part.form, owner, zh));
  } else if (!part.buttons.empty()) {
    AddButtons(part.buttons, owner, elements);
  }
  return {{"schema", "2.0"}, {"config", {{"update_multi", true}}}, {"body", {{"elements", std::move(elements)}}}};
}

}  // namespace frontdesk::adapters::feishu
