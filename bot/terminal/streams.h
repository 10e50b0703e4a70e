// What a command reads and writes. Tests give their own streams; main gives the process's.
//
// Threads: one.
#pragma once

#include <istream>
#include <ostream>

namespace frontdesk::terminal {

struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;  // a person types: show a prompt
};

// Exit codes of every command.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

}  // namespace frontdesk::terminal
