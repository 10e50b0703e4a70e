// What the owner of a webhook account reads by signed GET: the replies since a cursor, and the files that came with
// them.
//
// Ownership: borrows everything. Threads: the server's I/O thread hands the reading to the readers.
// Failure: 401 without a reason for a bad signature, 404 for a file that is not of this account.
#pragma once

#include "bot/runtime/live_workspace.h"
#include "bot/runtime/router.h"
#include "bot/runtime/uploads.h"
#include "bot/runtime/work_queue.h"

namespace frontdesk::runtime {

class WebhookReads {
 public:
  struct Parts {
    const LiveWorkspace& workspace;
    store::Store& store;
    Uploads& uploads;
    WorkQueue& readers;
    const base::Clock& clock;
  };
  explicit WebhookReads(Parts parts) : parts_(parts) {}

  void AddTo(Router& router);

 private:
  using Read = net::HttpResponse (WebhookReads::*)(const Call& call, const ServedAccount& account) const;
  void Hand(Call call, Read read) const;
  net::HttpResponse SendReplies(const Call& call, const ServedAccount& account) const;
  net::HttpResponse SendFile(const Call& call, const ServedAccount& account) const;

  Parts parts_;
};

}  // namespace frontdesk::runtime
