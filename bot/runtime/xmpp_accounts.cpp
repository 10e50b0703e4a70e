#include "bot/runtime/xmpp_accounts.h"

#include "adapters/registry.h"

namespace frontdesk::runtime {

base::Status XmppAccounts::Open(const Served& served, XmppAccount::Parts parts) {
  const adapters::Adapter* xmpp = adapters::FindAdapter("xmpp");
  for (const auto& [name, account] : served.accounts) {
    if (account.adapter != xmpp) continue;
    auto opened = XmppAccount::Open(account.settings, parts);
    if (!opened) {
      return base::Fail(opened.error().code, "the account '" + name + "': " + opened.error().message);
    }
    accounts_[name] = std::move(*opened);
  }
  return {};
}

XmppAccount* XmppAccounts::Find(const std::string& account) const {
  const auto it = accounts_.find(account);
  return it == accounts_.end() ? nullptr : it->second.get();
}

std::vector<XmppAccount*> XmppAccounts::all() const {
  std::vector<XmppAccount*> list;
  for (const auto& [name, account] : accounts_) list.push_back(account.get());
  return list;
}

std::map<std::string, bool> XmppAccounts::Connections() const {
  std::map<std::string, bool> connections;
  for (const auto& [name, account] : accounts_) connections[name] = account->state().online;
  return connections;
}

void XmppAccounts::RunTicks() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    for (const auto& [name, account] : accounts_) account->Tick();
    lock.lock();
    wake_.wait_for(lock, kXmppTickEvery, [this] { return stopping_; });
  }
}

void XmppAccounts::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (const auto& [name, account] : accounts_) account->Stop();
}

}  // namespace frontdesk::runtime
