#include "adapters/xmpp/form.h"

#include <algorithm>
#include <string_view>

#include "adapters/xmpp/names.h"

namespace frontdesk::adapters::xmpp {
namespace {

constexpr char kFormType[] = "urn:frontdesk:choice";
constexpr char kChoice[] = "choice";
constexpr char kQuestions[] = "urn:frontdesk:questions";
// Bounds of what is taken back.
constexpr std::size_t kMaxFields = 50;
constexpr std::size_t kMaxAnswer = 16 << 10;  // bytes

const base::XmlElement* FieldOf(const base::XmlElement& form, std::string_view name) {
  const auto found = std::ranges::find_if(form.children, [&](const base::XmlElement& field) {
    return field.name == "field" && field.Attribute("var") == name;
  });
  return found == form.children.end() ? nullptr : &*found;
}

std::string FieldType(const base::FormField& question) {
  if (question.input == "multi") return "list-multi";
  if (!question.options.empty()) return "list-single";
  return question.input == "longtext" || question.input == "log" ? "text-multi" : "text-single";
}

void AddQuestion(base::XmlElement& form, const base::FormField& question) {
  base::XmlElement& field = form.Add("field", kForm);
  field.Set("var", question.name).Set("type", FieldType(question)).Set("label", question.label);
  const std::string about = question.error.empty() ? question.hint : question.error;
  if (!about.empty()) field.Add("desc", kForm, about);
  if (question.required) field.Add("required", kForm);
  for (const base::Button& option : question.options)
    field.Add("option", kForm).Set("label", option.label).Add("value", kForm, option.value);
}

// Several values are lines of a text, or options.
std::string AnswerIn(const base::XmlElement& field) {
  const char* between = field.Attribute("type") == "list-multi" ? "," : "\n";
  std::string answer;
  for (const base::XmlElement& value : field.children)
    if (value.name == "value" && answer.size() < kMaxAnswer) answer += (answer.empty() ? "" : between) + value.text;
  return answer.size() > kMaxAnswer ? std::string() : answer;
}

}  // namespace

std::optional<base::XmlElement> ChoiceForm(const base::Message& message) {
  if (message.buttons.empty()) return std::nullopt;
  base::XmlElement form{"x", kForm};
  form.Set("type", "form");
  form.Add("instructions", kForm, base::ToPlainText(message.text));
  form.Add("field", kForm).Set("var", "FORM_TYPE").Set("type", "hidden").Add("value", kForm, kFormType);
  base::XmlElement& field = form.Add("field", kForm);
  field.Set("var", kChoice).Set("type", "list-single");
  for (const base::Button& button : message.buttons) {
    field.Add("option", kForm).Set("label", button.label).Add("value", kForm, button.value);
  }
  return form;
}

std::optional<base::Pressed> ChoiceIn(const base::XmlElement& form) {
  const base::XmlElement* type = FieldOf(form, "FORM_TYPE");
  const base::XmlElement* choice = FieldOf(form, kChoice);
  if (type == nullptr || type->ChildText("value") != kFormType || choice == nullptr) return std::nullopt;
  const std::string value(choice->ChildText("value"));
  if (value.empty()) return std::nullopt;
  return base::Pressed{value, {}};
}

std::optional<base::XmlElement> QuestionForm(const base::Message& message) {
  if (message.form.empty()) return std::nullopt;
  base::XmlElement form{"x", kForm};
  form.Set("type", "form");
  form.Add("field", kForm).Set("var", "FORM_TYPE").Set("type", "hidden").Add("value", kForm, kQuestions);
  for (const base::FormField& question : message.form) AddQuestion(form, question);
  return form;
}

std::optional<base::FilledForm> FilledIn(const base::XmlElement& form) {
  const base::XmlElement* type = FieldOf(form, "FORM_TYPE");
  if (type == nullptr || type->ChildText("value") != kQuestions) return std::nullopt;
  base::FilledForm filled;
  for (const base::XmlElement& field : form.children) {
    const std::string name(field.Attribute("var"));
    if (field.name != "field" || name == "FORM_TYPE" || name.empty() || filled.values.size() >= kMaxFields) continue;
    filled.values.push_back({name, {}, AnswerIn(field)});
  }
  return filled;
}

}  // namespace frontdesk::adapters::xmpp
