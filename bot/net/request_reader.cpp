#include "bot/net/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <limits>

#include "bot/net/ascii.h"
#include "bot/net/http_target.h"

namespace frontdesk::net {
namespace {

namespace http = boost::beast::http;
using BeastText = boost::beast::string_view;
using BeastError = boost::beast::error_code;

constexpr int kMaxLines = 128;
// Room made at once for a body; more grows as it arrives, so that a declaration alone costs nothing.
constexpr std::size_t kFirstBodyRoom = 64 << 10;

std::string_view View(BeastText text) { return {text.data(), text.size()}; }

bool IsKnownMethod(std::string_view method) {
  constexpr std::string_view kMethods[] = {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return std::find(std::begin(kMethods), std::end(kMethods), method) != std::end(kMethods);
}

bool IsHostText(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return IsAlpha(c) || IsDigit(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  });
}

}  // namespace

// Collects the head straight into the request. `status` is the first rule broken.
class RequestReader::HeadParser final : public http::basic_parser<true> {
 public:
  explicit HeadParser(HttpRequest& request) : request_(request) {
    body_limit(std::numeric_limits<std::uint64_t>::max());
    header_limit(1 << 30);
  }

  int status = 0;
  std::string_view target;
  std::string_view host;
  int hosts = 0;
  int lengths = 0;
  bool chunked_coding = false;
  bool expects_continue = false;

 private:
  void on_request_impl(http::verb, BeastText method, BeastText raw_target, int, BeastError&) override {
    request_.method.assign(method.data(), method.size());
    target = View(raw_target);
    if (!IsKnownMethod(request_.method)) status = 405;
  }

  void on_field_impl(http::field field, BeastText name, BeastText value, BeastError& error) override {
    request_.headers.emplace_back(name, value);
    const std::string_view text = View(value);
    switch (field) {
      case http::field::host: ++hosts, host = text; break;
      case http::field::content_length:
        Note(++lengths > 1 || !std::all_of(text.begin(), text.end(), IsDigit), 400);
        break;
      case http::field::transfer_encoding: NoteCoding(text); break;
      case http::field::content_encoding: Note(!EqualsIgnoringCase(text, "identity"), 415); break;
      case http::field::expect: Note(!(expects_continue = EqualsIgnoringCase(text, "100-continue")), 417); break;
      default: break;
    }
    if (status != 0) error = http::error::bad_field;
  }

  void NoteCoding(std::string_view text) {
    chunked_coding = EqualsIgnoringCase(text, "chunked");
    Note(!chunked_coding, 501);
  }
  void Note(bool broken, int refusal) {
    if (broken && status == 0) status = refusal;
  }

  void on_response_impl(int, BeastText, int, BeastError&) override {}
  void on_header_impl(BeastError&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, BeastError&) override {}
  std::size_t on_body_impl(BeastText, BeastError&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, BeastText, BeastError&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, BeastText, BeastError&) override { return 0; }
  void on_finish_impl(BeastError&) override {}

  HttpRequest& request_;
};

RequestReader::RequestReader(std::size_t max_header, std::size_t max_target)
    : max_header_(max_header), max_target_(max_target) {}

RequestReader::~RequestReader() = default;

void RequestReader::Reset() {
  scanned_ = line_start_ = head_start_ = 0;
  lines_ = 0;
  request_ = HttpRequest{};
  version_ = 11;
  expects_continue_ = chunked_ = false;
  content_length_ = 0;
  chunks_ = ChunkedBody{};
}

int RequestReader::CheckLine(std::string_view line) {
  if (line.find('\r') != line.npos || line.find('\0') != line.npos) return 400;
  if (lines_ > 0 && (line.front() == ' ' || line.front() == '\t')) return 400;
  if (lines_ == 0 && line.size() > max_target_ && line.rfind(' ') - line.find(' ') > max_target_ + 1) return 414;
  return ++lines_ > kMaxLines ? 431 : 0;
}

ReadStep RequestReader::ReadHead(std::string_view bytes) {
  for (std::size_t feed; (feed = bytes.find('\n', scanned_)) != bytes.npos;) {
    std::string_view line = bytes.substr(line_start_, feed - line_start_);
    scanned_ = line_start_ = feed + 1;
    if (!line.ends_with('\r')) return {ReadStep::Kind::kRefused, 0, 400};
    line.remove_suffix(1);
    if (line.empty() && lines_ == 0) {
      head_start_ = line_start_;
    } else if (line.empty()) {
      const int status = line_start_ > max_header_ ? 431 : ParseHead(bytes.substr(head_start_, feed + 1 - head_start_));
      return {status == 0 ? ReadStep::Kind::kDone : ReadStep::Kind::kRefused, feed + 1, status};
    } else if (const int status = CheckLine(line); status != 0) {
      return {ReadStep::Kind::kRefused, 0, status};
    }
  }
  scanned_ = bytes.size();
  const std::string_view started = bytes.substr(std::min(head_start_, bytes.size()));
  if (!started.empty() && !IsAlpha(started.front()) && started.front() != '\r')
    return {ReadStep::Kind::kRefused, 0, 400};
  if (lines_ == 0 && started.size() > max_target_ + 32) return {ReadStep::Kind::kRefused, 0, 414};
  if (bytes.size() > max_header_) return {ReadStep::Kind::kRefused, 0, 431};
  return {};
}

int RequestReader::ParseHead(std::string_view head) {
  request_.headers.reserve(lines_);
  HeadParser parser(request_);
  BeastError error;
  parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (parser.status != 0) return parser.status;
  if (error == http::error::bad_version && head.substr(0, head.find('\r')).find(" HTTP/") != head.npos) return 505;
  if (error || !parser.is_header_done()) return 400;

  version_ = head.substr(0, head.find('\r')).ends_with("HTTP/1.0") ? 10 : 11;
  keep_alive_ = parser.keep_alive();
  expects_continue_ = parser.expects_continue && version_ == 11;
  chunked_ = parser.chunked_coding;
  content_length_ = chunked_ ? 0 : parser.content_length().value_or(0);
  if (chunked_ && version_ == 10) return 400;
  if (parser.hosts > 1 || (parser.hosts == 0 && version_ == 11)) return 400;
  if (parser.hosts == 1 && !IsHostText(parser.host)) return 400;

  auto target = ParseHttpTarget(parser.target, parser.host);
  if (!target || (target->path == "*" && request_.method != "OPTIONS")) return 400;
  request_.path = std::move(target->path);
  request_.query = std::move(target->query);
  return 0;
}

int RequestReader::SetMaxBody(std::size_t max_body) {
  max_body_ = max_body;
  if (content_length_ > max_body) return 413;
  request_.body.reserve(std::min<std::size_t>(content_length_, kFirstBodyRoom));
  return 0;
}

ReadStep RequestReader::ReadBody(std::string_view bytes) {
  if (!chunked_) return ReadPlainBody(bytes);
  const std::size_t used = chunks_.Read(bytes, max_body_, request_.body);
  switch (chunks_.state()) {
    case ChunkedBody::State::kDone: return {ReadStep::Kind::kDone, used, 0};
    case ChunkedBody::State::kBroken: return {ReadStep::Kind::kRefused, used, 400};
    case ChunkedBody::State::kTooLarge: return {ReadStep::Kind::kRefused, used, 413};
    default: return {ReadStep::Kind::kNeedMore, used, 0};
  }
}

ReadStep RequestReader::ReadPlainBody(std::string_view bytes) {
  const std::size_t missing = content_length_ - request_.body.size();
  const std::size_t size = std::min(missing, bytes.size());
  request_.body.append(bytes.substr(0, size));
  return {size == missing ? ReadStep::Kind::kDone : ReadStep::Kind::kNeedMore, size, 0};
}

}  // namespace frontdesk::net
