#include "tests/fakes/fake_platform.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>
#include <thread>

#include "tests/fakes/fake_platform_parts.h"

namespace frontdesk::fakes {

namespace {

sockaddr_in Loopback(unsigned short port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void Reset(int file) {
  const linger now{1, 0};
  ::setsockopt(file, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(file);
}

}  // namespace

// Accepts, with a thread for each connection.
class FakePlatform::Listener {
 public:
  Listener(PlatformParts& parts, PlatformTls tls) : parts_(parts), tls_(std::move(tls)) {}

  base::Status Listen(unsigned short port) {
    file_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(file_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = Loopback(port);
    socklen_t size = sizeof address;
    if (::bind(file_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(file_, 1024) != 0)
      return base::Fail(base::ErrorCode::kUnavailable, "the port is not free", std::to_string(port));
    ::getsockname(file_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { Accept(); });
    return {};
  }
  ~Listener() {
    parts_.stop.Raise();
    ::shutdown(file_, SHUT_RDWR);
    if (acceptor_.joinable()) acceptor_.join();
    ::close(file_);
    {
      const std::lock_guard lock(mutex_);
      for (Connection& one : connections_)
        if (!one.ended) ::shutdown(one.file, SHUT_RDWR);
    }
    for (Connection& one : connections_) one.thread.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  unsigned short port() const { return port_; }
  bool tls() const { return !tls_.certificate.empty(); }

 private:
  struct Connection {
    int file = -1;
    bool ended = false;
    std::thread thread;
  };

  void Accept() {
    while (true) {
      const int file = ::accept4(file_, nullptr, nullptr, SOCK_CLOEXEC);
      if (file < 0) return;
      ForgetEnded();
      if (parts_.faults.PickAtConnect()) {
        Reset(file);
        continue;
      }
      const int on = 1;
      ::setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const std::lock_guard lock(mutex_);
      if (connections_.size() >= kMaxPlatformConnections) {
        Reset(file);
        continue;
      }
      Connection& one = connections_.emplace_back();
      one.file = file;
      one.thread = std::thread([this, &one] { Serve(one); });
    }
  }

  // The connection serves a copy of the file, so that its number stays ours until it is marked as ended.
  void Serve(Connection& one) {
    ServeConnection(::fcntl(one.file, F_DUPFD_CLOEXEC, 0), tls_, parts_);
    const std::lock_guard lock(mutex_);
    ::close(one.file);
    one.ended = true;
  }

  void ForgetEnded() {
    std::list<Connection> ended;
    {
      const std::lock_guard lock(mutex_);
      for (auto it = connections_.begin(); it != connections_.end();) {
        const auto here = it++;
        if (here->ended) ended.splice(ended.end(), connections_, here);
      }
    }
    for (Connection& one : ended) one.thread.join();
  }

  PlatformParts& parts_;
  const PlatformTls tls_;
  int file_ = -1;
  unsigned short port_ = 0;
  std::thread acceptor_;
  std::mutex mutex_;
  std::list<Connection> connections_;
};

base::Result<std::unique_ptr<FakePlatform>> FakePlatform::Open(Script script, PlatformOptions options) {
  auto parts = std::make_unique<PlatformParts>(std::move(script));
  if (!options.log_file.empty()) TRY_STATUS(parts->log.WriteTo(options.log_file));
  auto listener = std::make_unique<Listener>(*parts, PlatformTls{options.certificate, options.key});
  TRY_STATUS(listener->Listen(options.port));
  return std::unique_ptr<FakePlatform>(new FakePlatform(std::move(parts), std::move(listener)));
}

FakePlatform::FakePlatform(std::unique_ptr<PlatformParts> parts, std::unique_ptr<Listener> listener)
    : parts_(std::move(parts)), listener_(std::move(listener)) {}

FakePlatform::~FakePlatform() = default;

unsigned short FakePlatform::port() const { return listener_->port(); }

std::string FakePlatform::url() const {
  return (listener_->tls() ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port());
}

int FakePlatform::Set(Fault fault) { return parts_->faults.Set(std::move(fault)); }
void FakePlatform::Clear(int number) { parts_->faults.Clear(number); }
void FakePlatform::Heal() { parts_->faults.ClearAll(); }
void FakePlatform::RevokeTokens() { parts_->player.RevokeTokens(); }

void FakePlatform::Shelve(const std::string& item) { parts_->player.Shelve(item); }
std::size_t FakePlatform::Push(const std::string& frame) { return parts_->sockets.SendAll(frame); }
PlatformRecord FakePlatform::Read() const { return parts_->log.Read(); }

bool FakePlatform::WaitUntil(const std::function<bool(const PlatformRecord&)>& holds,
                             std::chrono::milliseconds patience) const {
  return parts_->log.WaitUntil(holds, patience);
}

}  // namespace frontdesk::fakes
