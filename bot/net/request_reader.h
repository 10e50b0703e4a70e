// Turns the bytes of a connection into requests: finds the head, has Beast parse it, applies the rules that Beast
// leaves open, collects the body. Keeps no bytes of its own but the request being built.
//
// Ownership: one per connection, used again for each request after Reset(). Not thread-safe.
// Failure: a status of 400 and above; the connection cannot be trusted to be in step afterwards and must be closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "bot/net/chunked_body.h"
#include "bot/net/http_server.h"

namespace frontdesk::net {

struct ReadStep {
  enum class Kind { kNeedMore, kDone, kRefused };
  Kind kind = Kind::kNeedMore;
  std::size_t consumed = 0;  // bytes at the front that are used up
  int status = 0;            // when refused
};

class RequestReader {
 public:
  RequestReader(std::size_t max_header, std::size_t max_target);
  ~RequestReader();

  // Forgets everything, ready for the next request.
  void Reset();
  // `bytes` is everything received and not consumed; call again with the same and more while it needs more.
  ReadStep ReadHead(std::string_view bytes);
  // After the head: whether the declared body breaks the limit, a status or 0.
  int SetMaxBody(std::size_t max_body);
  ReadStep ReadBody(std::string_view bytes);

  bool HasBody() const { return chunked_ || content_length_ > 0; }
  bool expects_continue() const { return expects_continue_; }
  bool keep_alive() const { return keep_alive_; }
  int version() const { return version_; }  // 10 or 11
  HttpRequest& request() { return request_; }

 private:
  class HeadParser;

  int CheckLine(std::string_view line);
  int ParseHead(std::string_view head);
  ReadStep ReadPlainBody(std::string_view bytes);

  const std::size_t max_header_;
  const std::size_t max_target_;
  std::size_t scanned_ = 0;  // bytes already looked at for line ends
  std::size_t line_start_ = 0;
  std::size_t head_start_ = 0;  // after blank lines, which a careless client may send between requests
  int lines_ = 0;

  HttpRequest request_;
  int version_ = 11;
  bool keep_alive_ = true;
  bool expects_continue_ = false;
  bool chunked_ = false;
  std::uint64_t content_length_ = 0;
  std::size_t max_body_ = 0;
  ChunkedBody chunks_;
};

}  // namespace frontdesk::net
