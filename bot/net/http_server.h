// The listening side: HTTP/1.1 with limits, deadlines and server-sent events, on Boost.Beast and one I/O thread.
//
// Ownership: the caller owns the HttpServer; handles (HttpReply, EventStream) may outlive it and then do nothing.
// Threads: Run() takes the calling thread until the server has stopped and is the only thread that calls the handler,
// the limits function, posted functions and OnClose callbacks; none of them may block. Every other member function, and
// every function of HttpReply and EventStream, may be called from any thread.
// Failure: a request that breaks a rule is answered by the server itself (4xx, 5xx, connection closed) and never
// reaches the handler; a handler that throws gives 500, one that does not answer in time 504.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::net {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string
      method;  // GET HEAD POST PUT PATCH DELETE OPTIONS; the body of an answer to HEAD is left out by the server
  std::string
      path;  // starts with '/', percent-decoded once, UTF-8, without . and .. segments, // and control characters
  std::string query;  // raw, without the '?'
  HttpHeaders headers;
  std::string body;
  std::string remote_address;  // the client's, also behind trusted proxies; textual IPv4 or IPv6
  bool secure = false;         // TLS here or, as a trusted proxy says, there

  // The first header of that name, case-insensitive; "" when absent.
  std::string_view Header(std::string_view name) const;
  // The first value of that key, percent-decoded, '+' as space.
  std::optional<std::string> Query(std::string_view key) const;
  // "" when absent.
  std::string_view Cookie(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;  // Content-Length, Transfer-Encoding and Date are the server's; "Connection: close" is obeyed
  std::string body;
};

// One text/event-stream answer. After its last handle is gone the stream closes.
class EventStream {
 public:
  // What may wait for a slow client. Beyond it the stream closes: the client comes back and resumes.
  static constexpr std::size_t kMaxWaiting = 256 << 10;

  virtual ~EventStream() = default;
  // Queues bytes as they are. False once closed.
  virtual bool Write(std::string_view chunk) = 0;
  // What was written before still goes out.
  virtual void Close() = 0;
  virtual bool IsOpen() const = 0;
  // Called once, when the stream has closed for whatever reason; at once when it already has. The last function given
  // wins.
  virtual void OnClose(std::function<void()> closed) = 0;
};

// Where an answer goes. The server implements it; tests of handlers may bring their own.
class HttpReplySink {
 public:
  virtual ~HttpReplySink() = default;
  virtual void Send(HttpResponse response) = 0;
  virtual std::shared_ptr<EventStream> OpenStream(HttpHeaders headers) = 0;
};

// A copyable handle for answering one request, once: of several Send and OpenStream calls the first counts. When all
// copies are gone without an answer the client gets 500.
class HttpReply {
 public:
  HttpReply() = default;
  explicit HttpReply(std::shared_ptr<HttpReplySink> sink) : sink_(std::move(sink)) {}
  void Send(HttpResponse response) const {
    if (sink_) sink_->Send(std::move(response));
  }
  // Never null; a stream that could not be opened is closed already. Content-Type and Cache-Control have defaults.
  std::shared_ptr<EventStream> OpenStream(HttpHeaders headers = {}) const {
    return sink_ ? sink_->OpenStream(std::move(headers)) : nullptr;
  }

 private:
  std::shared_ptr<HttpReplySink> sink_;
};

// Asked for each request when its head has been read.
struct RouteLimits {
  std::size_t max_body = 1 << 20;              // more is 413
  std::chrono::milliseconds deadline{10'000};  // for the handler's answer; later is 504
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // IPv4, IPv6 or "localhost"
  unsigned short port = 0;            // 0: any free one, see HttpServer::port()
  // PEM; both empty = plain HTTP. Read again when a file changes; a broken file keeps the old pair in service.
  std::string certificate_file = {};
  std::string key_file = {};

  int connections = 10'000;           // beyond: 503 and closed
  int connections_per_address = 200;  // IPv6: per /64; behind a trusted proxy: per client
  // Addresses or networks (10.0.0.0/8) whose X-Forwarded-For and X-Forwarded-Proto count.
  std::vector<std::string> trusted_proxies = {};
  std::size_t max_header = 16 << 10;    // beyond: 431
  std::size_t max_target = 4 << 10;     // beyond: 414
  std::size_t body_memory = 256 << 20;  // all bodies being received together; beyond: 503

  std::chrono::milliseconds tls_handshake_deadline{5'000};
  std::chrono::milliseconds header_deadline{5'000};  // from the first byte
  std::chrono::milliseconds body_deadline{10'000};   // plus one second for every `least_bytes_per_second` received
  std::chrono::milliseconds idle_deadline{60'000};   // a connection without a request
  std::chrono::milliseconds write_deadline{30'000};  // plus one second for every `least_bytes_per_second` of the answer
  std::chrono::milliseconds linger_deadline{2'000};  // to read a refusal, after which the connection is cut
  std::size_t least_bytes_per_second = 32 << 10;
  std::chrono::milliseconds deadline_check{100};       // how exact the deadlines are
  std::chrono::milliseconds certificate_check{2'000};  // how often, at most, the PEM files are looked at
};

struct HttpServerCounters {
  std::int64_t connections = 0;                                     // open now
  std::int64_t streams = 0;                                         // open now
  std::uint64_t requests = 0;                                       // given to the handler since the start
  std::vector<std::pair<std::string_view, std::uint64_t>> refused;  // by reason, since the start; all reasons listed
};

class HttpCore;

class HttpServer {
 public:
  using Limits = std::function<RouteLimits(const std::string& method, const std::string& path)>;
  using Handler = std::function<void(HttpRequest request, HttpReply reply)>;

  // Listens at once; connections wait until Run(). The error names the address or the file that is wrong.
  static base::Result<std::unique_ptr<HttpServer>> Open(HttpServerOptions options, Limits limits, Handler handler);
  // Run() must have returned, or never have been called.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  unsigned short port() const;
  // Serves on the calling thread until Drain() or Stop().
  void Run();
  // Runs the function on the I/O thread; dropped when the server has stopped.
  void Post(std::function<void()> function);
  // Stops accepting, lets requests in flight be answered, refuses new ones with 503, ends streams with a `retry:` line;
  // then stops. Returns when all is done or after `at_most`. Not to be called on the I/O thread.
  void Drain(std::chrono::milliseconds at_most);
  // Cuts everything at once.
  void Stop();
  HttpServerCounters counters() const;

 private:
  explicit HttpServer(std::unique_ptr<HttpCore> core);
  std::unique_ptr<HttpCore> core_;
};

}  // namespace frontdesk::net
