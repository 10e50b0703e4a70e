// Requests whose answer may carry the reply to what they brought. A request is kept here from before its events are
// taken in until its answer has left: with the first reply that the outbox has for one of them, or without one when
// none came in time.
//
// Ownership: shares the requests. Threads: every function from any thread; Run takes one until Stop.
// Failure: an answer that does not arrive is a message that may have arrived, as with any call; most platforms then
// offer the event again.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/event.h"
#include "bot/runtime/hook_request.h"

namespace frontdesk::runtime {

class OpenAnswers {
 public:
  using Request = std::shared_ptr<const HookRequest>;

  void Keep(const Request& request, const std::vector<base::Event>& events);
  // The events are committed: `plain` is the answer when no reply came within `wait`.
  void AnswerWithin(const Request& request, base::Millis wait, adapters::HttpAnswer plain);
  // The request that brought this event and still waits for its answer; null when there is none.
  Request Find(const std::string& account, const std::string& event_id) const;
  // False when it has been answered already.
  bool Answer(const Request& request, adapters::HttpAnswer answer);
  std::size_t size() const;

  void Run();
  // What waits is answered plainly.
  void Stop();

 private:
  using Steady = std::chrono::steady_clock;
  using Key = std::pair<std::string, std::string>;  // account, event
  struct Waiting {
    Request request;
    adapters::HttpAnswer plain;
  };
  bool Remove(const Request& request);  // with the lock held

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<Key, Request> by_event_;
  std::multimap<Steady::time_point, Waiting> waiting_;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
