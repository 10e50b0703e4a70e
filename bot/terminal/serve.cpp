#include "bot/runtime/serve.h"

#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"

namespace frontdesk::terminal {

int Serve(const ServeCommand& command, Streams streams) {
  runtime::ServeOptions options;
  options.dir = command.directory;
  options.listen_override = command.listen;
  if (const base::Status status = runtime::Serve(options); !status) {
    // A workspace with mistakes: its findings are lines of their own.
    if (status.error().message.find(": error: ") != std::string::npos) {
      streams.err << status.error().message << '\n';
    } else {
      PrintError(streams.err, status.error());
    }
    return kFailed;
  }
  return kOk;
}

}  // namespace frontdesk::terminal
