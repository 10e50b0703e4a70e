// The frames of one WebSocket connection, as a queue that a thread may wait for.
//
// Ownership: shared by the connection's callbacks and its reader; HangUp breaks the ring.
// Threads: every function from any thread; Next by one reader.
// Failure: more than kMaxWaitingFrames waiting ends the connection; the platform sends again what was not confirmed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "bot/net/ws_client.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxWaitingFrames = 1'000;

class SocketLine {
 public:
  // Blocks until it is open.
  static base::Result<std::shared_ptr<SocketLine>> Open(net::WsClient& client, net::WsRequest request, bool binary);

  // A frame; nothing when there was none within `wait`, or when the connection has ended.
  std::optional<std::string> Next(std::chrono::milliseconds wait);
  bool over() const;
  // Why, once it is over.
  std::string reason() const;
  base::Status Write(std::string frame);
  void HangUp();

 private:
  void Heard(std::string bytes);
  void Ended(const net::WsClosed& closed);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> frames_;
  std::optional<std::string> reason_;
  std::shared_ptr<net::WsConnection> connection_;
  bool binary_ = false;
};

}  // namespace frontdesk::runtime
