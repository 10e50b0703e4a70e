// Connections for reading, lent to any thread.
//
// Who owns what: a loan must end before its Readers does. Threads: any.
// Bounds: kMostReaders connections, opened when first needed; who finds all lent waits, at most kLongestWait.
// Failure: kUnavailable.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bot/store/sqlite.h"

namespace frontdesk::store {

inline constexpr int kMostReaders = 4;
inline constexpr std::chrono::seconds kLongestWait{5};

class Readers {
 public:
  class Loan {
   public:
    Loan(Readers* home, std::unique_ptr<Connection> own) : home_(home), own_(std::move(own)), db_(own_.get()) {}
    Loan(Connection& shared, std::mutex& guard) : lock_(guard), db_(&shared) {}
    Loan(Loan&&) = default;
    ~Loan();
    Connection& operator*() const { return *db_; }
    Connection* operator->() const { return db_; }

   private:
    Readers* home_ = nullptr;
    std::unique_ptr<Connection> own_;
    std::unique_lock<std::mutex> lock_;
    Connection* db_;
  };

  explicit Readers(std::string path) : path_(std::move(path)) {}
  // For a database in memory, which has one connection: everybody shares it, one at a time.
  Readers(Connection& shared, std::mutex& guard) : shared_(&shared), guard_(&guard) {}

  Result<Loan> Take();

 private:
  void GiveBack(std::unique_ptr<Connection> connection);
  void Forget();

  std::string path_;
  Connection* shared_ = nullptr;
  std::mutex* guard_ = nullptr;

  std::mutex mutex_;
  std::condition_variable returned_;
  int lent_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace frontdesk::store
