#include "bot/runtime/socket_accounts.h"

namespace frontdesk::runtime {

void SocketAccounts::Begin(const std::function<void(SocketAccount& account)>& start) {
  const auto served = parts_.workspace.Current();
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  for (auto& [name, account] : accounts_) account->Reconsider();
  for (const auto& [name, account] : served->accounts) {
    if (account.adapter->socket() == nullptr) continue;
    std::unique_ptr<SocketAccount>& known = accounts_[name];
    if (known && !known->ended()) continue;
    known = std::make_unique<SocketAccount>(parts_, name);
    start(*known);
  }
}

std::map<std::string, bool> SocketAccounts::Connections() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, bool> connections;
  for (const auto& [name, account] : accounts_)
    if (!account->ended()) connections[name] = account->online();
  return connections;
}

void SocketAccounts::Stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  for (auto& [name, account] : accounts_) account->Stop();
}

}  // namespace frontdesk::runtime
