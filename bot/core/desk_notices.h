// Words to the desk that nobody asked for: a clock that runs out, a user who was not told anything for long, a message
// that could not be delivered, a handoff that nobody takes. Desk channels show them. Never shown to the user.
//
// Thread safety: as the Draft.
#pragma once

#include <string>
#include <utility>

#include "bot/core/draft.h"

namespace frontdesk::core {

// Who signs what nobody said.
inline constexpr std::string_view kDeskVoice = "Frontdesk";

enum class NoticeLevel { kInfo, kWarn, kBreach };

// In the language that the desk reads: the workspace's first.
std::string DeskPhrase(const Draft& draft, Text text,
                       std::initializer_list<std::pair<std::string_view, std::string_view>> values = {});
// What the level is called there.
std::string LevelName(const Policy& policy, desk::Tier tier, std::string_view locale);
// An internal note on the conversation, a fact, and a change row where there is a ticket.
void NotifyDesk(Draft& draft, NoticeLevel level, const std::string& text);
// Beside NotifyDesk, where those who are on call have a channel of their own: the words and the ticket's card.
void NotifyOnCall(Draft& draft, const std::string& text);
// A handoff that nobody has taken, for the nth time: shown again, then with the lead's name, then to those on call.
void NotifyUnseen(Draft& draft, int times, const std::string& waited);

}  // namespace frontdesk::core
