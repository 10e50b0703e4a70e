#include "bot/runtime/visitor_quota.h"

#include "bot/net/client_address.h"

namespace frontdesk::runtime {

namespace {

// One customer of a provider has a whole network of IPv6.
std::string KeyOf(const std::string& address) {
  const auto ip = net::ParseIp(address);
  return "a" + (ip ? net::LimitKey(*ip).ToString() : address);
}

}  // namespace

VisitorQuota::Count& VisitorQuota::CountOf(const std::string& key, base::TimePoint now, base::Millis window) {
  Count& count = counts_[key];
  const bool over = now - count.since >= window || count.since > now;
  if (over) count = {0, now};
  return count;
}

// Those whose time is over; and if that is not enough, all: better generous than out of memory.
void VisitorQuota::Forget(base::TimePoint now, base::Millis window) {
  if (counts_.size() < kMaxCounted) return;
  std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.since >= window; });
  if (counts_.size() >= kMaxCounted) counts_.clear();
}

bool VisitorQuota::Take(const std::string& visitor, const std::string& address, std::int64_t amount,
                        base::TimePoint now, const Limits& limits) {
  const std::lock_guard lock(mutex_);
  Forget(now, limits.window);
  Count& of_visitor = CountOf("v" + visitor, now, limits.window);
  Count& of_address = CountOf(KeyOf(address), now, limits.window);
  if (of_visitor.used + amount > limits.of_visitor || of_address.used + amount > limits.of_address) return false;
  of_visitor.used += amount;
  of_address.used += amount;
  return true;
}

}  // namespace frontdesk::runtime
