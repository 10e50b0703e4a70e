#include "bot/core/user_form.h"

#include "bot/core/talk.h"
#include "flows/view.h"

namespace frontdesk::core {

flows::Filled FilledOf(const UserInput& input) {
  flows::Filled filled;
  for (const base::Fact& field : input.form) filled.values.emplace_back(field.key, field.value);
  return filled;
}

std::vector<base::Fact> ShownForm(Draft& draft, const flows::Flow& flow, const UserInput& input) {
  std::vector<base::Fact> facts;
  const flows::FlowContext context = FlowContextOf(draft);
  const flows::View view(flow, *draft.conversation.flow, context);
  for (const base::Fact& field : input.form) {
    const flows::Slot* slot = flow.FindSlot(field.key);
    if (slot == nullptr || field.value.empty()) continue;
    const flows::SlotValue value{.value = field.value, .files = {}};
    facts.push_back({field.key, view.Title(*slot), slot->sensitive ? std::string(kHidden) : view.Show(*slot, value)});
  }
  return facts;
}

}  // namespace frontdesk::core
