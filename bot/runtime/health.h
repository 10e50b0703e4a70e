// How the server is: alive, ready, and in numbers.
//
// Ownership: borrows everything. Threads: /healthz is answered on the I/O thread, the others where reading is allowed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/core/intake.h"
#include "bot/core/outbox.h"
#include "bot/runtime/live_feed.h"
#include "bot/runtime/live_workspace.h"
#include "bot/runtime/router.h"
#include "bot/runtime/socket_accounts.h"
#include "bot/runtime/work_queue.h"
#include "bot/runtime/xmpp_accounts.h"

namespace frontdesk::runtime {

class Health {
 public:
  struct Parts {
    store::Store& store;
    const core::Intake& intake;
    const core::Writer& writer;
    const core::Outbox& outbox;
    const LiveFeed& feed;
    const LiveWorkspace& workspace;
    WorkQueue& readers;
    const WorkQueue& passwords;
    const WorkQueue& files;
    const base::Clock& clock;
    const XmppAccounts& xmpp;
    const SocketAccounts& sockets;
    std::function<net::HttpServerCounters()> http;
  };
  explicit Health(Parts parts) : parts_(std::move(parts)) {}

  // /healthz for everybody; /readyz, whose reasons name no names; /metrics for this machine only.
  void AddTo(Router& router);

 private:
  struct Readiness {
    std::vector<std::string> reasons;  // why not ready; empty: ready
    std::vector<std::string> notes;    // what somebody should look at
  };
  Readiness Check() const;
  std::map<std::string, bool> Connections() const;
  void SendReadiness(const Call& call) const;
  std::string Metrics() const;

  Parts parts_;
};

}  // namespace frontdesk::runtime
