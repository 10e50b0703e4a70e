// The data directory: what lies where, and that only one server works in it.
//
// Who owns what: a DataLock holds the directory until it goes out of scope; the kernel frees it when the process dies.
// Threads: any. Failure: kConflict when another process holds the directory.
#pragma once

#include <string>
#include <utility>

#include "bot/base/result.h"

namespace frontdesk::store {

inline constexpr char kDatabaseFile[] = "frontdesk.db";
inline constexpr char kUploadsFolder[] = "uploads";
inline constexpr char kVisitorKeyFile[] =
    "visitor.key";  // signs the visitors' cookies: without it nobody is known again
inline constexpr char kLockFile[] = "lock";

class DataLock {
 public:
  explicit DataLock(int file) : file_(file) {}
  DataLock(DataLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  DataLock& operator=(DataLock&& other) noexcept;
  ~DataLock();

 private:
  int file_;
};

// Makes the directory (for its owner's eyes only) when it does not exist.
base::Result<DataLock> LockDataDirectory(const std::string& directory);

}  // namespace frontdesk::store
