// A value that is costly to make and good for a while (a token, a key set), shared by all who need it: made by one
// while the others wait, renewed early by one while the others use the old one.
//
// Threads: every function from any thread; Get may block for as long as the maker does.
// Failure: the maker's error, to all who waited for it. After kUnauthenticated nothing is asked for kDeniedPause: our
// credentials are wrong, and hammering gets accounts blocked.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "bot/base/clock.h"
#include "bot/base/result.h"
#include "bot/base/secret.h"

namespace frontdesk::net {

inline constexpr base::Millis kDeniedPause = std::chrono::minutes(1);
// After an early renewal that failed, while the old one is still good.
inline constexpr base::Millis kRenewalPause = std::chrono::minutes(1);

struct Cached {
  base::Secret value;
  base::TimePoint renew_at;
  base::TimePoint expires;
};

class TokenCache {
 public:
  using Make = std::function<base::Result<Cached>()>;

  explicit TokenCache(const base::Clock& clock) : clock_(clock) {}

  base::Result<base::Secret> Get(const std::string& key, const Make& make);
  // Whatever is known: credentials may have changed.
  void Clear();
  // The platform refused `value`: the next Get makes a new one, unless somebody has already.
  void Refuse(const std::string& key, const base::Secret& value);

 private:
  struct Entry {
    std::optional<Cached> cached;
    bool making = false;
    std::optional<base::Error> denied;
    base::TimePoint denied_until;
    std::condition_variable made;
  };
  std::optional<base::Result<base::Secret>> Known(const Entry& entry, base::TimePoint now) const;

  const base::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> entries_;
};

}  // namespace frontdesk::net
