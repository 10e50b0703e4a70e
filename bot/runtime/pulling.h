// The accounts whose platforms keep things for us until we ask: each with a thread of its own, so that one that waits
// for news keeps no other from its turn. Begun with the workspace, and with every reload that brings one.
//
// Ownership: shares the accounts with their threads; whoever starts those joins them after Stop.
// Threads: Begin on one thread at a time; PullNow and Stop from any. Failure: see pulled_account.h.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "bot/runtime/pulled_account.h"

namespace frontdesk::runtime {

class Pulling {
 public:
  explicit Pulling(PulledAccount::Parts parts) : parts_(parts) {}

  // Calls `start` for each account that needs a thread, and has those that run look at their settings.
  void Begin(const std::function<void(PulledAccount& account)>& start);
  // The platform says that there is something; `word` is what it said, one line, kept until a pull has succeeded.
  void PullNow(const std::string& account, std::string word);
  // Waits until the pull that it was told of is done; false when that takes longer than `patience`.
  bool WaitForPull(const std::string& account, base::Millis patience);
  void Stop();

 private:
  std::shared_ptr<PulledAccount> Find(const std::string& account);

  const PulledAccount::Parts parts_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<PulledAccount>> accounts_;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
