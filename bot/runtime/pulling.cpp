#include "bot/runtime/pulling.h"

namespace frontdesk::runtime {

void Pulling::Begin(const std::function<void(PulledAccount& account)>& start) {
  const auto served = parts_.workspace.Current();
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  for (auto& [name, account] : accounts_) account->Reconsider();
  for (const auto& [name, account] : served->accounts) {
    if (account.adapter->puller() == nullptr) continue;
    std::shared_ptr<PulledAccount>& known = accounts_[name];
    if (known && !known->ended()) continue;
    known = std::make_shared<PulledAccount>(parts_, name);
    start(*known);
  }
}

std::shared_ptr<PulledAccount> Pulling::Find(const std::string& account) {
  const std::lock_guard lock(mutex_);
  const auto known = accounts_.find(account);
  return known == accounts_.end() ? nullptr : known->second;
}

void Pulling::PullNow(const std::string& account, std::string word) {
  if (const auto known = Find(account)) known->PullNow(std::move(word));
}

bool Pulling::WaitForPull(const std::string& account, base::Millis patience) {
  const auto known = Find(account);
  return known == nullptr || known->WaitForPull(patience);
}

void Pulling::Stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  for (auto& [name, account] : accounts_) account->Stop();
}

}  // namespace frontdesk::runtime
