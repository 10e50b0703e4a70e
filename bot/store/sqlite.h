// A thin skin over SQLite: connections with the project's settings, prepared statements that are kept, errors as
// values.
//
// Who owns what: a Connection owns its statements; a Statement is one of them on loan and gives itself back.
// Threads: a Connection and its statements belong to one thread at a time; the caller sees to that.
// Failure: kUnavailable when the disk or a lock refuses, kConflict when a unique key is taken, else kInternal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "bot/base/clock.h"
#include "bot/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace frontdesk::store {

using base::Result;
using base::Status;

// Binds NULL instead of 0.
struct OrNull {
  std::int64_t value = 0;
};

class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* statement, std::optional<base::Error> broken = std::nullopt)
      : db_(db), statement_(statement), broken_(std::move(broken)) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // All parameters in order. Texts are not copied: they must live until the last Step().
  template <typename... Values>
  Statement& Bind(Values&&... values) {
    int index = 0;
    (BindAt(++index, std::forward<Values>(values)), ...);
    return *this;
  }

  Result<bool> Step();  // true: a row can be read
  Status Run();         // steps to the end

  std::int64_t Int(int column) const;
  std::string Text(int column) const;
  base::TimePoint Time(int column) const { return base::FromMillis(Int(column)); }

 private:
  void BindAt(int index, std::string_view text);
  void BindAt(int index, const std::string& text) { BindAt(index, std::string_view(text)); }
  void BindAt(int index, std::string&& text) = delete;
  void BindAt(int index, const char* text) { BindAt(index, std::string_view(text)); }
  void BindAt(int index, base::TimePoint at) { BindInt(index, base::ToMillis(at)); }
  void BindAt(int index, OrNull value);
  template <typename T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void BindAt(int index, T value) {
    BindInt(index, static_cast<std::int64_t>(value));
  }
  void BindInt(int index, std::int64_t value);

  sqlite3* db_;
  sqlite3_stmt* statement_;            // null when it could not be prepared
  std::optional<base::Error> broken_;  // and why
};

class Connection {
 public:
  enum class Use { kWrite, kRead };

  // `path` is a file, or ":memory:". kWrite creates the file, for its owner's eyes only.
  static Result<std::unique_ptr<Connection>> Open(const std::string& path, Use use);
  explicit Connection(sqlite3* db) : db_(db) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // `sql` must be a literal: statements are kept by its address.
  Statement Prepare(const char* sql);
  // Any number of statements without parameters; nothing is kept.
  Status Execute(const char* sql);

  std::int64_t Changes() const;  // rows changed by the last statement
  bool InTransaction() const;    // false also after SQLite gave up a transaction by itself
  sqlite3* handle() const { return db_; }

 private:
  sqlite3* db_;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

// The last error of `db` in our words.
base::Error ErrorOf(sqlite3* db);

}  // namespace frontdesk::store
