// What a platform wants done once its events are committed, beside the reply: an interaction confirmed, an invitation
// accepted, a form opened.
//
// Ownership: borrows everything. Threads: any; Do may block, DoLater does not.
// Failure: logged; the platform asks again or does without.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/runtime/platform_calls.h"
#include "bot/runtime/uploads.h"
#include "bot/runtime/work_queue.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

class AfterCommit {
 public:
  AfterCommit(PlatformCalls& calls, store::Store& store, Uploads& uploads, WorkQueue& queue)
      : calls_(calls), store_(store), uploads_(uploads), queue_(queue) {}

  void Do(const ServedAccount& account, const std::vector<adapters::Afterwards>& after);
  // On the queue's thread, for those that must not block. `account` is one of `served`.
  void DoLater(std::shared_ptr<const Served> served, const ServedAccount& account,
               std::vector<adapters::Afterwards> after);

 private:
  // False when it failed.
  bool DoOne(const ServedAccount& account, const adapters::Afterwards& asked);
  base::Result<adapters::Call> CallFor(const ServedAccount& account, const adapters::Afterwards& asked,
                                       const base::Message* about, adapters::Env env);
  base::Result<base::Message> MessageOf(const ServedAccount& account, store::Id row) const;

  PlatformCalls& calls_;
  store::Store& store_;
  Uploads& uploads_;
  WorkQueue& queue_;
};

}  // namespace frontdesk::runtime
