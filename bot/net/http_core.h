// The inside of HttpServer: acceptor, table of connections, limits, deadlines, drain. Belongs to the I/O thread but
// where a function says otherwise. Private to bot/net: includes Boost.Asio.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>

#include "bot/net/client_address.h"
#include "bot/net/http_answer.h"
#include "bot/net/http_connection.h"
#include "bot/net/http_server.h"
#include "bot/net/mailbox.h"
#include "bot/net/refusal.h"
#include "bot/net/reply.h"
#include "bot/net/tls_context.h"

namespace frontdesk::net {

class HttpCore {
 public:
  HttpCore(HttpServerOptions options, HttpServer::Limits limits, HttpServer::Handler handler);
  ~HttpCore();

  base::Status Open();
  // Any thread.
  unsigned short port() const { return port_; }
  const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
  HttpServerCounters counters() const;
  void Drain(std::chrono::milliseconds at_most);
  void Stop();

  void Run();
  void BeginDrain();

  // For connections.
  const HttpServerOptions& options() const { return options_; }
  const HttpServer::Limits& limits() const { return limits_; }
  const HttpServer::Handler& handler() const { return handler_; }
  const TrustedProxies& proxies() const { return proxies_; }
  bool draining() const { return draining_; }
  std::string_view date() { return date_.Now(); }
  HttpConnection* Find(const RequestId& id);
  void Remove(const RequestId& id);
  void SetDeadline(const RequestId& id, std::chrono::milliseconds from_now);
  void ExtendDeadline(const RequestId& id, std::chrono::milliseconds by);
  void ClearDeadline(const RequestId& id);
  // A place among the connections of one address.
  bool TakePlace(const IpAddress& key);
  void LeavePlace(const IpAddress& key);
  // Bodies being received: false when there is no room for more.
  bool HoldBody(std::size_t bytes);
  void ReleaseBody(std::size_t bytes) { body_bytes_ -= bytes; }
  void CountRequest() { requests_.fetch_add(1, std::memory_order_relaxed); }
  void CountRefusal(RefusalReason reason) {
    refused_[static_cast<std::size_t>(reason)].fetch_add(1, std::memory_order_relaxed);
  }
  void CountStream(int change) { streams_.fetch_add(change, std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
  using Timer =
      boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, boost::asio::io_context::executor_type>;

  struct Slot {
    std::shared_ptr<HttpConnection> connection;
    Clock::time_point deadline = Clock::time_point::max();
    std::uint32_t generation = 0;
  };

  base::Status Listen();
  void FitToFileLimit();
  void Accept();
  void OnAccept(const boost::system::error_code& error, HttpConnection::Socket socket);
  void Admit(HttpConnection::Socket socket);
  void Refuse(HttpConnection::Socket socket, RefusalReason reason);
  RequestId Add(std::shared_ptr<HttpConnection> connection);
  void StartTicking();
  void Tick();
  void StopWhenQuiet();
  void Finish();

  boost::asio::io_context io_{1};  // first, so that sockets and timers go before it
  const HttpServerOptions options_;
  const HttpServer::Limits limits_;
  const HttpServer::Handler handler_;
  TrustedProxies proxies_;
  std::optional<TlsFiles> tls_;
  HttpDate date_;
  std::shared_ptr<Mailbox> mailbox_;
  Acceptor acceptor_;
  Timer accept_again_;
  Timer ticker_;
  bool ticking_ = false;
  bool draining_ = false;
  int most_connections_ = 0;
  unsigned short port_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::map<IpAddress, int> places_;
  std::size_t body_bytes_ = 0;

  std::atomic<std::int64_t> open_ = 0;
  std::atomic<std::int64_t> streams_ = 0;
  std::atomic<std::uint64_t> requests_ = 0;
  std::array<std::atomic<std::uint64_t>, kRefusalReasons> refused_{};

  std::mutex run_mutex_;
  std::condition_variable run_changed_;
  bool running_ = false;
  bool stopped_ = false;
};

}  // namespace frontdesk::net
