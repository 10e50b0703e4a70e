// Where something happened, as the conversation that it belongs to: all that one user does with the bot alone (direct
// messages, commands, the App Home) is one, and in a channel each thread is one.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::slack {

struct Place {
  base::Address address;
  std::optional<base::ReplyPath> path = {};  // of a direct message: its words are the thread that it was said in
  bool direct = false;
};

// The talk with the user alone; `thread` is where the user writes in it.
Place DirectPlace(const Settings& settings, std::string_view user, std::string_view thread = {});

// Of a message, or of what was pressed under it. `thread`: its thread, if it is in one; `ts`: its own.
Place PlaceOf(const Settings& settings, std::string_view channel, std::string_view user, std::string_view thread,
              std::string_view ts);

// A channel and a message's ts name the message.
std::string MessageId(std::string_view channel, std::string_view ts);

}  // namespace frontdesk::adapters::slack
