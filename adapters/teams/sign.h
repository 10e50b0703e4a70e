// The emoji that a reaction of Teams is: "like", "1f440_eyes".
//
// Thread safety: a pure function.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::adapters::teams {

std::string SignOf(std::string_view reaction);  // "" for what is none

}  // namespace frontdesk::adapters::teams
