// The XMPP accounts of the workspace, each with its session and its threads. They are read at the start: what changes
// of them later is served after the next one.
//
// Ownership: owns the accounts. Threads: Open once, before anything runs; Tick on one thread; Find and Connections from
// any. Failure: Open says which account cannot work.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/runtime/live_workspace.h"
#include "bot/runtime/xmpp_account.h"

namespace frontdesk::runtime {

inline constexpr base::Millis kXmppTickEvery{1'000};

class XmppAccounts {
 public:
  base::Status Open(const Served& served, XmppAccount::Parts parts);

  // Null when it is none of ours.
  XmppAccount* Find(const std::string& account) const;
  std::vector<XmppAccount*> all() const;
  // By name: whether it is connected now.
  std::map<std::string, bool> Connections() const;

  void RunTicks();
  void Stop();

 private:
  std::map<std::string, std::unique_ptr<XmppAccount>> accounts_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
