// Finds the way out for a row: visitors' streams, another platform's API, the fetcher of files, a flow's lookup, or
// another conversation.
//
// Ownership: owns the senders of platforms, one for each account it was ever asked for, as long as it lives.
// Threads: any. Failure: null when the account is gone from the workspace.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "bot/runtime/file_fetcher.h"
#include "bot/runtime/lookup_sender.h"
#include "bot/runtime/platform_sender.h"
#include "bot/runtime/profile_fetcher.h"
#include "bot/runtime/relay_sender.h"
#include "bot/runtime/web_sender.h"
#include "bot/runtime/xmpp_accounts.h"

namespace frontdesk::runtime {

class Senders {
 public:
  // `guarded` is for what flows look up.
  Senders(PlatformSender::Parts parts, const adapters::Adapter& web, const XmppAccounts& xmpp, net::HttpClient& guarded,
          const WayBack& back)
      : parts_(parts),
        xmpp_(xmpp),
        web_(web, parts.feed),
        files_({parts.workspace, parts.store, parts.uploads, parts.calls}),
        lookups_(guarded, back, parts.workspace.directory()),
        relays_(parts.store, back),
        profiles_({parts.workspace, parts.calls, back}) {}

  core::Sender* Find(const store::OutboxRow& row);

 private:
  const PlatformSender::Parts parts_;
  const XmppAccounts& xmpp_;
  WebSender web_;
  FileFetcher files_;
  LookupSender lookups_;
  RelaySender relays_;
  ProfileFetcher profiles_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<PlatformSender>, std::less<>> platforms_;
};

}  // namespace frontdesk::runtime
