// Tells a user that a person is writing to them: in the widget at once, on platforms that can show it by a call.
//
// Ownership: borrows everything. Threads: Show from any thread that may read the store; it does not block.
// Failure: a sign that does not get through is no loss; it is logged at the level of debugging, and nobody is told.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "bot/base/clock.h"
#include "bot/runtime/platform_calls.h"
#include "bot/runtime/visitor_streams.h"
#include "bot/runtime/work_queue.h"
#include "bot/store/records.h"

namespace frontdesk::runtime {

// Platforms show a sign for about as long, and count calls.
inline constexpr base::Millis kTypingEvery{3'000};
// Conversations in which somebody is writing at the moment.
inline constexpr std::size_t kMaxTypedIn = 1'000;

class TypingSigns {
 public:
  TypingSigns(const LiveWorkspace& workspace, VisitorStreams& visitors, PlatformCalls& calls, WorkQueue& queue)
      : workspace_(workspace), visitors_(visitors), calls_(calls), queue_(queue) {}

  // `agent`: the name to show.
  void Show(const store::ConversationRow& conversation, const std::string& agent, bool on);

 private:
  bool IsNews(store::Id conversation, bool on);
  void ShowOnPlatform(const store::ConversationRow& conversation, bool on);

  const LiveWorkspace& workspace_;
  VisitorStreams& visitors_;
  PlatformCalls& calls_;
  WorkQueue& queue_;
  std::mutex mutex_;
  std::map<store::Id, base::TimePoint> shown_;  // when a sign was last shown that was not taken back
};

}  // namespace frontdesk::runtime
