// What a user did, in the two shapes that decisions differ by: words, or a button's value.
//
// Thread safety: plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/event.h"

namespace frontdesk::core {

struct UserInput {
  std::string text;   // what was typed, or the caption of files
  std::string value;  // of a pressed button; empty otherwise
  std::vector<base::FileRef> files;
  bool voice = false;            // the files are words, spoken
  std::vector<base::Fact> form;  // a form, sent back
  base::Message shown;           // for the transcript
};

base::Message UserMessage(std::string_view text);
// Empty for events that are no words of a user.
UserInput InputOf(const base::Event& event);

// The words alone, without mentions and signs at either end: "@relay human 🙏" is "human".
std::string BareWords(std::string_view text);

}  // namespace frontdesk::core
