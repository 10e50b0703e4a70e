#include "bot/store/readers.h"

namespace frontdesk::store {

using base::ErrorCode;
using base::Fail;

Readers::Loan::~Loan() {
  if (own_) home_->GiveBack(std::move(own_));
}

Result<Readers::Loan> Readers::Take() {
  if (shared_) return Loan(*shared_, *guard_);
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, kLongestWait, [this] { return lent_ < kMostReaders; })) {
    return Fail(ErrorCode::kUnavailable, "the database has too many readers");
  }
  ++lent_;
  if (!idle_.empty()) {
    Loan loan(this, std::move(idle_.back()));
    idle_.pop_back();
    return loan;
  }
  lock.unlock();
  auto opened = Connection::Open(path_, Connection::Use::kRead);
  if (opened) return Loan(this, std::move(*opened));
  Forget();
  return tl::unexpected(opened.error());
}

void Readers::GiveBack(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
    --lent_;
  }
  returned_.notify_one();
}

void Readers::Forget() {
  {
    const std::lock_guard lock(mutex_);
    --lent_;
  }
  returned_.notify_one();
}

}  // namespace frontdesk::store
