// A TCP relay between a client and a server on loopback that a test can cut or close.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "tests/net/raw_server.h"

namespace frontdesk::testing {

class TcpRelay {
 public:
  // May change what the server says to the client, piece by piece.
  using Change = std::function<std::string(std::string bytes)>;

  explicit TcpRelay(unsigned short to, Change from_server = nullptr)
      : to_(to), change_(std::move(from_server)), server_([this](net::testing::RawSocket& peer) { Serve(peer); }) {}
  ~TcpRelay() { Cut(); }
  TcpRelay(const TcpRelay&) = delete;
  TcpRelay& operator=(const TcpRelay&) = delete;

  unsigned short port() const { return server_.port(); }
  int connections() const { return server_.connections(); }
  // Every connection has ended, on both sides.
  bool idle() {
    const std::lock_guard lock(mutex_);
    return open_.empty();
  }
  // Every connection breaks at once.
  void Cut() {
    const std::lock_guard lock(mutex_);
    for (const int file : open_) ::shutdown(file, SHUT_RDWR);
  }
  // New connections are cut as soon as they come, or not any more.
  void Refuse(bool refuse) { refuses_ = refuse; }
  // Nothing passes any more, though all seem connected; or it does again.
  void Freeze(bool freeze) { frozen_ = freeze; }
  // What the server says is thrown away from now on.
  void MuteServer(bool mute) { muted_ = mute; }

 private:
  void Serve(net::testing::RawSocket& client) {
    if (refuses_) return;
    net::testing::RawSocket server(to_);
    {
      const std::lock_guard lock(mutex_);
      open_.insert({client.file(), server.file()});
    }
    std::thread back([&] { Pass(server.file(), client.file(), true); });
    Pass(client.file(), server.file(), false);
    back.join();
    const std::lock_guard lock(mutex_);
    open_.erase(client.file());
    open_.erase(server.file());
  }
  void Pass(int from, int to, bool from_server) {
    char bytes[16 << 10];
    while (true) {
      const ssize_t size = ::recv(from, bytes, sizeof bytes, 0);
      if (size <= 0) break;
      if (frozen_ || (from_server && muted_)) continue;
      std::string piece(bytes, static_cast<std::size_t>(size));
      if (from_server && change_) piece = change_(std::move(piece));
      if (::send(to, piece.data(), piece.size(), MSG_NOSIGNAL) <= 0) break;
    }
    ::shutdown(from, SHUT_RDWR);
    ::shutdown(to, SHUT_RDWR);
  }

  const unsigned short to_;
  const Change change_;
  std::atomic<bool> refuses_ = false;
  std::atomic<bool> frozen_ = false;
  std::atomic<bool> muted_ = false;
  std::mutex mutex_;
  std::set<int> open_;
  net::testing::RawServer server_;  // last: its threads use the rest
};

}  // namespace frontdesk::testing
