// The visitor's API below /web/<account>: session, events, files, suggestions, stream. README.md in bot/web is its
// contract.
//
// Ownership: borrows everything. Threads: handlers run on the I/O thread and hand slow work to the queues.
#pragma once

#include "bot/core/intake.h"
#include "bot/runtime/live_workspace.h"
#include "bot/runtime/router.h"
#include "bot/runtime/uploads.h"
#include "bot/runtime/visitor_quota.h"
#include "bot/runtime/visitor_streams.h"
#include "bot/runtime/work_queue.h"

namespace frontdesk::runtime {

class VisitorRoutes {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    store::Store& store;
    core::Intake& intake;
    VisitorStreams& streams;
    Uploads& uploads;
    WorkQueue& readers;  // for what reads the store
    WorkQueue& files;    // for writing them
    const base::Clock& clock;
    base::Random& random;
  };
  explicit VisitorRoutes(Parts parts) : parts_(parts) {}

  void AddTo(Router& router);

 private:
  struct Visit;
  // Answers the request itself when the account is unknown or the page may not talk to it.
  bool Enter(Call& call, Visit& visit) const;
  // The same, and there must be a session.
  bool EnterAsVisitor(Call& call, Visit& visit) const;

  void Preflight(Call call) const;
  void MakeSession(Call call) const;
  static void SendSession(const Visit& visit, const std::string& locale, bool secure);
  void TakeEvent(Call call);
  void TakeFilesEvent(Visit visit, base::Event event) const;
  void Take(const Visit& visit, base::Event event) const;
  void TakeFile(Call call);
  void SendFile(Call call) const;
  void Suggest(Call call);
  knowledge::Question QuestionOf(const Visit& visit, const std::string& words, const std::string& locale) const;
  void OpenStream(Call call) const;

  Parts parts_;
  VisitorQuota uploads_{kUploadLimits};
  VisitorQuota suggestions_{kSuggestionLimits};
  VisitorQuota events_{{}};  // under the workspace's limit of now
};

}  // namespace frontdesk::runtime
