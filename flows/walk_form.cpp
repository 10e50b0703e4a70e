// Several questions at once, where the platform shows forms; one by one in words everywhere else.
#include <algorithm>

#include "bot/base/text.h"
#include "flows/log_facts.h"
#include "flows/phrases.h"
#include "flows/question.h"
#include "flows/walk.h"

namespace frontdesk::flows {
namespace {

const std::string* Entered(const Filled& filled, const std::string& name) {
  for (const auto& [slot, value] : filled.values)
    if (slot == name) return &value;
  return nullptr;
}

}  // namespace

std::vector<const Slot*> Walk::OpenForm() const {
  std::vector<const Slot*> slots;
  const Session& session = outcome_.session;
  if (!context_.forms || session.in_words || session.edit) return slots;
  for (int at = session.step; const Slot* slot = flow_.SlotAt(at); ++at) {
    if (!slot->form || IsFileType(slot->type)) break;
    const bool asked = !slot->when || view().IsTrue(*slot->when);
    if (asked && session.slots.count(slot->name) == 0) slots.push_back(slot);
    if (flow_.steps[static_cast<std::size_t>(at)].next != at + 1) break;
  }
  if (slots.size() == 1 && slots.front()->name != session.left_of_form) slots.clear();
  return slots;
}

void Walk::TakeForm(const Filled& filled) {
  std::vector<const Slot*> slots = OpenForm();
  if (slots.empty() && OpenSlot() != nullptr && Entered(filled, OpenSlot()->name) != nullptr) slots = {OpenSlot()};
  if (slots.empty()) return OpenShort("");
  std::vector<std::pair<const Slot*, std::string>> refused;
  for (const Slot* slot : slots) {
    const std::string* text = Entered(filled, slot->name);
    const bool blank = text == nullptr || base::Trim(*text).empty();
    SlotValue value;
    ParsedAnswer parsed;
    if (blank && slot->skip) {
      value.value = slot->fallback.value_or("");
      value.skipped = true;
    } else if (blank) {
      parsed.refusal = Words(Wording::kNeeded, context_.locale);
    } else {
      if (slot->sensitive) MarkSensitive();
      parsed = ParseAnswer(*slot, *text, view().Reader());
      if (slot->type == SlotType::kLog) NoteLog(*text);
      value.value = parsed.value.value_or("");
    }
    if (!value.skipped && !parsed.value) {
      const bool own = !blank && !parsed.over_limit && !slot->retry.empty();
      refused.emplace_back(slot, own ? view().Write(slot->retry) : parsed.refusal);
      continue;
    }
    session().slots[slot->name] = std::move(value);
    Pass(slot->step);
  }
  AfterForm(*slots.front(), refused);
}

void Walk::AfterForm(const Slot& first, const std::vector<std::pair<const Slot*, std::string>>& refused) {
  if (refused.empty()) {
    Leave();
    session().tries = 0;
    session().pending = {};
    session().edit.reset();
    return Run(first.step);
  }
  const Slot& open = *refused.front().first;
  session().step = open.step;
  session().left_of_form = refused.size() == 1 ? open.name : std::string();
  if (++session().tries >= open.tries) return Fail(open);
  outcome_.result = Outcome::Result::kWaiting;
  base::Message message = AskOpen(refused.front().second);
  for (base::FormField& field : message.form)
    for (const auto& [slot, why] : refused)
      if (slot->name == field.name) field.error = why;
  Say(std::move(message));
}

void Walk::NoteLog(std::string_view text) {
  for (auto& [key, value] : ReadLog(text)) session().log[key] = std::move(value);
}

}  // namespace frontdesk::flows
