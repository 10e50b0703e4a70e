#include "adapters/common/degrade.h"

#include <algorithm>
#include <set>
#include <utility>

#include "adapters/common/inert.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

// The buttons as they can be shown; none when they are too many, or no longer to be told apart.
std::vector<base::Button> NativeButtons(const std::vector<base::Button>& buttons, const Capabilities& can) {
  if (buttons.size() > can.buttons) return {};
  std::vector<base::Button> native = buttons;
  std::set<std::string> labels;
  for (base::Button& button : native) {
    if (can.button_label > 0) button.label = base::Shorten(button.label, can.button_label);
    if (!labels.insert(button.label).second) return {};
  }
  return native;
}

}  // namespace

Degraded Degrade(const base::Message& message, const Capabilities& can, Markup markup, std::string_view public_url) {
  base::Message rest = InertMessage(message, public_url);
  Degraded shown;
  if (can.cards) shown.facts = std::exchange(rest.facts, {});
  shown.buttons = NativeButtons(rest.buttons, can);
  if (!shown.buttons.empty()) rest.buttons.clear();
  if (can.files) rest.files.clear();
  if (markup == Markup::kPlain) {
    shown.parts = MessageParts(rest, markup, MessageLimit(can));
    return shown;
  }
  for (RichPart& part : RichParts(rest, markup, MessageLimit(can))) {
    shown.parts.push_back(std::move(part.text));
    shown.rich.push_back(std::move(part.blocks));
  }
  return shown;
}

}  // namespace frontdesk::adapters::common
