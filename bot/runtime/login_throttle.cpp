#include "bot/runtime/login_throttle.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::runtime {

namespace {

constexpr std::size_t kMaxKeyBytes = 100;
// After so long without a try, old ones are forgiven.
constexpr std::chrono::hours kForgivenAfter{24};

std::string NameKey(const std::string& name) { return "n" + base::AsciiLower(name).substr(0, kMaxKeyBytes); }
std::string AddressKey(const std::string& address) { return "a" + address.substr(0, kMaxKeyBytes); }

}  // namespace

void LoginThrottle::Count(Tries& tries, base::Millis longest, base::TimePoint now) {
  ++tries.count;
  tries.last = now;
  base::Millis wait{0};
  if (tries.count >= kFreeTries) wait = kFirstThrottle;
  for (int i = kFreeTries; i < tries.count && wait < longest; ++i) wait *= 2;
  tries.next = now + std::min(wait, longest);
}

// Whoever has tried least loses least by being forgotten.
void LoginThrottle::Forget(base::TimePoint now) {
  if (tries_.size() < kMaxThrottled) return;
  std::erase_if(tries_, [&](const auto& entry) { return now - entry.second.last >= kForgivenAfter; });
  for (int least = kFreeTries; tries_.size() >= kMaxThrottled; ++least)
    std::erase_if(tries_, [&](const auto& entry) { return entry.second.count < least; });
}

std::optional<base::Millis> LoginThrottle::Begin(const std::string& name, const std::string& address,
                                                 base::TimePoint now) {
  const std::lock_guard lock(mutex_);
  Forget(now);
  Tries& of_name = tries_[NameKey(name)];
  Tries& of_address = tries_[AddressKey(address)];
  for (Tries* tries : {&of_name, &of_address})
    if (now - tries->last >= kForgivenAfter) *tries = {};
  const base::TimePoint next = std::max(of_name.next, of_address.next);
  if (next > now) return next - now;
  Count(of_name, kLongestForAccount, now);
  Count(of_address, kLongestForAddress, now);
  return std::nullopt;
}

void LoginThrottle::Succeed(const std::string& name, const std::string& address) {
  const std::lock_guard lock(mutex_);
  tries_.erase(NameKey(name));
  tries_.erase(AddressKey(address));
}

}  // namespace frontdesk::runtime
