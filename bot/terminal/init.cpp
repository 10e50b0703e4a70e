#include <filesystem>

#include "bot/runtime/workspace.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/files.h"
#include "bot/terminal/opening.h"

namespace frontdesk::terminal {

namespace {

namespace fs = std::filesystem;

base::Status MakeEmptyDirectory(const fs::path& directory) {
  std::error_code error;
  if (fs::exists(directory, error) && !fs::is_directory(directory, error)) {
    return base::Fail(base::ErrorCode::kInvalid,
                      "'" + directory.string() + "' is a file; name a new or an empty directory");
  }
  fs::create_directories(directory, error);
  if (error) {
    return base::Fail(base::ErrorCode::kUnavailable,
                      "cannot make the directory '" + directory.string() + "': " + error.message());
  }
  if (!fs::is_empty(directory, error) || error) {
    return base::Fail(base::ErrorCode::kInvalid, "'" + directory.string() +
                                                     "' is not empty, and nothing in it was touched; name a new or an "
                                                     "empty directory");
  }
  return {};
}

base::Status WriteWorkspace(const std::string& directory, const base::SourceFiles& files) {
  TRY_STATUS(MakeEmptyDirectory(directory));
  for (const base::SourceFile& file : files) TRY_STATUS(WriteWholeFile(fs::path(directory) / file.path, file.text));
  return {};
}

}  // namespace

int Init(const std::string& directory, Streams streams) {
  const base::SourceFiles files = runtime::ShippedWorkspace();
  if (const base::Status written = WriteWorkspace(directory, files); !written) {
    PrintError(streams.err, written.error());
    return kFailed;
  }
  streams.out << "Wrote " << files.size() << " files to " << directory << ".\n"
              << "  frontdesk check " << directory << "    finds mistakes after a change\n"
              << "  frontdesk chat " << directory << "     talks to the bot in this terminal\n"
              << "  frontdesk agent add " << directory << " NAME    makes an account for an agent\n"
              << "  frontdesk serve " << directory << "    starts the desk\n";
  return kOk;
}

}  // namespace frontdesk::terminal
