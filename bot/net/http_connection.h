// One client's connection: reads requests one after another, hands them over, writes the answers, ends well.
//
// Ownership: the core's table holds it, and each pending operation. Threads: the I/O thread only.
// Failure: whatever goes wrong ends this connection and nothing else.
// Private to bot/net: includes Boost.Asio.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "bot/net/ip_address.h"
#include "bot/net/refusal.h"
#include "bot/net/reply.h"
#include "bot/net/request_reader.h"
#include "bot/net/tls_context.h"

namespace frontdesk::net {

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  // `counted`: it has a place among the connections of its peer, to be left when it closes.
  HttpConnection(HttpCore& core, Socket socket, IpAddress peer, bool counted, TlsFiles::Context tls);

  void Start(RequestId id);
  // Ignored unless it answers the request being handled.
  void Answer(std::uint32_t number, HttpResponse response);
  void BeginStream(std::uint32_t number, std::shared_ptr<StreamQueue> stream);
  void PumpStream(const StreamQueue& stream);
  void OnDeadline();
  void OnDrain();
  void Close();
  // Whether somebody waits for this connection's answer.
  bool IsBusy() const { return phase_ > Phase::kIdle && phase_ < Phase::kLingering; }

 private:
  enum class Phase : std::uint8_t {
    kHandshake,
    kIdle,
    kHead,
    kBody,
    kHandling,
    kWriting,
    kStreaming,
    kLingering,
    kClosed
  };
  using Error = boost::system::error_code;

  struct TlsLayer {
    TlsLayer(TlsFiles::Context with, Socket& socket) : context(std::move(with)), stream(socket, *context) {}
    TlsFiles::Context context;
    boost::asio::ssl::stream<Socket&> stream;
  };

  void Shake();
  void AwaitRequest();
  void ReadMore();
  void OnRead(const Error& error, std::size_t size);
  void Advance();
  bool AdvanceHead();
  bool AdvanceBody();
  int AdmitRequest();
  void BeginBody();
  void WriteContinue();
  void Dispatch();
  void Refuse(int status, RefusalReason reason);
  void Refuse(int status) { Refuse(status, ReasonOf(status)); }
  void RefuseWhileReading();
  void WriteAnswer(HttpResponse response);
  template <typename Then>
  void SendParts(Then then);
  void OnWritten(const Error& error);
  void Linger();
  void DiscardRest();
  void ReleaseBody();
  void LeavePlace();
  std::chrono::milliseconds AllowanceFor(std::size_t bytes) const;

  void WatchPeer();
  void SendStream();
  void OnStreamSent(const Error& error);
  void EndStream();
  void FinishStream();

  HttpCore& core_;
  Socket socket_;
  std::unique_ptr<TlsLayer> tls_;
  RequestId id_;
  const IpAddress peer_;
  std::optional<IpAddress> place_;
  Phase phase_ = Phase::kIdle;
  bool keep_alive_ = true;
  bool head_only_ = false;
  int stream_version_ = 11;
  bool sending_ = false;  // a part of the stream
  bool ended_ = false;    // the last part of the stream is on its way
  boost::beast::flat_buffer buffer_;
  RequestReader reader_;
  RouteLimits route_;
  std::size_t body_held_ = 0;
  std::size_t discarded_ = 0;
  std::string head_;
  std::string body_;
  std::shared_ptr<StreamQueue> stream_;
  char watched_[16];
};

}  // namespace frontdesk::net
