#include "bot/store/backup.h"

#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"

namespace frontdesk::terminal {

int Backup(const std::string& directory, const std::string& target, Streams streams) {
  const auto config = OpenConfig(directory, streams.err);
  if (!config) return kFailed;
  if (const base::Status status = store::BackUp(config->data, target); !status) {
    PrintError(streams.err, status.error());
    return kFailed;
  }
  streams.out << "Backed up " << config->data << " to " << target << ".\nKeep a copy of the workspace (" << directory
              << ") with it: flows and articles are not part of it.\n";
  return kOk;
}

int Restore(const std::string& directory, const std::string& source, Streams streams) {
  const auto config = OpenConfig(directory, streams.err);
  if (!config) return kFailed;
  if (const base::Status status = store::Restore(source, config->data); !status) {
    PrintError(streams.err, status.error());
    return kFailed;
  }
  streams.out << "Restored " << source << " to " << config->data << ".\n";
  return kOk;
}

}  // namespace frontdesk::terminal
