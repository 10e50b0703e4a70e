#include "bot/store/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

namespace {

base::Status MakePrivateDirectory(const std::string& directory) {
  std::error_code error;
  if (std::filesystem::is_directory(directory, error)) return {};
  if (!std::filesystem::create_directories(directory, error) && error) {
    return Fail(ErrorCode::kUnavailable, "cannot make the data directory: " + error.message(), directory);
  }
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  return {};
}

}  // namespace

DataLock& DataLock::operator=(DataLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

DataLock::~DataLock() {
  if (file_ >= 0) ::close(file_);
}

base::Result<DataLock> LockDataDirectory(const std::string& directory) {
  TRY_STATUS(MakePrivateDirectory(directory));
  const std::string path = directory + "/" + kLockFile;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return Fail(ErrorCode::kUnavailable, std::string("cannot open: ") + std::strerror(errno), path);
  DataLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  return Fail(ErrorCode::kConflict, "another Frontdesk server works in this data directory; stop it first", directory);
}

}  // namespace frontdesk::store
