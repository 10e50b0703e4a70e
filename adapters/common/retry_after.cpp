#include "adapters/common/retry_after.h"

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"

namespace frontdesk::adapters::common {

base::Millis RetryAfter(const HttpAnswer& answer, base::Millis fallback, std::span<const std::string_view> headers) {
  for (const std::string_view name : headers) {
    const std::string_view text = base::Trim(answer.Header(name));
    std::int64_t seconds = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || end.ec != std::errc{} || end.ptr != text.data() + text.size() || seconds < 0) continue;
    return std::chrono::seconds(std::min(seconds, kMaxRetryAfterSeconds));
  }
  return fallback;
}

}  // namespace frontdesk::adapters::common
