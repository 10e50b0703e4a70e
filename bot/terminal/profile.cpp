#include "bot/terminal/profile.h"

#include "adapters/common/degrade.h"
#include "adapters/registry.h"

namespace frontdesk::terminal {

namespace {

constexpr char kPlain[] = "plain";

std::string ButtonLine(const std::vector<base::Button>& buttons) {
  std::string line = "    ";
  for (std::size_t i = 0; i < buttons.size(); ++i)
    line += (i == 0 ? " [" : "  [") + std::to_string(i + 1) + " " + buttons[i].label + "]";
  return line;
}

// The fields stand for the question in words and its buttons.
std::string FormLines(const base::Message& message) {
  std::string lines;
  for (const base::FormField& field : message.form)
    lines += "\n  " + field.label + (field.required ? " ____" : " ____ (optional)");
  return lines;
}

}  // namespace

std::vector<std::string> ProfileNames() {
  std::vector<std::string> names;
  for (const std::string_view type : adapters::AccountTypes()) names.emplace_back(type);
  names.emplace_back(kPlain);
  return names;
}

adapters::Capabilities ProfileOf(std::string_view name) {
  const adapters::Adapter* adapter = adapters::FindAdapter(name);
  return adapter == nullptr ? adapters::Capabilities{} : adapter->capabilities();
}

std::vector<std::string> ShownAs(const adapters::Capabilities& can, const base::Message& message,
                                 std::string_view public_url) {
  const bool form = can.forms && !message.form.empty();
  base::Message words = message;
  if (form) {
    base::TakeQuestion(words);
    words.buttons.clear();
  }
  adapters::common::Degraded shown =
      adapters::common::Degrade(words, can, adapters::common::Markup::kPlain, public_url);
  std::vector<std::string> texts = std::move(shown.parts);
  if (texts.empty()) texts.emplace_back();
  std::string& last = texts.back();
  for (const base::Fact& fact : shown.facts) last += "\n  | " + fact.label + ": " + fact.value;
  if (form) last += FormLines(message);
  if (can.files)
    for (const base::FileRef& file : message.files) last += "\n[" + file.name + "]";
  if (!shown.buttons.empty()) last += "\n" + ButtonLine(shown.buttons);
  return texts;
}

}  // namespace frontdesk::terminal
