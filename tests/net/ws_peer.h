// The server's side of a WebSocket, frame by frame, for tests. Frames it sends are single and unmasked.
#pragma once

#include <openssl/evp.h>

#include <optional>
#include <string>

#include "tests/net/raw_server.h"

namespace frontdesk::net::testing {

struct WsFrame {
  int opcode = 0;  // 1 text, 2 binary, 8 close, 9 ping, 10 pong
  std::string payload;
};

class WsPeer {
 public:
  explicit WsPeer(RawSocket& socket) : socket_(socket) {}

  // The opening handshake; gives the client's request.
  std::string Open() {
    const std::string request = socket_.ReadUntil("\r\n\r\n");
    const std::string key = HeaderOf(request, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[20];
    ::EVP_Digest(key.data(), key.size(), digest, nullptr, ::EVP_sha1(), nullptr);
    unsigned char accept[32];
    ::EVP_EncodeBlock(accept, digest, sizeof digest);
    socket_.Send(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
        std::string(reinterpret_cast<char*>(accept)) + "\r\n\r\n");
    return request;
  }

  bool Send(int opcode, const std::string& payload) {
    std::string frame(1, static_cast<char>(0x80 | opcode));
    if (payload.size() < 126) {
      frame += static_cast<char>(payload.size());
    } else if (payload.size() < 65'536) {
      frame += static_cast<char>(126);
      AppendNumber(payload.size(), 2, frame);
    } else {
      frame += static_cast<char>(127);
      AppendNumber(payload.size(), 8, frame);
    }
    return socket_.Send(frame + payload);
  }

  // Nothing when the client has gone.
  std::optional<WsFrame> Read() {
    const std::string head = socket_.ReadBytes(2);
    if (head.size() < 2) return std::nullopt;
    std::size_t size = head[1] & 0x7f;
    if (size == 126) size = ReadNumber(2);
    if (size == 127) size = ReadNumber(8);
    const std::string mask = socket_.ReadBytes(4);
    WsFrame frame{head[0] & 0x0f, socket_.ReadBytes(size)};
    if (mask.size() < 4 || frame.payload.size() < size) return std::nullopt;
    for (std::size_t i = 0; i < size; ++i) frame.payload[i] = static_cast<char>(frame.payload[i] ^ mask[i % 4]);
    return frame;
  }

  // Answers pings and closes, gives the next message.
  std::optional<WsFrame> ReadMessage() {
    while (auto frame = Read()) {
      if (frame->opcode == 9) {
        ++pings_;
        Send(10, frame->payload);
      } else if (frame->opcode == 8) {
        Send(8, frame->payload);
        return std::nullopt;
      } else if (frame->opcode <= 2) {
        return frame;
      }
    }
    return std::nullopt;
  }
  int pings() const { return pings_; }

 private:
  static void AppendNumber(std::size_t number, int bytes, std::string& out) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xff);
  }
  std::size_t ReadNumber(int bytes) {
    std::size_t number = 0;
    for (const char c : socket_.ReadBytes(bytes)) number = number << 8 | static_cast<unsigned char>(c);
    return number;
  }

  RawSocket& socket_;
  std::atomic<int> pings_ = 0;
};

}  // namespace frontdesk::net::testing
