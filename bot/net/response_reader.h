// Turns the bytes of a connection into one response, for the client that trusts nobody: everything is bounded, Beast
// reads the head only.
//
// Thread safety: none needed; one exchange owns it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/net/chunked_body.h"
#include "bot/net/http_client.h"

namespace frontdesk::net {

class ResponseReader {
 public:
  enum class State { kReading, kDone, kBroken, kTooLarge };

  ResponseReader(bool head_only, std::size_t max_body) : head_only_(head_only), max_body_(max_body) {}

  State Read(std::string_view bytes);
  // The peer has closed.
  State ReadEnd();
  HttpClientResponse& response() { return response_; }

 private:
  State ReadHead();
  State ParseHead(std::string_view head);
  State ReadBody();
  State ReadChunks();

  const bool head_only_;
  const std::size_t max_body_;
  HttpClientResponse response_;
  std::string waiting_;
  bool has_head_ = false;
  int interim_ = 0;
  bool chunked_ = false;
  std::optional<std::uint64_t> length_;
  ChunkedBody chunks_;
  State state_ = State::kReading;
};

}  // namespace frontdesk::net
