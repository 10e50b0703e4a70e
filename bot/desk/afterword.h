// What users say once a ticket is solved, in their own words: a score ("5", "very good", "非常满意"), or that it is
// still broken. "Thanks" is neither.
//
// Thread safety: pure functions. Bounds: longer texts than kMaxAfterwordBytes are neither.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace frontdesk::desk {

inline constexpr std::size_t kMaxAfterwordBytes = 400;
inline constexpr int kBestScore = 5;
// From here down the user is asked what went wrong.
inline constexpr int kLowScore = 3;

// 1..5; only when the whole text is a score.
std::optional<int> ReadScore(std::string_view text);

// "still broken", "it does not work again", "还是不行": beside other words too.
bool SaysStillBroken(std::string_view text);

}  // namespace frontdesk::desk
