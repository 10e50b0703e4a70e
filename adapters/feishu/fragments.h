// Events that come in several frames: what a connection remembers of them until all are there.
//
// The memory is JSON: {"service": 33554678, "parts": {"message id": {"at": ms, "sum": 2, "got": {"0": "base64"}}}}.
// Pieces are joined byte by byte, as a cut may fall inside a character.
//
// Thread safety: pure functions. Bounds: at most kMaxSplit events at a time, of at most kMaxPieces pieces and
// kMaxJoined bytes; what is not whole after kPieceLife is forgotten, and the platform offers the event again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/feishu/frame.h"
#include "bot/base/clock.h"

namespace frontdesk::adapters::feishu {

inline constexpr std::size_t kMaxSplit = 16;
inline constexpr std::int64_t kMaxPieces = 64;
inline constexpr std::size_t kMaxJoined = 1 << 20;
inline constexpr base::Millis kPieceLife = std::chrono::seconds(10);

std::string MemoryOf(std::int32_t service);
std::int32_t ServiceIn(std::string_view memory);

struct Joined {
  std::optional<std::string> payload;  // when the event is whole
  std::optional<std::string> memory;   // when it has changed
};
// kInvalid for numbers that cannot be, or that differ from those of the first piece.
base::Result<Joined> Join(const WireFrame& frame, std::string_view memory, base::TimePoint now);

}  // namespace frontdesk::adapters::feishu
