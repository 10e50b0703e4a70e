// What the workspace does not want kept: words, files and tickets past their time go, a bounded number at each step, so
// that no message waits long for it. Files that were uploaded and never sent go after a day.
//
// Ownership: borrows everything. Threads: one.
// Failure: what did not work is tried again at the next step.
#pragma once

#include "bot/core/writer.h"
#include "bot/runtime/live_workspace.h"
#include "bot/runtime/uploads.h"
#include "bot/store/store.h"

namespace frontdesk::runtime {

class Forgetting {
 public:
  Forgetting(store::Store& store, core::Writer& writer, Uploads& uploads, const LiveWorkspace& workspace,
             const base::Clock& clock)
      : store_(store), writer_(writer), uploads_(uploads), workspace_(workspace), clock_(clock) {}

  void Step();

 private:
  void ForgetFiles(const store::Keep& keep);
  void ForgetTalks(base::TimePoint before);
  void ForgetTickets(base::TimePoint before);
  void Submit(store::Forget forget);

  store::Store& store_;
  core::Writer& writer_;
  Uploads& uploads_;
  const LiveWorkspace& workspace_;
  const base::Clock& clock_;
  store::Id talks_seen_ = 0;  // the round goes on behind it
  store::Id tickets_seen_ = 0;
};

}  // namespace frontdesk::runtime
