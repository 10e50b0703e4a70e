// Brings what was committed to those who look on: hands outbox rows to their sender at once, and everything visible to
// the open streams, in the order of commits, on a thread of its own.
//
// Threads: Publish and Ended from any thread, at once; Run on one.
// Failure: when streams cannot keep up with more than kMaxFeedBacklog changes, all streams are closed; clients come
// back and go on after the last row that they have.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include "bot/core/feed.h"
#include "bot/core/outbox.h"
#include "bot/core/wallboard.h"
#include "bot/runtime/console_streams.h"
#include "bot/runtime/visitor_streams.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kMaxFeedBacklog = 20'000;

class LiveFeed final : public core::Feed {
 public:
  LiveFeed(VisitorStreams& visitors, ConsoleStreams& consoles) : visitors_(visitors), consoles_(consoles) {}
  // Before anything is published: the two need each other.
  void SetOutbox(core::Outbox& outbox) { outbox_ = &outbox; }
  void SetWallboard(core::Wallboard& wallboard) { wallboard_ = &wallboard; }

  void Publish(std::vector<core::Change> changes) override;
  // The row has reached its reader, or was spared: agents see the mark.
  void Ended(store::TranscriptRow row, store::Delivery how);
  void Run();
  void Stop();
  std::size_t backlog() const;

 private:
  struct Item {
    core::Change change;
    bool only_for_agents = false;
  };
  void Add(std::vector<Item> items);

  VisitorStreams& visitors_;
  ConsoleStreams& consoles_;
  core::Outbox* outbox_ = nullptr;
  core::Wallboard* wallboard_ = nullptr;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Item> waiting_;
  bool lost_ = false;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
