#include "bot/runtime/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace frontdesk::runtime {

namespace {

base::Status Failed(const char* what, const std::string& path) {
  return base::Fail(base::ErrorCode::kUnavailable, std::string(what) + ": " + std::strerror(errno), path);
}

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

base::Status WriteDurably(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return Failed("cannot make the file", path);
  const bool written = WriteAll(file, bytes) && ::fsync(file) == 0;
  const base::Status status = written ? base::Status() : Failed("cannot write the file", path);
  ::close(file);
  if (!status) ::unlink(path.c_str());
  TRY_STATUS(status);
  return SyncDirectoryOf(path);
}

base::Status SyncDirectoryOf(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const int file = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return Failed("cannot open the directory", directory);
  const base::Status status = ::fsync(file) == 0 ? base::Status() : Failed("cannot write the directory", directory);
  ::close(file);
  return status;
}

}  // namespace frontdesk::runtime
