// How long the store keeps what it forgets by itself, in one place.
#pragma once

#include <chrono>
#include <cstdint>

namespace frontdesk::store {

// Platforms retry for hours, some for days; a duplicate after that is a new message.
inline constexpr std::chrono::hours kEventIdsKept{14 * 24};
// An agent's session ends when it was not used for so long, or when it is so old.
inline constexpr std::chrono::minutes kSessionIdle{30};
inline constexpr std::chrono::hours kSessionLife{12};
// What happened is learned from for half a year; it holds the words of questions, and those should not stay for ever.
inline constexpr std::chrono::hours kFactsKept{180 * 24};
// One Sweep removes at most so many event ids and so many facts, so that no turn waits long for it; the next Sweep goes
// on.
inline constexpr std::int64_t kSweptAtOnce = 10'000;

}  // namespace frontdesk::store
