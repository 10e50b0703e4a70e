#include "bot/store/backup.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "bot/store/data_directory.h"
#include "bot/store/manifest.h"
#include "bot/store/migrations.h"

namespace frontdesk::store {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

namespace {

constexpr char kUnfinishedSuffix[] = ".unfinished";
constexpr char kRestoring[] = "restore.unfinished";

// A directory under work, removed unless it was finished.
class Scaffold {
 public:
  explicit Scaffold(fs::path path) : path_(std::move(path)) {}
  Scaffold(const Scaffold&) = delete;
  Scaffold& operator=(const Scaffold&) = delete;
  ~Scaffold() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

  // What an earlier attempt left is removed first.
  Status Raise() const {
    std::error_code error;
    fs::remove_all(path_, error);
    fs::create_directories(path_, error);
    if (error) return Fail(ErrorCode::kUnavailable, "cannot make a directory: " + error.message(), path_);
    fs::permissions(path_, fs::perms::owner_all, error);
    return {};
  }

 private:
  fs::path path_;
};

Status MakeParent(const fs::path& file) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) return Fail(ErrorCode::kUnavailable, "cannot make a directory: " + error.message(), file.parent_path());
  return {};
}

Status Move(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return Fail(ErrorCode::kUnavailable, "cannot rename: " + error.message(), to);
  return {};
}

// All pages in one step are one moment of the database, and writers do not wait for it.
Status CopyPages(Connection& from, const std::string& to) {
  TRY(const auto copy, Connection::Open(to, Connection::Use::kWrite));
  TRY_STATUS(copy->Execute("PRAGMA journal_mode=DELETE"));
  sqlite3_backup* backup = sqlite3_backup_init(copy->handle(), "main", from.handle(), "main");
  if (!backup) return tl::unexpected(ErrorOf(copy->handle()));
  const int step = sqlite3_backup_step(backup, -1);
  const int finish = sqlite3_backup_finish(backup);
  if (step == SQLITE_DONE && finish == SQLITE_OK) return {};
  base::Error error = ErrorOf(copy->handle());
  error.where = to;
  return tl::unexpected(error);
}

Status BackUpDatabase(const fs::path& data, const fs::path& to, Manifest& manifest) {
  std::error_code error;
  if (!fs::exists(data / kDatabaseFile, error)) {
    return Fail(ErrorCode::kNotFound, "there is no database to back up", data / kDatabaseFile);
  }
  TRY(const auto db, Connection::Open(data / kDatabaseFile, Connection::Use::kRead));
  TRY_STATUS(CopyPages(*db, to / kDatabaseFile));
  // The copy, not the source: the source may be brought up to date meanwhile.
  {
    TRY(const auto copy, Connection::Open(to / kDatabaseFile, Connection::Use::kRead));
    TRY(manifest.schema, SchemaVersionOf(*copy));
  }
  TRY(BackedUpFile file, MeasureFile(to / kDatabaseFile));
  file.path = kDatabaseFile;
  manifest.files.push_back(std::move(file));
  return {};
}

Result<std::vector<std::string>> ListFiles(const fs::path& directory) {
  std::vector<std::string> files;
  std::error_code error;
  if (!fs::exists(directory, error)) return files;
  for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error) && !at->is_symlink(error)) files.push_back(at->path());
  }
  if (error) return Fail(ErrorCode::kUnavailable, "cannot list the files: " + error.message(), directory);
  std::sort(files.begin(), files.end());
  return files;
}

// After the database, so that every file the copied rows speak of is there.
Status BackUpUploads(const fs::path& data, const fs::path& to, Manifest& manifest) {
  TRY(const auto files, ListFiles(data / kUploadsFolder));
  for (const std::string& from : files) {
    const fs::path relative = fs::path(from).lexically_relative(data);
    TRY_STATUS(MakeParent(to / relative));
    auto file = CopyFile(from, to / relative);
    std::error_code error;
    if (!file && !fs::exists(from, error)) continue;  // it was removed meanwhile, which is fine
    if (!file) return tl::unexpected(file.error());
    file->path = relative.generic_string();
    manifest.files.push_back(*std::move(file));
  }
  return {};
}

// A desk that was never started has none.
Status BackUpVisitorKey(const fs::path& data, const fs::path& to, Manifest& manifest) {
  std::error_code error;
  if (!fs::exists(data / kVisitorKeyFile, error)) return {};
  TRY(BackedUpFile file, CopyFile(data / kVisitorKeyFile, to / kVisitorKeyFile));
  fs::permissions(to / kVisitorKeyFile, fs::perms::owner_read | fs::perms::owner_write, error);
  file.path = kVisitorKeyFile;
  manifest.files.push_back(std::move(file));
  return {};
}

Status WriteManifest(const Manifest& manifest, const fs::path& directory) {
  std::ofstream out(directory / kManifestFile, std::ios::binary);
  out << ToJson(manifest);
  out.close();
  if (!out) return Fail(ErrorCode::kUnavailable, "cannot write", directory / kManifestFile);
  return SyncDirectory(directory);
}

Result<Manifest> ReadManifest(const fs::path& directory) {
  std::ifstream in(directory / kManifestFile, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    return Fail(ErrorCode::kInvalid, "this is not a backup, or not a complete one", directory / kManifestFile);
  }
  return ManifestFromJson(text.str());
}

Status CheckEmpty(const fs::path& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const auto name = entry.path().filename();
    if (name == kLockFile || name == kRestoring) continue;
    if (entry.is_directory(error) && fs::is_empty(entry.path(), error)) continue;
    return Fail(ErrorCode::kConflict, "the data directory is not empty; move its files away first", entry.path());
  }
  return {};
}

Status CopyChecked(const Manifest& manifest, const fs::path& from, const fs::path& to) {
  for (const BackedUpFile& listed : manifest.files) {
    TRY_STATUS(MakeParent(to / listed.path));
    TRY(const BackedUpFile copied, CopyFile(from / listed.path, to / listed.path));
    if (copied.size == listed.size && copied.sha256 == listed.sha256) continue;
    return Fail(ErrorCode::kInvalid, "the backup is damaged: this file was changed", from / listed.path);
  }
  return {};
}

Status CheckManifest(const Manifest& manifest, const fs::path& from) {
  const auto database = [](const BackedUpFile& file) { return file.path == kDatabaseFile; };
  const auto known = [](const BackedUpFile& file) {
    return file.path == kDatabaseFile || file.path == kVisitorKeyFile ||
           file.path.starts_with(std::string(kUploadsFolder) + "/");
  };
  if (std::count_if(manifest.files.begin(), manifest.files.end(), database) != 1 ||
      !std::all_of(manifest.files.begin(), manifest.files.end(), known)) {
    return Fail(ErrorCode::kInvalid, "the list of files is not that of a backup", from / kManifestFile);
  }
  if (manifest.schema <= SchemaVersion()) return {};
  return Fail(ErrorCode::kInvalid, "the backup was made by a newer Frontdesk; install that version", from);
}

Status MoveInto(const fs::path& from, const fs::path& data) {
  std::error_code error;
  if (fs::exists(from / kUploadsFolder, error)) {
    fs::remove(data / kUploadsFolder, error);
    TRY_STATUS(Move(from / kUploadsFolder, data / kUploadsFolder));
  }
  if (fs::exists(from / kVisitorKeyFile, error)) {
    fs::permissions(from / kVisitorKeyFile, fs::perms::owner_read | fs::perms::owner_write, error);
    TRY_STATUS(Move(from / kVisitorKeyFile, data / kVisitorKeyFile));
  }
  TRY_STATUS(Move(from / kDatabaseFile, data / kDatabaseFile));
  return SyncDirectory(data);
}

}  // namespace

Status BackUp(const std::string& data_directory, const std::string& to) {
  std::error_code error;
  fs::path target = fs::absolute(to, error).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  if (fs::exists(target, error) && !(fs::is_directory(target, error) && fs::is_empty(target, error))) {
    return Fail(ErrorCode::kConflict, "there is something already; choose a new directory", to);
  }
  const Scaffold work(target.string() + kUnfinishedSuffix);
  TRY_STATUS(work.Raise());
  Manifest manifest;
  TRY_STATUS(BackUpDatabase(data_directory, work.path(), manifest));
  TRY_STATUS(BackUpUploads(data_directory, work.path(), manifest));
  TRY_STATUS(BackUpVisitorKey(data_directory, work.path(), manifest));
  TRY_STATUS(WriteManifest(manifest, work.path()));
  TRY_STATUS(Move(work.path(), target));
  return SyncDirectory(target.parent_path());
}

Status Restore(const std::string& from, const std::string& data_directory) {
  TRY(const Manifest manifest, ReadManifest(from));
  TRY_STATUS(CheckManifest(manifest, from));
  TRY(const DataLock lock, LockDataDirectory(data_directory));
  TRY_STATUS(CheckEmpty(data_directory));
  const Scaffold work(fs::path(data_directory) / kRestoring);
  TRY_STATUS(work.Raise());
  TRY_STATUS(CopyChecked(manifest, from, work.path()));
  return MoveInto(work.path(), data_directory);
}

}  // namespace frontdesk::store
