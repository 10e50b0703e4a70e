// The words of a message: its body, without the lines that old clients quote above a reply, and without the bot's name
// where the message begins with it.
//
// Thread safety: pure functions. Bounds: linear in the event.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace frontdesk::adapters::matrix {

struct SaidText {
  std::string text;
  bool names_us = false;
};

// `content` of an m.room.message, or the m.new_content of an edit. `us`: "@support:example.org".
SaidText ReadSaid(const nlohmann::json& content, std::string_view us);

}  // namespace frontdesk::adapters::matrix
