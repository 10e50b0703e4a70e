#include "bot/store/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>

namespace frontdesk::store {

using base::Error;
using base::ErrorCode;
using base::Fail;

namespace {

// How long a call waits for another process (a backup, `frontdesk agent`) before it gives up.
constexpr int kBusyMillis = 5'000;

// The log is moved by Checkpoint(); past 32 MiB the writer does it itself, because only a pause in writing lets SQLite
// begin the log anew.
constexpr char kWriteSettings[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-4096; PRAGMA wal_autocheckpoint=8192; PRAGMA journal_size_limit=67108864;"
    "PRAGMA trusted_schema=OFF";
constexpr char kReadSettings[] =
    "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-512; PRAGMA wal_autocheckpoint=0;"
    "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF";

Error ErrorFor(int code, const char* detail) {
  const std::string words = detail ? detail : "unknown";
  switch (code & 0xFF) {
    case SQLITE_FULL: return {ErrorCode::kUnavailable, "the disk is full", "database"};
    case SQLITE_READONLY: return {ErrorCode::kUnavailable, "the database is read-only", "database"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {ErrorCode::kUnavailable, "another process holds the database", "database"};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM: return {ErrorCode::kUnavailable, "the database cannot be used: " + words, "database"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::kUnavailable, "the database file is damaged (" + words + "); restore a backup", "database"};
    case SQLITE_CONSTRAINT: return {ErrorCode::kConflict, "somebody was faster: " + words, "database"};
    default: return {ErrorCode::kInternal, "the database refused a statement: " + words, "database"};
  }
}

// SQLite counts every byte it allocates under one lock unless told otherwise before its first use.
void ConfigureOnce() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

// The log and the shared index take over the mode of the database file.
Status CreatePrivateFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 && errno == ENOENT) return Fail(ErrorCode::kUnavailable, "the data directory does not exist", path);
  if (file < 0) return Fail(ErrorCode::kUnavailable, std::string("cannot open: ") + std::strerror(errno), path);
  ::fchmod(file, 0600);
  ::close(file);
  return {};
}

}  // namespace

Error ErrorOf(sqlite3* db) { return ErrorFor(sqlite3_extended_errcode(db), sqlite3_errmsg(db)); }

Statement::~Statement() {
  if (statement_) sqlite3_reset(statement_);
}

Result<bool> Statement::Step() {
  if (!statement_) return tl::unexpected(*broken_);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return tl::unexpected(ErrorOf(db_));
}

Status Statement::Run() {
  for (;;) {
    TRY(const bool row, Step());
    if (!row) return {};
  }
}

std::int64_t Statement::Int(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Statement::Text(int column) const {
  const auto* text = sqlite3_column_text(statement_, column);
  if (!text) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Statement::BindAt(int index, std::string_view text) {
  // A null pointer would bind NULL, and an empty view may hold one.
  const char* data = text.empty() ? "" : text.data();
  if (statement_) sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::BindAt(int index, OrNull value) {
  if (value.value != 0) return BindInt(index, value.value);
  if (statement_) sqlite3_bind_null(statement_, index);
}

void Statement::BindInt(int index, std::int64_t value) {
  if (statement_) sqlite3_bind_int64(statement_, index, value);
}

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Use use) {
  ConfigureOnce();
  const bool write = use == Use::kWrite;
  if (write && path != ":memory:") TRY_STATUS(CreatePrivateFile(path));
  sqlite3* db = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (write ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &db, flags, nullptr);
  auto connection = std::make_unique<Connection>(db);
  if (code != SQLITE_OK) return tl::unexpected(ErrorFor(code, db ? sqlite3_errmsg(db) : nullptr));
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, kBusyMillis);
  TRY_STATUS(connection->Execute(write ? kWriteSettings : kReadSettings));
  return connection;
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(db_);
}

Statement Connection::Prepare(const char* sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return {db_, known->second};
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    return {db_, nullptr, ErrorOf(db_)};
  }
  statements_.emplace(sql, statement);
  return {db_, statement};
}

Status Connection::Execute(const char* sql) {
  if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return tl::unexpected(ErrorOf(db_));
}

std::int64_t Connection::Changes() const { return sqlite3_changes64(db_); }

bool Connection::InTransaction() const { return sqlite3_get_autocommit(db_) == 0; }

}  // namespace frontdesk::store
