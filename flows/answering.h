// Takes what the user typed, pressed or sent as the answer to what is open.
//
// Thread safety: as the walk's.
#pragma once

#include <string_view>

#include "flows/walk.h"

namespace frontdesk::flows {

void TakeText(Walk& walk, std::string_view text);
void TakePress(Walk& walk, std::string_view value);
void TakeFiles(Walk& walk, const Upload& upload);

// No more files or options for the open question.
void TakeDone(Walk& walk, const Slot& slot);
// One option of a multi question: adds it to the others.
void TakeOption(Walk& walk, const Slot& slot, std::string_view value);

// The number of a button, also in full-width digits: 0-based; nullopt when the text is something else.
std::optional<std::size_t> ReadButtonNumber(std::string_view text, std::size_t count);

}  // namespace frontdesk::flows
