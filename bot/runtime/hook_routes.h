// Where other platforms deliver their events: /hooks/ACCOUNT and, for those whose signatures leave the body open,
// /hooks/ACCOUNT/SECRET. The platform hears "taken" once every event of the request is committed.
//
// Ownership: borrows everything. Threads: the server's I/O thread; answers come from the writer's.
// Failure: what Verify refuses gets the platform's refusal status and no reason; the log says why.
#pragma once

#include "bot/base/crypto.h"
#include "bot/core/intake.h"
#include "bot/runtime/after_commit.h"
#include "bot/runtime/hook_request.h"
#include "bot/runtime/key_sets.h"
#include "bot/runtime/open_answers.h"
#include "bot/runtime/pulling.h"
#include "bot/runtime/router.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxHookBody = 8 << 20;  // an adapter may take less: Capabilities::max_request

class HookRoutes {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    core::Intake& intake;
    KeySets& keys;
    OpenAnswers& open;
    Pulling& pulling;
    AfterCommit& after;
    const base::Clock& clock;
    base::Random& random;
  };
  explicit HookRoutes(Parts parts) : parts_(parts) {}

  void AddTo(Router& router);

 private:
  using Request = std::shared_ptr<HookRequest>;

  void Take(Call call) const;
  void Enter(const Request& request, bool keys_are_fresh) const;
  void EnterWithNewKeys(const Request& request) const;
  void Refuse(const HookRequest& request, const base::Error& error) const;
  void TakeIn(const Request& request, adapters::Taken taken) const;
  void DoAfter(const Request& request, std::vector<adapters::Afterwards> after) const;
  adapters::HttpAnswer AnswerOf(const HookRequest& request, const base::Status& status) const;

  Parts parts_;
};

}  // namespace frontdesk::runtime
