// What a user typed, out of Slack's way to write it: mentions, links and three escapes.
//
// Thread safety: pure functions. Bounds: linear in the text.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::adapters::slack {

struct ReadWords {
  std::string text;        // without the bot's mentions
  bool names_bot = false;  // it was mentioned
};

// `bot`: its user id; may be empty. "<@U1>" is "@U1", "<#C1|general>" is "#general", "<https://a.example|b>" is
// "b (https://a.example)"; marks such as * stay as they were typed.
ReadWords ReadText(std::string_view text, std::string_view bot);

}  // namespace frontdesk::adapters::slack
