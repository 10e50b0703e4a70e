#include "bot/core/user_input.h"

#include "bot/base/text.h"

namespace frontdesk::core {

base::Message UserMessage(std::string_view text) {
  base::Message message = base::Say(text);
  message.kind = base::MessageKind::kUser;
  return message;
}

UserInput InputOf(const base::Event& event) {
  UserInput input;
  if (const auto* said = std::get_if<base::Said>(&event.body)) {
    input.text = base::CleanUtf8(said->text);
    input.shown = UserMessage(input.text);
  } else if (const auto* pressed = std::get_if<base::Pressed>(&event.body)) {
    input.value = pressed->value;
    input.shown = UserMessage(base::CleanUtf8(pressed->label.empty() ? pressed->value : pressed->label));
  } else if (const auto* sent = std::get_if<base::SentFiles>(&event.body)) {
    input.files = sent->files;
    input.text = base::CleanUtf8(sent->caption);
    input.shown = UserMessage(input.text);
    input.shown.files = sent->files;
  }
  if (const auto* filled = std::get_if<base::FilledForm>(&event.body)) {
    input.form = filled->values;
    for (base::Fact& field : input.form) field.value = base::CleanUtf8(field.value);
    input.shown = UserMessage({});
  }
  return input;
}

}  // namespace frontdesk::core
