// How long the store keeps what it forgets by itself, in one place.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace frontdesk::store {

// Platforms retry for hours, some for days; a duplicate after that is a new message.
inline constexpr std::chrono::hours kEventIdsKept{14 * 24};
// An agent's session ends when it was not used for so long, or when it is so old.
inline constexpr std::chrono::minutes kSessionIdle{30};
inline constexpr std::chrono::hours kSessionLife{12};
// What happened is learned from for half a year; it holds the words of questions, and those should not stay for ever.
inline constexpr std::chrono::hours kFactsKept{180 * 24};
// A file that was uploaded and never sent.
inline constexpr std::chrono::hours kUnsentFilesKept{24};
// One Sweep removes at most so many rows of each kind, so that no turn waits long for it; the next Sweep goes on.
inline constexpr std::int64_t kSweptAtOnce = 10'000;
// Words and tickets are larger, and each takes others along.
inline constexpr std::int64_t kTalksSweptAtOnce = 500;
inline constexpr int kFilesSweptAtOnce = 200;

// What a workspace wants kept, and how long; nothing: for ever.
struct Keep {
  std::chrono::hours events = kEventIdsKept;  // the ids by which a message that comes again is known
  std::chrono::hours facts = kFactsKept;
  std::optional<std::chrono::hours> transcripts = {};  // and conversations in which nothing was said for so long
  std::optional<std::chrono::hours> files = {};
  std::optional<std::chrono::hours> tickets = {};  // that are closed
  bool operator==(const Keep&) const = default;
};

}  // namespace frontdesk::store
