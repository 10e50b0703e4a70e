// Who is named in a message. Its words hold keys ("@_user_1"); the message's list says whom each stands for. The bot's
// own are cut out, others become "@" and their name.
//
// Thread safety: pure functions.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "adapters/settings.h"

namespace frontdesk::adapters::feishu {

class Mentions {
 public:
  // Of the event's `message`. Without `bot` in the settings a mention is the bot's when the list calls it one or, where
  // the list says nothing of kinds, when it is the first.
  Mentions(const nlohmann::json& message, const Settings& settings);

  bool names_bot() const { return names_bot_; }
  bool names_anybody() const { return !names_.empty(); }
  // "@Name" of a key; "" for the bot; the key itself when the list does not hold it.
  std::string Shown(std::string_view key) const;
  std::string Replaced(std::string_view text) const;

 private:
  std::map<std::string, std::string, std::less<>> names_;  // "" for the bot
  bool names_bot_ = false;
};

}  // namespace frontdesk::adapters::feishu
