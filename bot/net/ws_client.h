// Outbound WebSockets to platforms, on cpprestsdk. One WsConnection is one connection: to reconnect, connect again;
// when and with what jitter is the caller's decision.
//
// Ownership: the caller owns the WsClient and shares each WsConnection with it; a connection that has ended is
// destroyed by Run(), never inside a callback. Threads: Connect() blocks and belongs on a sender thread; Run() takes a
// thread of its own until Stop() and needs RunPlatformIo() on others. The callbacks come from threads of the library,
// one at a time per connection, and must not block. All members of WsConnection may be called from any thread. Failure:
// Connect() returns an error within its time; later on_closed is called exactly once.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"
#include "bot/net/http_server.h"

namespace frontdesk::net {

struct WsRequest {
  std::string url;  // ws:// or wss://
  HttpHeaders headers = {};
  std::vector<std::string> subprotocols = {};
  std::chrono::milliseconds timeout{10'000};  // to be open
  std::size_t max_message = 4 << 20;          // a longer one closes the connection
};

struct WsMessage {
  std::string bytes;
  bool binary = false;
};

struct WsClosed {
  int code = 1006;  // RFC 6455; 1006 when the connection just broke
  std::string reason;
};

struct WsHandler {
  std::function<void(WsMessage message)> on_message;
  std::function<void(WsClosed closed)> on_closed;
};

class WsConnection {
 public:
  // What may wait to be written; beyond it Send() fails.
  static constexpr std::size_t kMaxWaiting = 4 << 20;

  virtual ~WsConnection() = default;
  virtual base::Status Send(std::string text) = 0;
  virtual base::Status SendBinary(std::string bytes) = 0;
  virtual void Close() = 0;
  virtual bool IsOpen() const = 0;
};

struct WsClientOptions {
  std::chrono::milliseconds ping_every{20'000};
  int most_missed_pongs = 2;  // then the peer counts as gone
  std::string ca_file = {};   // PEM; trusted besides the system's
  std::string proxy = {};     // "http://proxy:3128"
};

class WsClient {
 public:
  virtual ~WsClient() = default;
  virtual base::Result<std::shared_ptr<WsConnection>> Connect(const WsRequest& request, WsHandler handler) = 0;
  // Pings, notices peers that have fallen silent, destroys connections that have ended.
  virtual void Run() = 0;
  // Closes all connections and ends Run().
  virtual void Stop() = 0;
};

std::unique_ptr<WsClient> NewPlatformWsClient(WsClientOptions options = {});

}  // namespace frontdesk::net
