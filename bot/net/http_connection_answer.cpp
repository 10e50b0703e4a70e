// The second half of HttpConnection: answers, streams, and how connections end.
#include <array>
#include <boost/asio/write.hpp>
#include <charconv>

#include "bot/base/log.h"
#include "bot/net/ascii.h"
#include "bot/net/http_connection.h"
#include "bot/net/http_core.h"

namespace frontdesk::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kReadDiscard = 16 << 10;
// What is read and thrown away from a client that was refused in mid-sentence; then it may wait.
constexpr std::size_t kMaxDiscarded = 1 << 20;
// Nobody has anything to say on a stream's connection.
constexpr std::size_t kMaxWatched = 16 << 10;
// Up to this size head and body become one TLS record.
constexpr std::size_t kJoinForTls = 12 << 10;
// Tells the browser when to come back after a restart.
constexpr std::string_view kLastWord = "retry: 1000\n\n";

bool AsksToClose(const HttpResponse& response) {
  for (const auto& [name, value] : response.headers) {
    if (EqualsIgnoringCase(name, "connection") && EqualsIgnoringCase(value, "close")) return true;
  }
  return false;
}

void AppendChunkSize(std::size_t size, std::string& out) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, size, 16);
  out.append(digits, end).append("\r\n");
}

}  // namespace

void HttpConnection::Answer(std::uint32_t number, HttpResponse response) {
  if (phase_ != Phase::kHandling || number != id_.number) return;
  WriteAnswer(std::move(response));
}

void HttpConnection::Refuse(int status, RefusalReason reason) {
  core_.CountRefusal(reason);
  keep_alive_ = false;
  ReleaseBody();
  WriteAnswer(RefusalAnswer(status));
}

void HttpConnection::WriteAnswer(HttpResponse response) {
  keep_alive_ = keep_alive_ && !core_.draining() && !AsksToClose(response);
  const AnswerFrame frame{reader_.version(), keep_alive_, head_only_};
  head_.clear();
  if (!AppendAnswerHead(response, frame, core_.date(), head_)) {
    base::Log(base::LogLevel::kError, "http_answer_malformed", {{"status", response.status}});
    response = RefusalAnswer(500);
    AppendAnswerHead(response, frame, core_.date(), head_);
  }
  body_ = head_only_ || !MayHaveBody(response.status) ? std::string() : std::move(response.body);
  phase_ = Phase::kWriting;
  core_.SetDeadline(id_, core_.options().write_deadline + AllowanceFor(body_.size()));
  SendParts([self = shared_from_this()](const Error& error, std::size_t) { self->OnWritten(error); });
}

// head_ and body_ as one write.
template <typename Then>
void HttpConnection::SendParts(Then then) {
  if (tls_ && body_.size() <= kJoinForTls) {
    head_ += body_;
    body_.clear();
  }
  const std::array<asio::const_buffer, 2> parts = {asio::buffer(head_), asio::buffer(body_)};
  if (tls_) {
    asio::async_write(tls_->stream, parts, std::move(then));
  } else {
    asio::async_write(socket_, parts, std::move(then));
  }
}

void HttpConnection::OnWritten(const Error& error) {
  if (phase_ == Phase::kClosed) return;
  if (error) return Close();
  body_ = {};
  if (!keep_alive_) return Linger();
  if (core_.proxies().Trusts(peer_)) LeavePlace();
  AwaitRequest();
}

// Closing at once would reset a connection on which the client is still sending, and the client might never see the
// answer.
void HttpConnection::Linger() {
  phase_ = Phase::kLingering;
  core_.SetDeadline(id_, core_.options().linger_deadline);
  buffer_ = {};
  const auto discard = [self = shared_from_this()](const Error&) {
    if (self->phase_ != Phase::kLingering) return;
    Error ignored;
    self->socket_.shutdown(Socket::shutdown_send, ignored);
    self->DiscardRest();
  };
  if (tls_) {
    tls_->stream.async_shutdown(discard);
  } else {
    discard({});
  }
}

void HttpConnection::DiscardRest() {
  if (discarded_ > kMaxDiscarded) return;
  socket_.async_read_some(buffer_.prepare(kReadDiscard),
                          [self = shared_from_this()](const Error& error, std::size_t size) {
                            if (self->phase_ != Phase::kLingering) return;
                            if (error) return self->Close();
                            self->discarded_ += size;
                            self->DiscardRest();
                          });
}

void HttpConnection::BeginStream(std::uint32_t number, std::shared_ptr<StreamQueue> stream) {
  if (phase_ != Phase::kHandling || number != id_.number) return stream->Finish();
  head_.clear();
  if (!AppendStreamHead(stream->headers(), reader_.version(), core_.date(), head_)) {
    stream->Finish();
    return WriteAnswer(RefusalAnswer(500));
  }
  stream_ = std::move(stream);
  phase_ = Phase::kStreaming;
  core_.CountStream(1);
  buffer_ = {};
  stream_version_ = reader_.version();
  reader_.Reset();
  if (core_.draining() || head_only_) stream_->EndWith(head_only_ ? "" : kLastWord);
  WatchPeer();
  sending_ = true;
  core_.SetDeadline(id_, core_.options().write_deadline);
  SendParts([self = shared_from_this()](const Error& error, std::size_t) { self->OnStreamSent(error); });
}

// A client that goes away is noticed at once, not by a later write.
void HttpConnection::WatchPeer() {
  auto then = [self = shared_from_this()](const Error& error, std::size_t size) {
    if (self->phase_ != Phase::kStreaming && self->phase_ != Phase::kLingering) return;
    self->discarded_ += size;
    if (error || self->discarded_ > kMaxWatched) return self->Close();
    self->WatchPeer();
  };
  if (tls_) {
    tls_->stream.async_read_some(asio::buffer(watched_), std::move(then));
  } else {
    socket_.async_read_some(asio::buffer(watched_), std::move(then));
  }
}

void HttpConnection::PumpStream(const StreamQueue& stream) {
  if (stream_.get() != &stream || phase_ != Phase::kStreaming) return;
  if (stream_->IsCut()) return Close();
  if (!sending_) SendStream();
}

void HttpConnection::SendStream() {
  const bool chunked = stream_version_ == 11;
  const bool ended = stream_->IsEnded();
  body_ = head_only_ ? std::string() : stream_->Take();
  head_.clear();
  if (body_.empty() && !ended) {
    head_.shrink_to_fit();
    return core_.ClearDeadline(id_);
  }
  if (chunked && !body_.empty()) {
    AppendChunkSize(body_.size(), head_);
    body_ += "\r\n";
  }
  if (body_.empty()) ended_ = true;
  if (chunked && ended_ && !head_only_) body_ = "0\r\n\r\n";
  sending_ = true;
  core_.SetDeadline(id_, core_.options().write_deadline + AllowanceFor(body_.size()));
  SendParts([self = shared_from_this()](const Error& error, std::size_t) { self->OnStreamSent(error); });
}

void HttpConnection::OnStreamSent(const Error& error) {
  if (phase_ != Phase::kStreaming) return;
  sending_ = false;
  body_ = {};
  if (error || stream_->IsCut()) return Close();
  if (ended_) return EndStream();
  SendStream();
}

// The read of WatchPeer() is still pending and closes the connection when the client does.
void HttpConnection::EndStream() {
  if (tls_) return Close();
  phase_ = Phase::kLingering;
  core_.SetDeadline(id_, core_.options().linger_deadline);
  Error ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  FinishStream();
}

void HttpConnection::FinishStream() {
  if (!stream_) return;
  core_.CountStream(-1);
  std::exchange(stream_, nullptr)->Finish();
}

void HttpConnection::OnDeadline() {
  switch (phase_) {
    case Phase::kHead:
    case Phase::kBody: return RefuseWhileReading();
    case Phase::kHandling: core_.CountRefusal(RefusalReason::kAnswerLate); return WriteAnswer(RefusalAnswer(504));
    case Phase::kHandshake: core_.CountRefusal(RefusalReason::kTlsFailed); return Close();
    case Phase::kWriting:
    case Phase::kStreaming: core_.CountRefusal(RefusalReason::kTooSlow); return Close();
    default: return Close();
  }
}

// The pending read must not fill a buffer that is about to go.
void HttpConnection::RefuseWhileReading() {
  Error ignored;
  socket_.cancel(ignored);
  Refuse(408);
}

void HttpConnection::OnDrain() {
  if (phase_ == Phase::kIdle || phase_ == Phase::kHandshake) return Close();
  if (phase_ != Phase::kStreaming) return;
  stream_->EndWith(kLastWord);
  if (!sending_) SendStream();
}

void HttpConnection::Close() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  Error ignored;
  socket_.close(ignored);
  ReleaseBody();
  LeavePlace();
  const auto self = shared_from_this();
  core_.Remove(id_);
  FinishStream();
}

void HttpConnection::ReleaseBody() {
  core_.ReleaseBody(body_held_);
  body_held_ = 0;
}

void HttpConnection::LeavePlace() {
  if (place_) core_.LeavePlace(*place_);
  place_.reset();
}

std::chrono::milliseconds HttpConnection::AllowanceFor(std::size_t bytes) const {
  return std::chrono::milliseconds(bytes * 1000 / core_.options().least_bytes_per_second);
}

}  // namespace frontdesk::net
