#include "knowledge/ask.h"

#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"

namespace frontdesk::terminal {

namespace {

// One line without its break. Of an endless line only so much is kept that AskLine sees it is too long. False at the
// end of the input.
bool ReadLine(std::istream& in, std::string& line) {
  line.clear();
  std::streambuf& buffer = *in.rdbuf();
  int next = buffer.sbumpc();
  if (next == std::char_traits<char>::eof()) return false;
  for (; next != std::char_traits<char>::eof() && next != '\n'; next = buffer.sbumpc())
    if (line.size() <= knowledge::kMaxAskLineBytes) line += static_cast<char>(next);
  return true;
}

}  // namespace

int Ask(const AskOptions& options, Streams streams) {
  const auto workspace = OpenWorkspace(options.directory, streams.err);
  if (!workspace) return kFailed;
  const knowledge::Index& index = *workspace->catalog->knowledge;
  std::string line;
  while (ReadLine(streams.in, line)) {
    streams.out << knowledge::AskLine(index, line, options.explained) << '\n';
    // Whoever waits for this answer before asking on gets it now; a file is answered in large blocks.
    if (streams.in.rdbuf()->in_avail() <= 0) streams.out.flush();
    if (!streams.out) return kFailed;
  }
  streams.out.flush();
  return streams.out ? kOk : kFailed;
}

}  // namespace frontdesk::terminal
