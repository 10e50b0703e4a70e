// The accounts that their platforms speak to over a WebSocket of ours: begun with the workspace, and with every reload
// that brings one.
//
// Ownership: owns the accounts; whoever starts their threads joins them after Stop.
// Threads: Begin on one thread at a time; Connections and Stop from any. Failure: see socket_account.h.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "bot/runtime/socket_account.h"

namespace frontdesk::runtime {

class SocketAccounts {
 public:
  explicit SocketAccounts(SocketAccount::Parts parts) : parts_(parts) {}

  // Calls `start` for each account that needs a thread, and has those that run look at their settings.
  void Begin(const std::function<void(SocketAccount& account)>& start);
  // By name: whether it is connected now.
  std::map<std::string, bool> Connections() const;
  void Stop();

 private:
  const SocketAccount::Parts parts_;
  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<SocketAccount>> accounts_;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
