#include "tests/fakes/visitor_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace frontdesk::fakes {

VisitorSocket::VisitorSocket(unsigned short port) : file_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(file_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(file_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) Close();
}

VisitorSocket::VisitorSocket(VisitorSocket&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      timed_out_(other.timed_out_),
      unread_(std::move(other.unread_)),
      at_(other.at_) {}

VisitorSocket::~VisitorSocket() { Close(); }

void VisitorSocket::Close() {
  if (file_ >= 0) ::close(std::exchange(file_, -1));
}

bool VisitorSocket::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool VisitorSocket::Fill(Millis patience) {
  if (file_ < 0) return false;
  unread_.erase(0, at_);
  at_ = 0;
  pollfd waiting{file_, POLLIN, 0};
  timed_out_ = ::poll(&waiting, 1, static_cast<int>(patience.count())) == 0;
  if (timed_out_) return false;
  char bytes[16 << 10];
  const ssize_t size = ::recv(file_, bytes, sizeof bytes, 0);
  if (size <= 0) {
    Close();
    return false;
  }
  unread_.append(bytes, static_cast<std::size_t>(size));
  return true;
}

std::optional<std::string> VisitorSocket::ReadLine(Millis patience) {
  std::size_t end = unread_.find('\n', at_);
  while (end == unread_.npos) {
    if (!Fill(patience)) return std::nullopt;
    end = unread_.find('\n', at_);
  }
  std::string line = unread_.substr(at_, end - at_);
  at_ = end + 1;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::string> VisitorSocket::ReadBytes(std::size_t count, Millis patience) {
  while (unread_.size() - at_ < count)
    if (!Fill(patience)) return std::nullopt;
  std::string bytes = unread_.substr(at_, count);
  at_ += count;
  return bytes;
}

}  // namespace frontdesk::fakes
