#include "bot/runtime/socket_line.h"

namespace frontdesk::runtime {

base::Result<std::shared_ptr<SocketLine>> SocketLine::Open(net::WsClient& client, net::WsRequest request, bool binary) {
  const auto line = std::make_shared<SocketLine>();
  line->binary_ = binary;
  net::WsHandler handler;
  handler.on_message = [line](net::WsMessage message) { line->Heard(std::move(message.bytes)); };
  handler.on_closed = [line](const net::WsClosed& closed) { line->Ended(closed); };
  TRY(auto connection, client.Connect(request, std::move(handler)));
  const std::lock_guard lock(line->mutex_);
  line->connection_ = std::move(connection);
  return line;
}

void SocketLine::Heard(std::string bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (frames_.size() < kMaxWaitingFrames) {
      frames_.push_back(std::move(bytes));
    } else if (!reason_) {
      reason_ = "frames came faster than they could be read";
    }
  }
  changed_.notify_all();
}

void SocketLine::Ended(const net::WsClosed& closed) {
  {
    const std::lock_guard lock(mutex_);
    if (!reason_) reason_ = "code " + std::to_string(closed.code) + " " + closed.reason;
  }
  changed_.notify_all();
}

std::optional<std::string> SocketLine::Next(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [this] { return !frames_.empty() || reason_; });
  if (frames_.empty()) return std::nullopt;
  std::string frame = std::move(frames_.front());
  frames_.pop_front();
  return frame;
}

bool SocketLine::over() const {
  const std::lock_guard lock(mutex_);
  return reason_.has_value() && frames_.empty();
}

std::string SocketLine::reason() const {
  const std::lock_guard lock(mutex_);
  return reason_.value_or("");
}

base::Status SocketLine::Write(std::string frame) {
  std::shared_ptr<net::WsConnection> connection;
  {
    const std::lock_guard lock(mutex_);
    connection = connection_;
  }
  if (!connection) return base::Fail(base::ErrorCode::kUnavailable, "the connection is closed");
  return binary_ ? connection->SendBinary(std::move(frame)) : connection->Send(std::move(frame));
}

void SocketLine::HangUp() {
  std::shared_ptr<net::WsConnection> connection;
  {
    const std::lock_guard lock(mutex_);
    connection.swap(connection_);
    if (!reason_) reason_ = "closed by us";
    frames_.clear();
  }
  changed_.notify_all();
  if (connection) connection->Close();
}

}  // namespace frontdesk::runtime
