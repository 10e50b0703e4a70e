// Slows guessing of passwords down: after a few wrong tries each further one has to wait, twice as long every time, per
// account name and per network address. Every try counts as wrong until it has succeeded, so that many at once do not
// slip through.
//
// Threads: any. Bounds: at most kMaxThrottled names and addresses are remembered.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "bot/base/clock.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxThrottled = 10'000;
inline constexpr int kFreeTries = 3;
inline constexpr base::Millis kFirstThrottle{1'000};
// An account must not be locked out for long by a stranger; an address may be.
inline constexpr base::Millis kLongestForAccount = std::chrono::minutes(5);
inline constexpr base::Millis kLongestForAddress = std::chrono::hours(1);

class LoginThrottle {
 public:
  // Nothing: go on and try. Else: how long to wait; that does not count as a try.
  std::optional<base::Millis> Begin(const std::string& name, const std::string& address, base::TimePoint now);
  void Succeed(const std::string& name, const std::string& address);

 private:
  struct Tries {
    int count = 0;
    base::TimePoint last;
    base::TimePoint next;  // the earliest moment of the next one
  };
  static void Count(Tries& tries, base::Millis longest, base::TimePoint now);
  void Forget(base::TimePoint now);

  std::mutex mutex_;
  std::map<std::string, Tries> tries_;
};

}  // namespace frontdesk::runtime
