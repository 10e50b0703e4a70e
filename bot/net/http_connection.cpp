#include "bot/net/http_connection.h"

#include <boost/asio/write.hpp>

#include "bot/base/log.h"
#include "bot/net/http_core.h"

namespace frontdesk::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kReadHead = 4 << 10;
constexpr std::size_t kReadBody = 64 << 10;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

asio::const_buffer Buffer(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

HttpConnection::HttpConnection(HttpCore& core, Socket socket, IpAddress peer, bool counted, TlsFiles::Context tls)
    : core_(core),
      socket_(std::move(socket)),
      peer_(peer),
      reader_(core.options().max_header, core.options().max_target) {
  if (counted) place_ = LimitKey(peer);
  if (tls) tls_ = std::make_unique<TlsLayer>(std::move(tls), socket_);
}

void HttpConnection::Start(RequestId id) {
  id_ = id;
  if (tls_) {
    Shake();
  } else {
    AwaitRequest();
  }
}

void HttpConnection::Shake() {
  phase_ = Phase::kHandshake;
  core_.SetDeadline(id_, core_.options().tls_handshake_deadline);
  tls_->stream.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](const Error& error) {
    if (self->phase_ != Phase::kHandshake) return;
    if (!error) return self->AwaitRequest();
    self->core_.CountRefusal(RefusalReason::kTlsFailed);
    self->Close();
  });
}

void HttpConnection::AwaitRequest() {
  if (core_.draining() && buffer_.size() == 0) return Close();
  phase_ = Phase::kIdle;
  reader_.Reset();
  if (buffer_.size() == 0 && buffer_.capacity() > kReadHead) buffer_ = {};
  core_.SetDeadline(id_, core_.options().idle_deadline);
  Advance();
}

void HttpConnection::ReadMore() {
  const auto room = buffer_.prepare(phase_ == Phase::kBody ? kReadBody : kReadHead);
  auto then = [self = shared_from_this()](const Error& error, std::size_t size) { self->OnRead(error, size); };
  if (tls_) {
    tls_->stream.async_read_some(room, std::move(then));
  } else {
    socket_.async_read_some(room, std::move(then));
  }
}

void HttpConnection::OnRead(const Error& error, std::size_t size) {
  if (phase_ != Phase::kIdle && phase_ != Phase::kHead && phase_ != Phase::kBody) return;
  if (error) return Close();
  buffer_.commit(size);
  Advance();
}

void HttpConnection::Advance() {
  while (phase_ == Phase::kIdle || phase_ == Phase::kHead || phase_ == Phase::kBody) {
    const bool goes_on = phase_ == Phase::kBody ? AdvanceBody() : AdvanceHead();
    if (!goes_on) return;
  }
}

// Like AdvanceBody: false when a read, a write or the handler goes on from here.
bool HttpConnection::AdvanceHead() {
  if (buffer_.size() == 0) return ReadMore(), false;
  if (phase_ == Phase::kIdle) {
    phase_ = Phase::kHead;
    core_.SetDeadline(id_, core_.options().header_deadline);
  }
  const ReadStep step = reader_.ReadHead({static_cast<const char*>(buffer_.data().data()), buffer_.size()});
  if (step.kind == ReadStep::Kind::kNeedMore) return ReadMore(), false;
  if (step.kind == ReadStep::Kind::kRefused) return Refuse(step.status), false;
  buffer_.consume(step.consumed);
  keep_alive_ = reader_.keep_alive();
  head_only_ = reader_.request().method == "HEAD";
  if (core_.draining()) return Refuse(503, RefusalReason::kDraining), false;
  if (const int status = AdmitRequest(); status != 0) return Refuse(status), false;
  if (!reader_.HasBody()) return Dispatch(), false;
  BeginBody();
  return phase_ == Phase::kBody;
}

// What a whole head allows to decide: a status to refuse with, or 0.
int HttpConnection::AdmitRequest() {
  HttpRequest& request = reader_.request();
  const IpAddress client = core_.proxies().ClientOf(peer_, request.headers);
  request.remote_address = client.ToString();
  request.secure = core_.proxies().SecureFor(peer_, tls_ != nullptr, request.headers);
  if (!place_ && client != peer_) {
    if (!core_.TakePlace(LimitKey(client))) return 429;
    place_ = LimitKey(client);
  }
  try {
    route_ = core_.limits() ? core_.limits()(request.method, request.path) : RouteLimits{};
  } catch (const std::exception& error) {
    base::Log(base::LogLevel::kError, "http_limits_threw", {{"error", error.what()}});
    return 500;
  }
  return reader_.SetMaxBody(route_.max_body);
}

void HttpConnection::BeginBody() {
  phase_ = Phase::kBody;
  core_.SetDeadline(id_, core_.options().body_deadline);
  if (reader_.expects_continue() && buffer_.size() == 0) WriteContinue();
}

void HttpConnection::WriteContinue() {
  phase_ = Phase::kWriting;
  auto then = [self = shared_from_this()](const Error& error, std::size_t) {
    if (self->phase_ == Phase::kClosed) return;
    if (error) return self->Close();
    self->phase_ = Phase::kBody;
    self->Advance();
  };
  if (tls_) {
    asio::async_write(tls_->stream, Buffer(kContinue), std::move(then));
  } else {
    asio::async_write(socket_, Buffer(kContinue), std::move(then));
  }
}

bool HttpConnection::AdvanceBody() {
  const ReadStep step = reader_.ReadBody({static_cast<const char*>(buffer_.data().data()), buffer_.size()});
  buffer_.consume(step.consumed);
  const std::size_t grown = reader_.request().body.size() - body_held_;
  body_held_ += grown;
  if (!core_.HoldBody(grown)) return Refuse(503, RefusalReason::kMemory), false;
  if (step.kind == ReadStep::Kind::kRefused) return Refuse(step.status), false;
  if (step.kind == ReadStep::Kind::kDone) return Dispatch(), false;
  core_.ExtendDeadline(id_, AllowanceFor(grown));
  return ReadMore(), false;
}

void HttpConnection::Dispatch() {
  ReleaseBody();
  phase_ = Phase::kHandling;
  ++id_.number;
  if (reader_.request().path == "*") return WriteAnswer(OptionsAnswer());
  core_.SetDeadline(id_, route_.deadline);
  core_.CountRequest();
  const auto self = shared_from_this();
  try {
    core_.handler()(std::move(reader_.request()), HttpReply(std::make_shared<PendingReply>(core_.mailbox(), id_)));
  } catch (const std::exception& error) {
    base::Log(base::LogLevel::kError, "http_handler_threw", {{"error", error.what()}});
  } catch (...) {
    base::Log(base::LogLevel::kError, "http_handler_threw", {{"error", "not an exception of the standard library"}});
  }
}

}  // namespace frontdesk::net
