// The command line of Frontdesk: reads the arguments and runs one command.
//
// Threads: one; `serve` keeps it until the server has stopped. Failure: 1 for errors, which stand on `err` and say
// what, where and how to mend it; 2 for a command line that makes no sense.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/terminal/streams.h"

namespace frontdesk::terminal {

inline constexpr std::string_view kVersion = "0.1.0";

// `arguments` without the program's name.
int Run(const std::vector<std::string>& arguments, Streams streams);

}  // namespace frontdesk::terminal
