// How much one visitor, and one network address, may upload in an hour. Counted in memory: a restart forgives.
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

inline constexpr std::int64_t kMaxVisitorBytesAnHour = 100 << 20;
inline constexpr std::int64_t kMaxAddressBytesAnHour = 400 << 20;
// Small files count as this much, so that their number is bounded too.
inline constexpr std::int64_t kLeastCounted = 256 << 10;
inline constexpr std::size_t kMaxCounted = 20'000;  // visitors and addresses remembered

class UploadQuota {
 public:
  // False, and nothing is counted, when one of the two would be over.
  bool Take(const std::string& visitor, const std::string& address, std::int64_t bytes, base::TimePoint now);

 private:
  struct Count {
    std::int64_t bytes = 0;
    base::TimePoint since;
  };
  Count& CountOf(const std::string& key, base::TimePoint now);
  void Forget(base::TimePoint now);

  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

}  // namespace frontdesk::runtime
