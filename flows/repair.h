// The ways to mend a conversation at any step: back, edit, skip, help.
//
// Thread safety: as the walk's.
#pragma once

#include <string_view>

#include "flows/walk.h"

namespace frontdesk::flows {

void GoBack(Walk& walk);
// Opens the question of `slot` again; its answer comes back if the user gives up.
void EditSlot(Walk& walk, const Slot& slot);
// Asks which answer to change.
void AskForEdit(Walk& walk);
void Skip(Walk& walk);
void ShowHelp(Walk& walk);

// The changeable answer that `name` means, by slot name or title in any locale; null when there is none.
const Slot* FindEditable(Walk& walk, std::string_view name);

}  // namespace frontdesk::flows
