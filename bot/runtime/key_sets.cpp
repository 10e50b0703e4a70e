#include "bot/runtime/key_sets.h"

#include <exception>

#include "bot/base/log.h"

namespace frontdesk::runtime {

std::string KeySets::Known(const std::shared_ptr<const Served>& served, const ServedAccount& account) {
  const adapters::KeyRecipe* recipe = account.adapter->keys();
  if (recipe == nullptr) return {};
  std::string keys;
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[account.settings.account];
    keys = entry.keys;
    if (keys.empty() || entry.asked || clock_.Now() - entry.fetched < recipe->every()) return keys;
    entry.asked = true;
  }
  Refresh(served, account, [] {});
  return keys;
}

bool KeySets::Refresh(const std::shared_ptr<const Served>& served, const ServedAccount& account,
                      std::function<void()> then) {
  return queue_.Add([this, served, &account, then = std::move(then)] {
    Fetch(account);
    then();
  });
}

void KeySets::Fetch(const ServedAccount& account) {
  const std::string& name = account.settings.account;
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[name];
    entry.asked = false;
    if (entry.tried && clock_.Now() - *entry.tried < kKeyPause) return;
    entry.tried = clock_.Now();
  }
  auto keys = TryFetch(account);
  if (!keys) {
    base::Log(base::LogLevel::kError, "keys.not_fetched", {{"account", name}, {"error", keys.error().message}});
    return;
  }
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[name];
  entry.keys = std::move(*keys);
  entry.fetched = clock_.Now();
}

base::Result<std::string> KeySets::TryFetch(const ServedAccount& account) try {
  const adapters::KeyRecipe& recipe = *account.adapter->keys();
  const std::string random = random_.Bytes(adapters::kEnvRandom);
  const adapters::Env env{clock_.Now(), account.settings, random, {}, {}};
  std::vector<adapters::HttpAnswer> answers;
  for (int calls = 0; calls <= kMaxKeyCalls; ++calls) {
    TRY(auto step, recipe.Next(answers, env));
    if (auto* keys = std::get_if<std::string>(&step)) return std::move(*keys);
    adapters::CallResult result = calls_.Make(account, std::get<adapters::Call>(step));
    if (!result.answer) return base::Fail(base::ErrorCode::kUnavailable, "no answer");
    answers.push_back(std::move(*result.answer));
  }
  return base::Fail(base::ErrorCode::kInternal, "a key set that takes too many calls");
} catch (const std::exception& thrown) {
  return base::Fail(base::ErrorCode::kInternal, thrown.what());
}

}  // namespace frontdesk::runtime
