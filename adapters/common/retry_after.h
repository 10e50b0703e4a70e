// How long a platform asks us to wait.
//
// Thread safety: a pure function.
#pragma once

#include <span>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::common {

inline constexpr std::int64_t kMaxRetryAfterSeconds = 3'600;
inline constexpr std::string_view kRetryAfterHeader[] = {"Retry-After"};

// By the first of these headers that holds seconds, at most an hour; `fallback` when none does.
base::Millis RetryAfter(const HttpAnswer& answer, base::Millis fallback,
                        std::span<const std::string_view> headers = kRetryAfterHeader);

}  // namespace frontdesk::adapters::common
