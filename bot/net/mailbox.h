// How other threads reach the I/O thread: a queue that wakes it once for many errands.
//
// Ownership: shared; it may outlive the server and then drops what it is given. Threads: any.
// Private to bot/net: includes Boost.Asio.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace frontdesk::net {

class HttpCore;

class Errand {
 public:
  virtual ~Errand() = default;
  virtual void Run(HttpCore& core) = 0;
  // Instead of Run() when the server has stopped; on any thread.
  virtual void Drop() {}
};

class Mailbox {
 public:
  Mailbox(boost::asio::io_context& io, HttpCore& core) : io_(io), core_(core) {}

  void Post(std::shared_ptr<Errand> errand);
  // At once when called on the I/O thread, else by Post.
  void PostOrRun(const std::shared_ptr<Errand>& errand);
  // From now on nothing touches the io_context or the core.
  void Close();

  void EnterIoThread() { io_thread_ = std::this_thread::get_id(); }
  void LeaveIoThread() { io_thread_ = std::thread::id(); }
  bool OnIoThread() const { return io_thread_.load() == std::this_thread::get_id(); }

 private:
  void Empty();

  boost::asio::io_context& io_;
  HttpCore& core_;
  std::atomic<std::thread::id> io_thread_{};
  std::mutex mutex_;
  bool closed_ = false;
  std::vector<std::shared_ptr<Errand>> waiting_;
  std::vector<std::shared_ptr<Errand>> running_;  // the I/O thread's, kept for its capacity
};

}  // namespace frontdesk::net
