// Stage directions of a transcript: what happens without any of its people, in parentheses.
//
// Thread safety: pure functions. Failure: nothing when the words are none; transcript.h lists them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/terminal/transcript.h"

namespace frontdesk::terminal {

// The words between the parentheses.
std::optional<LineBody> DirectionFrom(std::string_view words);
// Those that may stand without parentheses, too.
std::optional<LineBody> WorldFrom(std::string_view words);
// How to mend words that are no direction.
std::string DidYouMeanDirection(std::string_view words);

}  // namespace frontdesk::terminal
