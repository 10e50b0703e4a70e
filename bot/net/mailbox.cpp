#include "bot/net/mailbox.h"

#include <boost/asio/post.hpp>

namespace frontdesk::net {

void Mailbox::Post(std::shared_ptr<Errand> errand) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      waiting_.push_back(std::move(errand));
      if (waiting_.size() == 1) boost::asio::post(io_, [this] { Empty(); });
      return;
    }
  }
  errand->Drop();
}

void Mailbox::PostOrRun(const std::shared_ptr<Errand>& errand) {
  if (OnIoThread()) {
    errand->Run(core_);
  } else {
    Post(errand);
  }
}

void Mailbox::Empty() {
  {
    const std::lock_guard lock(mutex_);
    running_.swap(waiting_);
  }
  for (const auto& errand : running_) errand->Run(core_);
  running_.clear();
}

void Mailbox::Close() {
  std::vector<std::shared_ptr<Errand>> dropped;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    dropped.swap(waiting_);
  }
  for (const auto& errand : dropped) errand->Drop();
}

}  // namespace frontdesk::net
