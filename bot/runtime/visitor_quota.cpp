#include "bot/runtime/visitor_quota.h"

namespace frontdesk::runtime {

VisitorQuota::Count& VisitorQuota::CountOf(const std::string& key, base::TimePoint now) {
  Count& count = counts_[key];
  const bool over = now - count.since >= limits_.window || count.since > now;
  if (over) count = {0, now};
  return count;
}

// Those whose time is over; and if that is not enough, all: better generous than out of memory.
void VisitorQuota::Forget(base::TimePoint now) {
  if (counts_.size() < kMaxCounted) return;
  std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.since >= limits_.window; });
  if (counts_.size() >= kMaxCounted) counts_.clear();
}

bool VisitorQuota::Take(const std::string& visitor, const std::string& address, std::int64_t amount,
                        base::TimePoint now) {
  const std::lock_guard lock(mutex_);
  Forget(now);
  Count& of_visitor = CountOf("v" + visitor, now);
  Count& of_address = CountOf("a" + address, now);
  if (of_visitor.used + amount > limits_.of_visitor || of_address.used + amount > limits_.of_address) return false;
  of_visitor.used += amount;
  of_address.used += amount;
  return true;
}

}  // namespace frontdesk::runtime
