#include "bot/core/user_input.h"

#include <utf8proc.h>

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::core {

namespace {

// Emoji, what changes their look or joins them, and space.
bool IsSign(char32_t point) {
  if (point == ' ' || point == '\t' || point == '\n' || point == 0x3000) return true;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return point >= 0x80 && (category == UTF8PROC_CATEGORY_SO || category == UTF8PROC_CATEGORY_SK ||
                           category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_MN);
}

bool IsMention(std::u32string_view word) {
  return word.size() > 1 && word.front() == '@' && word.find(U'.') == std::u32string_view::npos;
}

std::u32string_view WithoutSigns(std::u32string_view text) {
  while (!text.empty() && IsSign(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSign(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string BareWords(std::string_view text) {
  const std::vector<char32_t> points = base::ToCodePoints(text);
  std::u32string_view rest = WithoutSigns({points.data(), points.size()});
  while (true) {
    const std::size_t first = std::min(rest.find_first_of(U" \n"), rest.size());
    const std::size_t last = rest.find_last_of(U" \n") + 1;
    if (IsMention(rest.substr(0, first))) {
      rest = WithoutSigns(rest.substr(first));
    } else if (IsMention(rest.substr(last))) {
      rest = WithoutSigns(rest.substr(0, last));
    } else {
      break;
    }
  }
  return base::FromCodePoints({rest.begin(), rest.end()});
}

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
    input.voice = sent->voice;
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
