#include "adapters/xmpp/form.h"

#include <algorithm>
#include <string_view>

#include "adapters/xmpp/names.h"

namespace frontdesk::adapters::xmpp {
namespace {

constexpr char kFormType[] = "urn:frontdesk:choice";
constexpr char kChoice[] = "choice";

const base::XmlElement* FieldOf(const base::XmlElement& form, std::string_view name) {
  const auto found = std::ranges::find_if(form.children, [&](const base::XmlElement& field) {
    return field.name == "field" && field.Attribute("var") == name;
  });
  return found == form.children.end() ? nullptr : &*found;
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

}  // namespace frontdesk::adapters::xmpp
