// Finds the way out for a row: visitors' streams, another platform's API, the fetcher of files, or a flow's lookup.
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
#include "bot/runtime/web_sender.h"
#include "bot/runtime/xmpp_accounts.h"

namespace frontdesk::runtime {

class Senders {
 public:
  struct Lookups {
    net::HttpClient& guarded;
    const base::Clock& clock;
    LookupSender::TakeEvent take;
  };
  Senders(PlatformSender::Parts parts, const adapters::Adapter& web, const XmppAccounts& xmpp, Lookups lookups)
      : parts_(parts),
        xmpp_(xmpp),
        web_(web, parts.feed),
        files_({parts.workspace, parts.store, parts.uploads, parts.calls}),
        lookups_(parts.store, lookups.guarded, lookups.clock, std::move(lookups.take)) {}

  core::Sender* Find(const store::OutboxRow& row);

 private:
  const PlatformSender::Parts parts_;
  const XmppAccounts& xmpp_;
  WebSender web_;
  FileFetcher files_;
  LookupSender lookups_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<PlatformSender>, std::less<>> platforms_;
};

}  // namespace frontdesk::runtime
