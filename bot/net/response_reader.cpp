#include "bot/net/response_reader.h"

#include <algorithm>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <limits>

#include "bot/net/ascii.h"

namespace frontdesk::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kMaxHead = 64 << 10;
constexpr int kMaxInterim = 5;

}  // namespace

ResponseReader::State ResponseReader::Read(std::string_view bytes) {
  if (state_ != State::kReading) return state_;
  waiting_ += bytes;
  if (!has_head_) state_ = ReadHead();
  if (state_ == State::kReading && has_head_) state_ = ReadBody();
  return state_;
}

ResponseReader::State ResponseReader::ReadEnd() {
  const bool ends_by_close = has_head_ && !chunked_ && !length_;
  if (state_ == State::kReading) state_ = ends_by_close ? State::kDone : State::kBroken;
  return state_;
}

ResponseReader::State ResponseReader::ReadHead() {
  while (!has_head_) {
    const std::size_t end = waiting_.find("\r\n\r\n");
    if (std::min(end, waiting_.size()) > kMaxHead) return State::kTooLarge;
    if (end == waiting_.npos) return State::kReading;
    response_ = {};
    const State state = ParseHead(std::string_view(waiting_).substr(0, end + 4));
    if (state != State::kReading) return state;
    waiting_.erase(0, end + 4);
    has_head_ = response_.status >= 200;
    if (!has_head_ && ++interim_ > kMaxInterim) return State::kBroken;
  }
  return State::kReading;
}

ResponseReader::State ResponseReader::ParseHead(std::string_view head) {
  http::response_parser<http::empty_body> parser;
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());
  parser.header_limit(kMaxHead + 4);
  parser.skip(true);
  boost::beast::error_code error;
  parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (error || !parser.is_header_done()) return State::kBroken;
  response_.status = static_cast<int>(parser.get().result_int());
  if (response_.status < 100 || response_.status == 101) return State::kBroken;
  for (const auto& field : parser.get()) response_.headers.emplace_back(field.name_string(), field.value());
  const std::string_view coding = response_.Header("transfer-encoding");
  chunked_ = EqualsIgnoringCase(coding, "chunked");
  if (!chunked_ && !coding.empty()) return State::kBroken;
  length_.reset();
  if (const auto length = parser.content_length()) length_ = *length;
  const bool has_no_body = head_only_ || response_.status == 204 || response_.status == 304;
  if (has_no_body) length_ = 0, chunked_ = false;
  return length_.value_or(0) > max_body_ ? State::kTooLarge : State::kReading;
}

ResponseReader::State ResponseReader::ReadBody() {
  if (chunked_) return ReadChunks();
  std::string& body = response_.body;
  const std::uint64_t missing = length_ ? *length_ - body.size() : std::numeric_limits<std::uint64_t>::max();
  body.append(waiting_, 0, std::min<std::uint64_t>(missing, waiting_.size()));
  waiting_.clear();
  if (body.size() > max_body_) return State::kTooLarge;
  return length_ && body.size() == *length_ ? State::kDone : State::kReading;
}

ResponseReader::State ResponseReader::ReadChunks() {
  waiting_.erase(0, chunks_.Read(waiting_, max_body_, response_.body));
  switch (chunks_.state()) {
    case ChunkedBody::State::kDone: return State::kDone;
    case ChunkedBody::State::kBroken: return State::kBroken;
    case ChunkedBody::State::kTooLarge: return State::kTooLarge;
    default: return State::kReading;
  }
}

}  // namespace frontdesk::net
