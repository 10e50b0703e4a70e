// Sensitive answers leave a draft after their days.
#include <algorithm>

#include "flows/engine.h"
#include "flows/walk.h"

namespace frontdesk::flows {
namespace {

void MoveFiles(SlotValue& value, std::vector<base::FileRef>& files) {
  files.insert(files.end(), value.files.begin(), value.files.end());
  value = {};
}

void Forget(const Flow* flow, Session& session, const std::string& name, Forgotten& forgotten) {
  forgotten.answers.push_back(name);
  session.sensitive_since.erase(name);
  if (const auto value = session.slots.find(name); value != session.slots.end()) {
    MoveFiles(value->second, forgotten.files);
    session.slots.erase(value);
  }
  const Slot* slot = flow == nullptr ? nullptr : flow->FindSlot(name);
  if (slot != nullptr && flow->SlotAt(session.step) == slot) MoveFiles(session.pending, forgotten.files);
  if (slot == nullptr || slot->type == SlotType::kLog) session.log.clear();
}

// The first of those questions that lie behind is the open one.
void Reopen(const Flow& flow, const std::vector<std::string>& names, Session& session) {
  const auto lost = std::find_if(session.path.begin(), session.path.end(), [&](int step) {
    const Slot* slot = flow.SlotAt(step);
    return slot != nullptr && std::find(names.begin(), names.end(), slot->name) != names.end();
  });
  if (lost == session.path.end()) return;
  session.step = *lost;
  session.path.erase(lost, session.path.end());
  session.tries = 0;
  session.pending = {};
  session.choosing_edit = false;
  session.reopened = true;
}

}  // namespace

Forgotten ForgetSensitive(const Flow* flow, Session& session, base::TimePoint until) {
  std::vector<std::string> names;
  for (const auto& [name, since] : session.sensitive_since)
    if (since <= until) names.push_back(name);
  Forgotten forgotten;
  if (names.empty()) return forgotten;
  const bool changing = session.edit && std::find(names.begin(), names.end(), session.edit->slot) != names.end();
  if (changing) MoveFiles(session.pending, forgotten.files);
  UndoEdit(session);
  for (const std::string& name : names) Forget(flow, session, name, forgotten);
  // What a ticket was made of is not asked a second time.
  if (flow != nullptr && session.ticket.number.empty()) Reopen(*flow, names, session);
  return forgotten;
}

}  // namespace frontdesk::flows
