#include "bot/terminal/profile.h"

#include <limits>

#include "adapters/common/degrade.h"
#include "adapters/registry.h"

namespace frontdesk::terminal {

namespace {

constexpr char kPlain[] = "plain";
constexpr char kWidget[] = "web";

std::string ButtonLine(const std::vector<base::Button>& buttons) {
  std::string line = "    ";
  for (std::size_t i = 0; i < buttons.size(); ++i)
    line += (i == 0 ? " [" : "  [") + std::to_string(i + 1) + " " + buttons[i].label + "]";
  return line;
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
  adapters::Capabilities can = adapter != nullptr ? adapter->capabilities() : adapters::Capabilities{};
  // The widget draws whole messages itself, so its adapter names no bound.
  if (name == kWidget) can.buttons = std::numeric_limits<std::size_t>::max();
  return can;
}

std::vector<std::string> ShownAs(const adapters::Capabilities& can, const base::Message& message,
                                 std::string_view public_url) {
  adapters::common::Degraded shown =
      adapters::common::Degrade(message, can, adapters::common::Markup::kPlain, public_url);
  std::vector<std::string> texts = std::move(shown.parts);
  if (texts.empty()) texts.emplace_back();
  std::string& last = texts.back();
  for (const base::Fact& fact : shown.facts) last += "\n  | " + fact.label + ": " + fact.value;
  if (can.files)
    for (const base::FileRef& file : message.files) last += "\n[" + file.name + "]";
  if (!shown.buttons.empty()) last += "\n" + ButtonLine(shown.buttons);
  return texts;
}

}  // namespace frontdesk::terminal
