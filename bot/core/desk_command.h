// What an agent writes in a desk channel, read as a command: "/take 1001", "reply 1001 We are on it.", "#1001 /resolve
// fixed", "/接手 1001"; or as a word about a ticket: "#1001 looks like the certificate". Inside a ticket's thread the
// number may be left out.
//
// Words to the bot itself, "@relay we are on it", are a reply to the customer; those to anybody else are talk, with the
// name in them.
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
  enum class Kind { kTalk, kHelp, kStatus, kAct, kDeclare, kUpdate, kAnnounce, kWrong };
  Kind kind = Kind::kTalk;
  std::int64_t number = 0;  // of the ticket; 0: not named
  base::AgentActed act;     // of kAct: act, text, what, value
  std::string text;         // of kTalk: the words without the number; of kDeclare the title, of kUpdate the words
  std::string state;        // of kUpdate: the incident's
  std::string verb;         // as it was written
  Text problem = Text::kDeskNeedsText;  // of kWrong
};

// `now` is what durations count from; `to_us`: the bot was named before these words.
DeskCommand ReadDeskCommand(std::string_view text, base::TimePoint now, bool to_us = false);
// A button of a card: "desk:take=1001", "desk:snooze=1001 1h".
DeskCommand ReadDeskButton(std::string_view value, base::TimePoint now);
// What was said, sent, edited or pressed; nothing said for any other event. `bot`: what it is called.
DeskCommand DeskCommandIn(const base::Event& event, std::string_view bot);
inline constexpr std::string_view kDeskButton = "desk:";

}  // namespace frontdesk::core
