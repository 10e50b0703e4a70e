#include "flows/volunteer.h"

#include <vector>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/contact.h"
#include "flows/log_facts.h"

namespace frontdesk::flows {
namespace {

constexpr SlotType kCertainTypes[] = {SlotType::kEmail, SlotType::kPhone, SlotType::kUrl, SlotType::kVersion};

std::vector<std::string> CertainValues(SlotType type, std::string_view text) {
  switch (type) {
    case SlotType::kEmail: return FindEmails(text);
    case SlotType::kPhone: return FindCertainPhones(text);
    case SlotType::kUrl: return FindUrls(text);
    case SlotType::kVersion: return FindNamedVersions(text);
    default: return {};
  }
}

std::vector<const Slot*> Unanswered(const Flow& flow, const Session& session, SlotType type, const Slot* open) {
  std::vector<const Slot*> slots;
  for (const Slot& slot : flow.slots)
    if (slot.type == type && &slot != open && session.slots.count(slot.name) == 0) slots.push_back(&slot);
  return slots;
}

void AddLog(const std::vector<const Slot*>& slots, std::string_view text, std::map<std::string, std::string>& to) {
  if (slots.size() == 1 && IsLog(text)) to.emplace(slots.front()->name, base::Trim(text));
}

// A label that two slots know fills neither.
void AddChoices(const std::vector<const Slot*>& slots, std::string_view text, std::map<std::string, std::string>& to) {
  const std::vector<std::string> clauses = Clauses(text);
  if (clauses.size() < 2) return;
  for (const std::string& clause : clauses) {
    const Slot* only = nullptr;
    for (const Slot* slot : slots) {
      if (NamedOption(*slot, clause) == nullptr) continue;
      if (only != nullptr) return;
      only = slot;
    }
    if (only != nullptr) to.emplace(only->name, NamedOption(*only, clause)->value);
  }
}

}  // namespace

std::map<std::string, std::string> Volunteered(const Flow& flow, const Session& session, const Slot* open,
                                               std::string_view text) {
  std::map<std::string, std::string> values;
  for (SlotType type : kCertainTypes) {
    if (open != nullptr && open->type == type) continue;  // it was the answer itself
    const auto slots = Unanswered(flow, session, type, open);
    if (slots.size() != 1) continue;
    if (const auto value = CertainValue(*slots.front(), text)) values.emplace(slots.front()->name, *value);
  }
  AddLog(Unanswered(flow, session, SlotType::kLog, open), text, values);
  AddChoices(Unanswered(flow, session, SlotType::kChoice, open), text, values);
  return values;
}

std::optional<std::string> CertainValue(const Slot& slot, std::string_view text) {
  std::vector<std::string> found = CertainValues(slot.type, text);
  if (found.size() != 1) return std::nullopt;
  return std::move(found.front());
}

}  // namespace frontdesk::flows
