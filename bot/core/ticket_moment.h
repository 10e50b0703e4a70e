// A day or a moment as an agent writes it: "2026-03-09" is the morning of that day where the workspace is.
//
// Thread safety: pure function. Failure: kInvalid with how to write it; what is past or over a year ahead is refused.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/clock.h"

namespace frontdesk::core {

base::Result<base::TimePoint> MomentIn(std::string_view text, const std::string& zone, base::TimePoint now);

}  // namespace frontdesk::core
