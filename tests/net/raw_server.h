// A TCP server that does exactly what a test tells it, with a thread for each connection.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/net/raw_socket.h"

namespace frontdesk::net::testing {

class RawServer {
 public:
  using Talk = std::function<void(RawSocket& peer)>;

  // `talk` has the connection for itself; it closes when `talk` returns.
  explicit RawServer(Talk talk) : talk_(std::move(talk)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 1024);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { Accept(); });
  }
  ~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
      const std::lock_guard lock(mutex_);
      for (const int file : open_) ::shutdown(file, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  unsigned short port() const { return port_; }
  int connections() const { return connections_; }
  std::string Url(const std::string& target = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + target;
  }

 private:
  void Accept() {
    while (true) {
      const int file = ::accept(listener_, nullptr, nullptr);
      if (file < 0) return;
      ++connections_;
      const std::lock_guard lock(mutex_);
      open_.push_back(file);
      threads_.emplace_back([this, file] {
        RawSocket peer(file);
        talk_(peer);
        const std::lock_guard closing(mutex_);
        std::erase(open_, file);
        peer.Close();
      });
    }
  }

  const Talk talk_;
  const int listener_;
  unsigned short port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// The value of a header, spelled just so; "" without one.
inline std::string HeaderOf(const std::string& message, const std::string& name) {
  const std::size_t line = message.find("\r\n" + name + ":");
  if (line == message.npos) return "";
  const std::size_t value = message.find_first_not_of(' ', line + name.size() + 3);
  return message.substr(value, message.find("\r\n", value) - value);
}

// One request with Content-Length, or "" when the peer has closed. The head ends with the blank line.
inline std::string ReadRequest(RawSocket& peer) {
  std::string request = peer.ReadUntil("\r\n\r\n");
  const std::string length = HeaderOf(request, "Content-Length");
  if (!length.empty()) request += peer.ReadBytes(std::stoul(length));
  return request;
}

inline std::string BodyOf(const std::string& message) {
  const std::size_t end = message.find("\r\n\r\n");
  return end == message.npos ? "" : message.substr(end + 4);
}

inline std::string Answer(std::string_view body, std::string_view headers = "") {
  return "HTTP/1.1 200 OK\r\n" + std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

}  // namespace frontdesk::net::testing
