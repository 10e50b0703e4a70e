#include "bot/terminal/planned_platforms.h"

#include <algorithm>
#include <array>

namespace frontdesk::terminal {

namespace {

using adapters::Capabilities;
using Unit = Capabilities::Unit;

struct Planned {
  std::string_view name;
  std::size_t message_limit;  // of one text, in `unit`; 0: none that is documented
  Unit unit;
  std::size_t buttons;  // in one message; 0: numbered text
  std::size_t label;    // graphemes on one; 0: none that is documented
  bool cards, forms, files;
};

constexpr std::size_t kMany = 100;  // no number is documented

constexpr auto kPlanned = std::to_array<Planned>({
    {"teams", 20'000, Unit::kBytes, 6, 0, true, true, true},                // Adaptive Cards, in 28 KB together
    {"mattermost", 16'383, Unit::kCodePoints, kMany, 0, true, true, true},  // attachments, dialogs
    {"matrix", 16'000, Unit::kBytes, 0, 0, false, false, true},             // 32 KB, as text and as HTML
    {"wecom-kf", 2'048, Unit::kBytes, 10, 0, false, false, true},           // menus in a message
    {"wechat-oa", 2'048, Unit::kBytes, 10, 0, false, false, false},         // the same
    {"qq", 0, Unit::kBytes, 0, 0, false, false, false},                     // keyboards only for approved bots
});

const Planned* Find(std::string_view name) {
  const auto it = std::find_if(kPlanned.begin(), kPlanned.end(), [&](const Planned& one) { return one.name == name; });
  return it == kPlanned.end() ? nullptr : &*it;
}

}  // namespace

std::vector<std::string> PlannedPlatforms() {
  std::vector<std::string> names;
  for (const Planned& one : kPlanned) names.emplace_back(one.name);
  return names;
}

std::optional<Capabilities> PlannedCapabilities(std::string_view name) {
  const Planned* planned = Find(name);
  if (planned == nullptr) return std::nullopt;
  Capabilities can;
  can.message_limit = planned->message_limit;
  can.unit = planned->unit;
  can.buttons = planned->buttons;
  can.button_label = planned->label;
  can.cards = planned->cards;
  can.forms = planned->forms;
  can.files = planned->files;
  return can;
}

}  // namespace frontdesk::terminal
