// The list of a backup's files, as manifest.json holds it; and copying that makes such a list.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::store {

struct BackedUpFile {
  std::string path;  // relative to the backup, with '/'
  std::int64_t size = 0;
  std::string sha256;  // hex
  bool operator==(const BackedUpFile&) const = default;
};

struct Manifest {
  int schema = 0;  // of the database
  std::vector<BackedUpFile> files;
};

inline constexpr char kManifestFile[] = "manifest.json";

std::string ToJson(const Manifest& manifest);

// kInvalid also for a path that leads out of the backup.
base::Result<Manifest> ManifestFromJson(std::string_view json);

// Size and hash of what was copied; the copy is on disk when this returns. `to` must not exist.
base::Result<BackedUpFile> CopyFile(const std::string& from, const std::string& to);

// The same without a copy.
base::Result<BackedUpFile> MeasureFile(const std::string& path);

// The directory's entries are on disk when this returns.
base::Status SyncDirectory(const std::string& path);

}  // namespace frontdesk::store
