#include "bot/net/chunked_body.h"

#include <algorithm>

#include "bot/net/ascii.h"

namespace frontdesk::net {
namespace {

constexpr std::size_t kMaxLine = 512;
constexpr std::size_t kMaxSizeDigits = 8;
// Extensions and trailers mean nothing to us; a sender of many is up to something.
constexpr std::size_t kMaxOverhead = 8 << 10;

bool IsLineText(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return c == '\t' || (c >= ' ' && c != 0x7f) || c < 0; });
}

}  // namespace

std::size_t ChunkedBody::Read(std::string_view bytes, std::size_t limit, std::string& body) {
  std::size_t used = 0;
  while (state_ == State::kReading && used < bytes.size()) {
    const std::string_view rest = bytes.substr(used);
    const std::size_t step = part_ == Part::kContent ? ReadContent(rest, body) : ReadLine(rest, limit, body);
    if (step == 0) break;
    used += step;
  }
  return used;
}

std::size_t ChunkedBody::ReadContent(std::string_view bytes, std::string& body) {
  const std::size_t size = std::min<std::uint64_t>(left_, bytes.size());
  body.append(bytes.substr(0, size));
  left_ -= size;
  if (left_ == 0) part_ = Part::kContentEnd;
  return size;
}

std::size_t ChunkedBody::ReadLine(std::string_view bytes, std::size_t limit, const std::string& body) {
  const std::size_t feed = bytes.substr(0, kMaxLine).find('\n');
  if (feed == bytes.npos) {
    if (bytes.size() >= kMaxLine) state_ = State::kBroken;
    return 0;
  }
  std::string_view line = bytes.substr(0, feed);
  if (!line.ends_with('\r') || !IsLineText(line.substr(0, line.size() - 1))) {
    state_ = State::kBroken;
    return 0;
  }
  line.remove_suffix(1);
  switch (part_) {
    case Part::kSizeLine: TakeSizeLine(line, limit, body); break;
    case Part::kTrailer: TakeTrailerLine(line); break;
    default:
      if (!line.empty()) state_ = State::kBroken;
      part_ = Part::kSizeLine;
  }
  return feed + 1;
}

void ChunkedBody::TakeSizeLine(std::string_view line, std::size_t limit, const std::string& body) {
  const auto is_hex = [](char c) { return HexValue(c) >= 0; };
  const std::size_t digits = std::find_if_not(line.begin(), line.end(), is_hex) - line.begin();
  std::string_view extension = line.substr(digits);
  overhead_ += extension.size();
  extension.remove_prefix(std::min(extension.find_first_not_of(" \t"), extension.size()));
  if (digits == 0 || digits > kMaxSizeDigits || overhead_ > kMaxOverhead ||
      !(extension.empty() ? digits == line.size() : extension.front() == ';')) {
    state_ = State::kBroken;
    return;
  }
  left_ = 0;
  for (const char c : line.substr(0, digits)) left_ = left_ * 16 + HexValue(c);
  if (left_ > limit - std::min(limit, body.size())) state_ = State::kTooLarge;
  part_ = left_ == 0 ? Part::kTrailer : Part::kContent;
}

void ChunkedBody::TakeTrailerLine(std::string_view line) {
  overhead_ += line.size();
  if (line.empty()) {
    state_ = State::kDone;
  } else if (overhead_ > kMaxOverhead || line.front() == ' ' || line.front() == '\t' || line.find(':') == line.npos) {
    state_ = State::kBroken;
  }
}

}  // namespace frontdesk::net
