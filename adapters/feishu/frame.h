// One frame of the long connection: the protobuf message pbbp2.Frame, proto2, written by hand as it has nine fields.
//
//   Frame  1 SeqID uint64, 2 LogID uint64, 3 service int32, 4 method int32 (all required), 5 headers (repeated Header),
//          6 payload_encoding, 7 payload_type (texts), 8 payload (bytes), 9 LogIDNew (text)
//   Header 1 key, 2 value (texts, required)
//
// Fields that nobody knows are passed over; of a field that may stand once the last counts. Written in the order of
// their numbers, as the platform's own libraries do.
//
// Thread safety: pure functions. Bounds: kMaxFrame bytes, kMaxFrameHeaders headers. Failure: kInvalid for bytes that
// are no frame, kTooLarge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::adapters::feishu {

inline constexpr std::size_t kMaxFrame = 1 << 20;
inline constexpr std::size_t kMaxFrameHeaders = 64;

inline constexpr std::int32_t kControl = 0;  // method: ping and pong
inline constexpr std::int32_t kData = 1;     // method: events

struct WireFrame {
  std::uint64_t seq_id = 0;
  std::uint64_t log_id = 0;
  std::int32_t service = 0;
  std::int32_t method = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> payload_encoding;
  std::optional<std::string> payload_type;
  std::optional<std::string> payload;
  std::optional<std::string> log_id_new;

  std::string_view Header(std::string_view key) const;  // the first of that key; "" when there is none
  bool operator==(const WireFrame&) const = default;
};

base::Result<WireFrame> ReadFrame(std::string_view bytes);
std::string WriteFrame(const WireFrame& frame);

}  // namespace frontdesk::adapters::feishu
