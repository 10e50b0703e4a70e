#include "bot/core/ready_sends.h"

#include <algorithm>
#include <cmath>

namespace frontdesk::core {

namespace {

// How long a clock that jumped back may hold an account's allowance up.
constexpr base::Millis kLongestGap{1'000};

}  // namespace

void ReadySends::Add(const std::string& account, const Pace& pace, LaneKey key) {
  const auto [it, fresh] = accounts_.try_emplace(account);
  Account& one = it->second;
  if (fresh) one.allowance = std::max(1.0, pace.burst);
  one.pace = pace;
  (key.lane == store::Lane::kUrgent ? one.urgent : one.others).push_back(key);
}

void ReadySends::Refill(Account& account, base::TimePoint now) {
  if (now < account.counted) account.counted = now - kLongestGap;
  const double seconds = std::chrono::duration<double>(now - account.counted).count();
  account.allowance =
      std::min(std::max(1.0, account.pace.burst), account.allowance + seconds * account.pace.per_second);
  account.counted = now;
}

// Nothing when it may send now; the far future when only a Release can change that.
std::optional<base::TimePoint> ReadySends::BlockedUntil(const Account& account, base::TimePoint now) {
  if (account.busy >= account.pace.at_once) return base::TimePoint::max();
  if (now < account.paused_until) return account.paused_until;
  if (account.pace.per_second <= 0 || account.allowance >= 1) return std::nullopt;
  const double wait_ms = std::ceil((1 - account.allowance) / account.pace.per_second * 1000);
  return now + base::Millis(static_cast<base::Millis::rep>(wait_ms));
}

ReadySends::Next ReadySends::Take(base::TimePoint now) {
  Next next;
  auto it = accounts_.upper_bound(last_);
  for (std::size_t i = 0; i < accounts_.size(); ++i, ++it) {
    if (it == accounts_.end()) it = accounts_.begin();
    Account& account = it->second;
    if (account.urgent.empty() && account.others.empty()) continue;
    Refill(account, now);
    if (const auto until = BlockedUntil(account, now)) {
      next.look_again = std::min(next.look_again.value_or(*until), *until);
      continue;
    }
    std::deque<LaneKey>& queue = account.urgent.empty() ? account.others : account.urgent;
    next.key = queue.front();
    queue.pop_front();
    ++account.busy;
    // Where nothing is bounded nothing is owed, should a bound come with a reload.
    account.allowance = std::max(0.0, account.allowance - 1);
    next.account = last_ = it->first;
    return next;
  }
  return next;
}

void ReadySends::Release(const std::string& account) {
  if (const auto it = accounts_.find(account); it != accounts_.end()) --it->second.busy;
}

void ReadySends::Pause(const std::string& account, base::TimePoint until) {
  if (const auto it = accounts_.find(account); it != accounts_.end())
    it->second.paused_until = std::max(it->second.paused_until, until);
}

std::size_t ReadySends::size() const {
  std::size_t sum = 0;
  for (const auto& [name, account] : accounts_) sum += account.urgent.size() + account.others.size();
  return sum;
}

}  // namespace frontdesk::core
