// Whether a stored upload fits a file slot, and how its limits are said.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/message.h"
#include "flows/flow.h"

namespace frontdesk::flows {

bool Accepts(const Slot& slot, const base::FileRef& file);
// Why not, with the limit that it breaks; empty when the file fits. Its count is the caller's.
std::string RefusalOf(const Slot& slot, const base::FileRef& file, std::string_view locale);

// "crash.png, log.txt"
std::string NamesOf(const std::vector<base::FileRef>& files, std::string_view locale);

}  // namespace frontdesk::flows
