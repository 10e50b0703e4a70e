// What a user typed, out of Teams' way to write it: mentions as <at>Name</at>, entities of HTML, non-breaking spaces.
//
// Thread safety: pure functions. Bounds: linear in the text, for each mention.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace frontdesk::adapters::teams {

struct ReadWords {
  std::string text;        // without the bot's mentions; "<at>Ann</at>" is "@Ann"
  bool names_bot = false;  // it was mentioned
};

// By the activity's list of mentions, never by the form of the text. `bot`: how the activity names us.
ReadWords ReadText(const nlohmann::json& activity, std::string_view bot);

}  // namespace frontdesk::adapters::teams
