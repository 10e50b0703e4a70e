// The program: hands the command line to the terminal.
#include <unistd.h>

#include <iostream>

#include "bot/terminal/terminal.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);  // `ask` must see whether more input waits
  std::cin.tie(nullptr);
  const frontdesk::terminal::Streams streams{std::cin, std::cout, std::cerr, isatty(STDIN_FILENO) == 1};
  return frontdesk::terminal::Run({argv + 1, argv + argc}, streams);
}
