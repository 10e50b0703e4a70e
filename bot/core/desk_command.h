// What an agent writes in a desk channel, read as a command: "/take 1001", "reply 1001 We are on it.", "#1001 /resolve
// fixed", "/接手 1001"; or as a word about a ticket: "#1001 looks like the certificate". Inside a ticket's thread the
// number may be left out.
//
// Thread safety: pure functions. Failure: what is no command is plain talk; what is one and cannot be read says why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/event.h"
#include "bot/core/texts.h"

namespace frontdesk::core {

struct DeskCommand {
  enum class Kind { kTalk, kHelp, kStatus, kAct, kDeclare, kUpdate, kWrong };
  Kind kind = Kind::kTalk;
  std::int64_t number = 0;  // of the ticket; 0: not named
  base::AgentActed act;     // of kAct: act, text, what, value
  std::string text;         // of kTalk: the words without the number; of kDeclare the title, of kUpdate the words
  std::string state;        // of kUpdate: the incident's
  std::string verb;         // as it was written
  Text problem = Text::kDeskNeedsText;  // of kWrong
};

// `now` is what durations count from.
DeskCommand ReadDeskCommand(std::string_view text, base::TimePoint now);
// A button of a card: "desk:take=1001".
DeskCommand ReadDeskButton(std::string_view value);
inline constexpr std::string_view kDeskButton = "desk:";

}  // namespace frontdesk::core
