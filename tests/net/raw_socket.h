// A blocking TCP client that sends exactly the bytes it is told to, for tests.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace frontdesk::net::testing {

// Long enough for a slow machine under a sanitizer; a test that waits for it has failed.
inline constexpr int kPatienceMs = 60'000;

inline sockaddr_in Loopback(unsigned short port, const char* ip = "127.0.0.1") {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  ::inet_pton(AF_INET, ip, &address.sin_addr);
  return address;
}

class RawSocket {
 public:
  explicit RawSocket(int file) : file_(file) {}
  // `from`: any address of 127.0.0.0/8 will do, which makes different clients of one machine.
  explicit RawSocket(unsigned short port, const char* from = "127.0.0.1") : file_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const sockaddr_in own = Loopback(0, from);
    const sockaddr_in server = Loopback(port);
    const int on = 1;
    ::setsockopt(file_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::bind(file_, reinterpret_cast<const sockaddr*>(&own), sizeof own);
    connected_ = ::connect(file_, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0;
  }
  RawSocket(RawSocket&& other) noexcept
      : file_(std::exchange(other.file_, -1)), connected_(other.connected_), kept_(std::move(other.kept_)) {}
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;
  RawSocket& operator=(RawSocket&&) = delete;
  ~RawSocket() { Close(); }

  bool connected() const { return connected_; }
  int file() const { return file_; }

  // False when the peer has cut the connection.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // What arrived, at most until the token is complete or the peer has closed.
  std::string ReadUntil(std::string_view token) {
    while (true) {
      const std::size_t at = kept_.find(token);
      if (at != kept_.npos) return Take(at + token.size());
      if (!Fill()) return Take(kept_.size());
    }
  }
  std::string ReadBytes(std::size_t count) {
    while (kept_.size() < count && Fill()) {
    }
    return Take(std::min(count, kept_.size()));
  }
  std::string ReadAll() {
    while (Fill()) {
    }
    return Take(kept_.size());
  }
  // One answer with Content-Length, or without a body.
  std::string ReadAnswer() {
    std::string answer = ReadUntil("\r\n\r\n");
    const std::size_t at = answer.find("Content-Length: ");
    if (at != answer.npos) answer += ReadBytes(std::stoul(answer.substr(at + 16)));
    return answer;
  }
  // Whether the peer has closed or reset the connection, once everything sent before was read.
  bool IsClosedByPeer() {
    while (Fill()) {
    }
    return !timed_out_;
  }

  void CloseWrite() { ::shutdown(file_, SHUT_WR); }
  void Close() {
    if (file_ >= 0) ::close(std::exchange(file_, -1));
  }
  // Closes with RST.
  void Reset() {
    const linger at_once{1, 0};
    ::setsockopt(file_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    Close();
  }

 private:
  bool Fill() {
    pollfd waiting{file_, POLLIN, 0};
    timed_out_ = ::poll(&waiting, 1, kPatienceMs) == 0;
    if (timed_out_) return false;
    char bytes[16 << 10];
    const ssize_t size = ::recv(file_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    kept_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }
  std::string Take(std::size_t count) {
    std::string taken = kept_.substr(0, count);
    kept_.erase(0, count);
    return taken;
  }

  int file_ = -1;
  bool connected_ = true;
  bool timed_out_ = false;
  std::string kept_;
};

}  // namespace frontdesk::net::testing
