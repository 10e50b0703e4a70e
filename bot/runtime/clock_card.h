// The clocks of a ticket as the console shows them: how much has passed, what is promised, and why each stretch of
// time counted or did not.
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/desk/clock.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxSpansShown = 60;  // of one clock, the newest

// [{"clock","begun","ended","due","warn","spent","target","late","runs","spans":[{"from","to","counts","reason"}]}]:
// of `changes`, as they stand now; times of day as text, lengths in seconds. A clock that never began is left out.
nlohmann::json ClocksJson(const std::vector<desk::Change>& changes, base::TimePoint opened,
                          const desk::ClockRules& rules, base::TimePoint now);

}  // namespace frontdesk::runtime
