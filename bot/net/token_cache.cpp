#include "bot/net/token_cache.h"

#include <exception>

namespace frontdesk::net {

namespace {

// A maker that throws must not leave the others waiting for it.
base::Result<Cached> Try(const TokenCache::Make& make) {
  try {
    return make();
  } catch (const std::exception& thrown) {
    return base::Fail(base::ErrorCode::kInternal, thrown.what());
  }
}

}  // namespace

// What can be answered without making one; nothing when the caller must make it or wait.
std::optional<base::Result<base::Secret>> TokenCache::Known(const Entry& entry, base::TimePoint now) const {
  const bool alive = entry.cached && now < entry.cached->expires;
  // While one renews, the others go on with the old one.
  if (alive && (entry.making || now < entry.cached->renew_at)) return entry.cached->value;
  if (!alive && !entry.making && entry.denied && now < entry.denied_until) return tl::unexpected(*entry.denied);
  return std::nullopt;
}

base::Result<base::Secret> TokenCache::Get(const std::string& key, const Make& make) {
  std::unique_lock lock(mutex_);
  std::shared_ptr<Entry>& slot = entries_[key];
  if (!slot) slot = std::make_shared<Entry>();
  const std::shared_ptr<Entry> entry = slot;
  while (true) {
    if (auto known = Known(*entry, clock_.Now())) return *known;
    if (!entry->making) break;
    entry->made.wait(lock);
    if (entry->denied && !entry->cached) return tl::unexpected(*entry->denied);
  }
  entry->making = true;
  lock.unlock();
  base::Result<Cached> fresh = Try(make);
  lock.lock();
  entry->making = false;
  entry->made.notify_all();
  if (fresh) {
    entry->denied.reset();
    entry->cached = *fresh;
    return fresh->value;
  }
  entry->denied = fresh.error();
  const bool denied = fresh.error().code == base::ErrorCode::kUnauthenticated;
  entry->denied_until = clock_.Now() + (denied ? kDeniedPause : base::Millis{0});
  // An early renewal that failed leaves the old one in use, and others are spared the attempt for a while.
  if (entry->cached && clock_.Now() < entry->cached->expires) {
    entry->cached->renew_at = clock_.Now() + kRenewalPause;
    return entry->cached->value;
  }
  entry->cached.reset();
  return tl::unexpected(fresh.error());
}

void TokenCache::Clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

void TokenCache::Refuse(const std::string& key, const base::Secret& value) {
  const std::lock_guard lock(mutex_);
  const auto it = entries_.find(key);
  if (it == entries_.end() || !it->second->cached) return;
  if (it->second->cached->value.Matches(value.Reveal())) it->second->cached.reset();
}

}  // namespace frontdesk::net
