// How much of something one visitor, and one network address, may use in a while: bytes to upload, titles to look up,
// events. A person who talks too much is the brain's to brake; whoever has a new name for each word is stopped here.
// Counted in memory: a restart forgives.
//
// Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "bot/base/clock.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxCounted = 20'000;  // visitors and addresses remembered
// Small files count as this much, so that their number is bounded too.
inline constexpr std::int64_t kLeastUpload = 256 << 10;

class VisitorQuota {
 public:
  struct Limits {
    std::int64_t of_visitor = 0;
    std::int64_t of_address = 0;
    base::Millis window{};
  };
  explicit VisitorQuota(Limits limits) : limits_(limits) {}

  // False, and nothing is counted, when one of the two would be over. Addresses of IPv6 count by their /64.
  bool Take(const std::string& visitor, const std::string& address, std::int64_t amount, base::TimePoint now) {
    return Take(visitor, address, amount, now, limits_);
  }
  // The same under limits that may have changed since.
  bool Take(const std::string& visitor, const std::string& address, std::int64_t amount, base::TimePoint now,
            const Limits& limits);

 private:
  struct Count {
    std::int64_t used = 0;
    base::TimePoint since;
  };
  Count& CountOf(const std::string& key, base::TimePoint now, base::Millis window);
  void Forget(base::TimePoint now, base::Millis window);

  const Limits limits_;
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

inline constexpr VisitorQuota::Limits kUploadLimits{100 << 20, 400 << 20, std::chrono::hours(1)};  // bytes
inline constexpr VisitorQuota::Limits kSuggestionLimits{60, 600, std::chrono::minutes(1)};         // look-ups
inline VisitorQuota::Limits EventLimits(int of_address) { return {of_address, of_address, std::chrono::minutes(1)}; }

}  // namespace frontdesk::runtime
