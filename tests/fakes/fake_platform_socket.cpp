// One WebSocket of a fake platform, on the thread of its caller.
#include <poll.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "tests/fakes/fake_platform_parts.h"

namespace frontdesk::fakes {

namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr std::size_t kBigFrame = 16 << 20;
constexpr std::size_t kSmallestPiece = 16;

class Session {
 public:
  Session(asio::io_context& io, int file, const SocketRoute& route, PlatformParts& parts)
      : io_(io), stream_(tcp::socket(io, tcp::v4(), file)), route_(route), parts_(parts) {}

  void Run(const std::string& head) {
    Error error;
    stream_.accept(asio::buffer(head), error);
    if (error) return;
    stream_.read_message_max(64 << 20);
    stream_.text(true);
    stream_.auto_fragment(false);
    const int number = parts_.sockets.Add([this](std::string frame) {
      asio::post(io_, [this, text = std::move(frame)]() mutable { Queue(std::move(text)); });
    });
    for (std::string& frame : parts_.player.Hello(route_)) Queue(std::move(frame));
    Read();
    io_.run();
    parts_.sockets.Remove(number);
  }

 private:
  void Read() {
    stream_.async_read(buffer_, [this](const Error& error, std::size_t) {
      if (error) return End();
      const std::string frame = boost::beast::buffers_to_string(buffer_.data());
      buffer_.clear();
      parts_.log.Add(LoggedFrame{parts_.log.Now(), route_.name, false, frame});
      for (std::string& reply : parts_.player.Replies(route_, frame)) Queue(std::move(reply));
      if (!mute_) Read();
    });
  }

  void Queue(std::string frame) {
    if (closing_ || mute_) return;
    if (const auto fault = parts_.faults.Pick(route_.name, {}, true)) {
      if (!Spoil(*fault)) return;
    }
    waiting_.push_back(std::move(frame));
    if (waiting_.size() == 1) Write();
  }

  // Whether the frame itself is still to be sent.
  bool Spoil(const Fault& fault) {
    switch (fault.kind) {
      case FaultKind::kSocketClose:
        closing_ = true;
        stream_.async_close(websocket::close_reason(static_cast<websocket::close_code>(fault.status)),
                            [this](const Error&) { End(); });
        return false;
      case FaultKind::kSocketCut: Cut(); return false;
      case FaultKind::kSocketMute:
        mute_ = true;
        Sleep();
        return false;
      case FaultKind::kSocketSplit:
        stream_.auto_fragment(true);
        stream_.write_buffer_bytes(std::max(fault.bytes, kSmallestPiece));
        return true;
      case FaultKind::kSocketBig:
        waiting_.emplace_back(fault.bytes == 0 ? kBigFrame : fault.bytes, 'x');
        if (waiting_.size() == 1) Write();
        return true;
      default: return true;
    }
  }

  // Open but deaf: nothing is read or written until the peer or the platform ends it.
  void Sleep() {
    parts_.log.Add(LoggedFrame{parts_.log.Now(), route_.name, true, "(mute)"});
    asio::post(io_, [this] {
      pollfd gone{stream_.next_layer().native_handle(), POLLRDHUP, 0};
      while (parts_.stop.Sleep(std::chrono::milliseconds(20)) && ::poll(&gone, 1, 0) == 0) {
      }
      Cut();
    });
  }

  void Write() {
    stream_.async_write(asio::buffer(waiting_.front()), [this](const Error& error, std::size_t) {
      if (error) return End();
      parts_.log.Add(LoggedFrame{parts_.log.Now(), route_.name, true, waiting_.front().substr(0, 64 << 10)});
      waiting_.pop_front();
      if (!waiting_.empty()) Write();
    });
  }

  void Cut() {
    Error ignored;
    stream_.next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    End();
  }

  void End() {
    closing_ = true;
    Error ignored;
    stream_.next_layer().close(ignored);
    io_.stop();
  }

  asio::io_context& io_;
  websocket::stream<tcp::socket> stream_;
  const SocketRoute& route_;
  PlatformParts& parts_;
  boost::beast::flat_buffer buffer_;
  std::deque<std::string> waiting_;  // the first is being written
  bool closing_ = false;
  bool mute_ = false;
};

}  // namespace

void ServeWebSocket(int file, const std::string& head, const SocketRoute& route, PlatformParts& parts) {
  asio::io_context io{1};
  Session(io, file, route, parts).Run(head);
}

}  // namespace frontdesk::fakes
