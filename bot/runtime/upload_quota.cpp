#include "bot/runtime/upload_quota.h"

#include <algorithm>

namespace frontdesk::runtime {

namespace {

constexpr std::chrono::hours kWindow{1};

}  // namespace

UploadQuota::Count& UploadQuota::CountOf(const std::string& key, base::TimePoint now) {
  Count& count = counts_[key];
  const bool over = now - count.since >= kWindow || count.since > now;
  if (over) count = {0, now};
  return count;
}

// Those whose hour is over; and if that is not enough, all: better generous than out of memory.
void UploadQuota::Forget(base::TimePoint now) {
  if (counts_.size() < kMaxCounted) return;
  std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.since >= kWindow; });
  if (counts_.size() >= kMaxCounted) counts_.clear();
}

bool UploadQuota::Take(const std::string& visitor, const std::string& address, std::int64_t bytes,
                       base::TimePoint now) {
  const std::lock_guard lock(mutex_);
  Forget(now);
  const std::int64_t counted = std::max(bytes, kLeastCounted);
  Count& of_visitor = CountOf("v" + visitor, now);
  Count& of_address = CountOf("a" + address, now);
  if (of_visitor.bytes + counted > kMaxVisitorBytesAnHour) return false;
  if (of_address.bytes + counted > kMaxAddressBytesAnHour) return false;
  of_visitor.bytes += counted;
  of_address.bytes += counted;
  return true;
}

}  // namespace frontdesk::runtime
