// Where other platforms deliver their events: /hooks/ACCOUNT and, for those whose signatures leave the body open,
// /hooks/ACCOUNT/SECRET. The platform hears "taken" once every event of the request is committed.
//
// Ownership: borrows everything. Threads: the server's I/O thread; answers come from the writer's.
// Failure: what Verify refuses gets the platform's refusal status and no reason; the log says why.
#pragma once

#include "bot/base/crypto.h"
#include "bot/core/intake.h"
#include "bot/runtime/live_workspace.h"
#include "bot/runtime/router.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxHookBody = 1 << 20;

class HookRoutes {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    core::Intake& intake;
    const base::Clock& clock;
    base::Random& random;
  };
  explicit HookRoutes(Parts parts) : parts_(parts) {}

  void AddTo(Router& router);

 private:
  void Take(Call call) const;
  adapters::HttpAnswer Refuse(const ServedAccount& account, const base::Error& error) const;
  void TakeEvents(const ServedAccount& account, std::vector<base::Event> events, bool retried,
                  const net::HttpReply& reply) const;

  Parts parts_;
};

}  // namespace frontdesk::runtime
