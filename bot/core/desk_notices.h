// Words to the desk that nobody asked for: a clock that runs out, a user who was not told anything for long, a message
// that could not be delivered. Never shown to the user.
//
// Thread safety: as the Draft.
#pragma once

#include <string>

#include "bot/core/draft.h"

namespace frontdesk::core {

enum class NoticeLevel { kInfo, kWarn, kBreach };

// An internal note on the conversation, a fact, and a change row where there is a ticket.
void NotifyDesk(Draft& draft, NoticeLevel level, const std::string& text);

}  // namespace frontdesk::core
