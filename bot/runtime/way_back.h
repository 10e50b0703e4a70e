// The way back of what an effect of the outbox brought: an event into a conversation, through its shard like everything
// that changes it. Answers when it is committed, so that the row is finished only then.
//
// Ownership: borrows everything. Threads: the outbox's effect threads.
// Failure: kUnavailable when it was not taken in time: the row is tried again, and the event's id tells a second one.
#pragma once

#include <functional>

#include "bot/core/intake.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

// How long the commit of an answer is waited for.
inline constexpr base::Millis kReturnCommitWait = std::chrono::seconds(10);

class WayBack {
 public:
  using TakeEvent = std::function<void(base::Event event, core::Intake::Done done)>;

  WayBack(store::Store& store, const base::Clock& clock, TakeEvent take)
      : store_(store), clock_(clock), take_(std::move(take)) {}

  // `conversation` 0: where the event's address says.
  base::Status Bring(store::Id conversation, base::Event event);

 private:
  store::Store& store_;
  const base::Clock& clock_;
  TakeEvent take_;
};

}  // namespace frontdesk::runtime
