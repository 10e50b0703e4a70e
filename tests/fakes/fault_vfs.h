// A disk that fails on command, for tests of what is built on SQLite. While one lives it is SQLite's default VFS; it
// passes everything on to the real one, but
//   - the Nth change of a file (write, sync, truncate) can fail, once or from then on, with a code of your choice;
//   - LosePower() makes all files what they were at their last sync, or keeps a random part of the later writes.
//
// Threads: any, one FaultVfs at a time. A database must be closed after LosePower() and before RestorePower().
#pragma once

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace frontdesk::fakes {

class FaultVfs {
 public:
  FaultVfs() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.zName = "fault";
    vfs_.pAppData = this;
    vfs_.xOpen = &Open;
    vfs_.xDelete = &Delete;
    sqlite3_vfs_register(&vfs_, 1);
  }
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;
  ~FaultVfs() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
  }

  // The next change is number 1.
  void FailAt(long change, int code, bool once) {
    const std::lock_guard lock(mutex_);
    changes_ = 0;
    fail_at_ = change;
    code_ = code;
    once_ = once;
  }
  void FailAlways(int code) { FailAt(1, code, false); }
  void Heal() { FailAt(std::numeric_limits<long>::max(), SQLITE_OK, true); }
  // Since the last FailAt().
  long changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
  }

  void LosePower() { FailAlways(SQLITE_IOERR); }

  // Undoes what was not synced; a write survives with the probability `kept`.
  void RestorePower(double kept, unsigned seed) {
    std::mt19937 random(seed);
    std::bernoulli_distribution survives(kept);
    {
      const std::lock_guard lock(mutex_);
      for (auto& [path, unsynced] : unsynced_) {
        for (auto undo = unsynced.rbegin(); undo != unsynced.rend(); ++undo)
          if (!survives(random)) Undo(path, *undo);
      }
      unsynced_.clear();
    }
    Heal();
  }

 private:
  struct Before {
    sqlite3_int64 offset = 0;
    sqlite3_int64 file_size = 0;
    std::string bytes;
  };
  struct File {
    sqlite3_file base;
    FaultVfs* disk;
    std::string* path;
    sqlite3_file* real;
  };

  static File& Of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

  static int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto* disk = static_cast<FaultVfs*>(vfs->pAppData);
    File& ours = Of(file);
    ours.base.pMethods = nullptr;
    ours.disk = disk;
    ours.real = reinterpret_cast<sqlite3_file*>(&ours + 1);
    const int code = disk->real_->xOpen(disk->real_, name, ours.real, flags, out_flags);
    if (code != SQLITE_OK) return code;
    ours.path = new std::string(name ? name : "");
    ours.base.pMethods = Methods();
    return code;
  }

  static int Delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
    auto* disk = static_cast<FaultVfs*>(vfs->pAppData);
    if (const int code = disk->Change(); code != SQLITE_OK) return code;
    {
      const std::lock_guard lock(disk->mutex_);
      disk->unsynced_.erase(name);
    }
    return disk->real_->xDelete(disk->real_, name, sync_directory);
  }

  int Change() {
    const std::lock_guard lock(mutex_);
    ++changes_;
    return changes_ == fail_at_ || (changes_ > fail_at_ && !once_) ? code_ : SQLITE_OK;
  }

  void Remember(File& file, sqlite3_int64 offset, int size) {
    Before before{offset, 0, std::string(static_cast<std::size_t>(size), '\0')};
    file.real->pMethods->xFileSize(file.real, &before.file_size);
    file.real->pMethods->xRead(file.real, before.bytes.data(), size, offset);
    const std::lock_guard lock(mutex_);
    unsynced_[*file.path].push_back(std::move(before));
  }

  static void Undo(const std::string& path, const Before& before) {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    const auto known = std::min<sqlite3_int64>(static_cast<sqlite3_int64>(before.bytes.size()),
                                               std::max<sqlite3_int64>(0, before.file_size - before.offset));
    if (known > 0) (void)!::pwrite(file, before.bytes.data(), static_cast<std::size_t>(known), before.offset);
    if (before.offset + static_cast<sqlite3_int64>(before.bytes.size()) > before.file_size)
      (void)!::ftruncate(file, before.file_size);
    ::close(file);
  }

  static int Close(sqlite3_file* file) {
    File& ours = Of(file);
    delete ours.path;
    return ours.real->pMethods->xClose(ours.real);
  }
  static int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    return Of(file).real->pMethods->xRead(Of(file).real, to, size, offset);
  }
  static int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    File& ours = Of(file);
    if (const int code = ours.disk->Change(); code != SQLITE_OK) return code;
    ours.disk->Remember(ours, offset, size);
    return ours.real->pMethods->xWrite(ours.real, from, size, offset);
  }
  static int Truncate(sqlite3_file* file, sqlite3_int64 size) {
    File& ours = Of(file);
    if (const int code = ours.disk->Change(); code != SQLITE_OK) return code;
    sqlite3_int64 now = 0;
    ours.real->pMethods->xFileSize(ours.real, &now);
    if (now > size) ours.disk->Remember(ours, size, static_cast<int>(now - size));
    return ours.real->pMethods->xTruncate(ours.real, size);
  }
  static int Sync(sqlite3_file* file, int) {
    File& ours = Of(file);
    if (const int code = ours.disk->Change(); code != SQLITE_OK) return code;
    const std::lock_guard lock(ours.disk->mutex_);
    ours.disk->unsynced_.erase(*ours.path);
    return SQLITE_OK;
  }

  static const sqlite3_io_methods* Methods() {
    static const sqlite3_io_methods methods = [] {
      sqlite3_io_methods m{};
      m.iVersion = 2;
      m.xClose = &Close;
      m.xRead = &Read;
      m.xWrite = &Write;
      m.xTruncate = &Truncate;
      m.xSync = &Sync;
      m.xFileSize = [](sqlite3_file* f, sqlite3_int64* s) { return Of(f).real->pMethods->xFileSize(Of(f).real, s); };
      m.xLock = [](sqlite3_file* f, int l) { return Of(f).real->pMethods->xLock(Of(f).real, l); };
      m.xUnlock = [](sqlite3_file* f, int l) { return Of(f).real->pMethods->xUnlock(Of(f).real, l); };
      m.xCheckReservedLock = [](sqlite3_file* f, int* o) {
        return Of(f).real->pMethods->xCheckReservedLock(Of(f).real, o);
      };
      m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
        return Of(f).real->pMethods->xFileControl(Of(f).real, op, arg);
      };
      m.xSectorSize = [](sqlite3_file* f) { return Of(f).real->pMethods->xSectorSize(Of(f).real); };
      m.xDeviceCharacteristics = [](sqlite3_file* f) {
        return Of(f).real->pMethods->xDeviceCharacteristics(Of(f).real);
      };
      m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return Of(f).real->pMethods->xShmMap(Of(f).real, page, size, extend, out);
      };
      m.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) {
        return Of(f).real->pMethods->xShmLock(Of(f).real, offset, n, flags);
      };
      m.xShmBarrier = [](sqlite3_file* f) { Of(f).real->pMethods->xShmBarrier(Of(f).real); };
      m.xShmUnmap = [](sqlite3_file* f, int remove) { return Of(f).real->pMethods->xShmUnmap(Of(f).real, remove); };
      return m;
    }();
    return &methods;
  }

  sqlite3_vfs* real_;
  sqlite3_vfs vfs_;
  mutable std::mutex mutex_;
  long changes_ = 0;
  long fail_at_ = std::numeric_limits<long>::max();
  int code_ = SQLITE_OK;
  bool once_ = true;
  std::map<std::string, std::vector<Before>> unsynced_;
};

}  // namespace frontdesk::fakes
