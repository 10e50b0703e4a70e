#include "flows/repair.h"

#include <algorithm>

#include "bot/base/text.h"
#include "flows/phrases.h"
#include "flows/question.h"

namespace frontdesk::flows {
namespace {

std::string Words(Wording wording, Walk& walk) { return Words(wording, walk.context().locale); }

// What a slot can be called, folded.
std::vector<std::string> NamesOf(const Slot& slot) {
  std::vector<std::string> names = {slot.name, slot.name};
  std::replace(names.back().begin(), names.back().end(), '_', ' ');
  for (const auto& [locale, title] : slot.title.values) names.push_back(base::FoldForMatch(title));
  return names;
}

// The questions whose answers can be changed now: also the one that is being changed.
std::vector<const Slot*> Candidates(Walk& walk) {
  std::vector<const Slot*> slots = EditableSlots(walk.flow(), walk.session());
  if (!walk.session().edit) return slots;
  for (int step : walk.session().edit->path) {
    const Slot* slot = walk.flow().SlotAt(step);
    if (slot != nullptr && std::find(slots.begin(), slots.end(), slot) == slots.end()) slots.push_back(slot);
  }
  return slots;
}

}  // namespace

const Slot* FindEditable(Walk& walk, std::string_view name) {
  const std::string folded = base::FoldForMatch(name);
  if (folded.empty()) return nullptr;
  const Slot* begun = nullptr;
  int begun_count = 0;
  for (const Slot* slot : Candidates(walk)) {
    const std::vector<std::string> names = NamesOf(*slot);
    if (std::find(names.begin(), names.end(), folded) != names.end()) return slot;
    auto begins = [&](const std::string& known) { return folded.size() >= 3 && known.starts_with(folded); };
    if (!std::any_of(names.begin(), names.end(), begins)) continue;
    begun = slot;
    ++begun_count;
  }
  return begun_count == 1 ? begun : nullptr;
}

void EditSlot(Walk& walk, const Slot& slot) {
  if (walk.IsTicketOpen()) return walk.OpenShort(Words(Wording::kAlreadySent, walk));
  if (walk.OpenSlot() == &slot) return walk.OpenFull();
  walk.DropEdit();
  Session& session = walk.session();
  const auto at = std::find(session.path.begin(), session.path.end(), slot.step);
  const auto value = session.slots.find(slot.name);
  if (at == session.path.end() || value == session.slots.end()) return AskForEdit(walk);
  session.edit = Session::Edit{slot.name, std::move(value->second), session.step, session.path, session.pending};
  session.slots.erase(value);
  session.path.erase(at, session.path.end());
  session.step = slot.step;
  session.tries = 0;
  session.pending = {};
  walk.OpenFull();
}

void GoBack(Walk& walk) {
  if (walk.IsTicketOpen()) return walk.OpenShort(Words(Wording::kAlreadySent, walk));
  if (walk.session().choosing_edit) return walk.OpenFull();
  const std::vector<const Slot*> behind = EditableSlots(walk.flow(), walk.session());
  for (auto slot = behind.rbegin(); slot != behind.rend(); ++slot)
    if (walk.session().slots.at((*slot)->name).origin == SlotValue::Origin::kAnswered) return EditSlot(walk, **slot);
  walk.OpenShort(Words(Wording::kFirstQuestion, walk));
}

void AskForEdit(Walk& walk) {
  if (walk.IsTicketOpen()) return walk.OpenShort(Words(Wording::kAlreadySent, walk));
  walk.DropEdit();
  if (EditableSlots(walk.flow(), walk.session()).empty()) return walk.OpenShort(Words(Wording::kNothingToChange, walk));
  walk.session().choosing_edit = true;
  walk.Say(AskWhatToChange(walk.view(), walk.flow(), walk.session()));
}

void Skip(Walk& walk) {
  const Slot* slot = walk.OpenSlot();
  if (walk.flow().SearchAt(walk.session().step) != nullptr) return walk.SearchInVain();
  if (slot == nullptr) return walk.OpenShort(Words(Wording::kNothingToSkip, walk));
  if (slot->skip) return walk.SkipSlot(*slot);
  if (!walk.session().edit) return walk.OpenShort(Words(Wording::kNeeded, walk));
  walk.DropEdit();
  walk.OpenFull();
}

void ShowHelp(Walk& walk) {
  const Slot* slot = walk.OpenSlot();
  std::string words;
  if (walk.flow().ConfirmAt(walk.session().step) != nullptr) words = Words(Wording::kReviewHelp, walk);
  if (walk.flow().SearchAt(walk.session().step) != nullptr) words = Words(Wording::kSearchHelp, walk);
  if (slot != nullptr && !slot->help.empty()) words = walk.view().Write(slot->help);
  walk.OpenShort(words + (words.empty() ? "" : "\n") + Words(Wording::kHelpWords, walk));
  walk.AddRepairButtons();
}

}  // namespace frontdesk::flows
