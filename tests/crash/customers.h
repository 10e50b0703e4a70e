// Customers who ask numbered questions while the server dies and comes back, or say fragments, whose answers are held
// back for a moment, each after the answer to the one before. Each repeats a question under the same id until it is
// acknowledged, follows the stream and goes on after the last row it has, and writes down what it was told:
// that log is the oracle, never the server's own.
//
// Ownership: Customers owns the threads; they end with Finish or the object. Threads: the test's own.
// Failure: whatever a customer was told that it must never be told is in `wrong`.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/fakes/visitor.h"

namespace frontdesk::crash {

struct Asked {
  std::string id;
  std::string text;
};

enum class Manner { kQuestions, kFragments };

// What is said to it: by the echo flow, or that there is no answer to a fragment.
std::string ReplyTo(const Asked& question);

// The greeting is none.
bool IsReply(const fakes::SeenRow& row);

// Read only when the customer's threads have ended.
struct CustomerLog {
  fakes::VisitorName name;
  std::vector<Asked> acknowledged;        // in the order of asking
  std::vector<fakes::SeenRow> seen;       // by the stream, live
  std::vector<std::string> wrong;         // answers and rows that nobody should get
  std::uint64_t broken = 0;               // requests whose answer was lost
  std::uint64_t asked_twice = 0;          // acknowledged questions that were sent once more
  std::uint64_t streams = 0;              // how often the stream was opened
  std::atomic<std::uint64_t> replies{0};  // seen so far
};

class Customers {
 public:
  // Everyone has a session when this returns; ready() is false when one got none.
  Customers(unsigned short port, int count, std::uint64_t seed, Manner manner = Manner::kQuestions);
  ~Customers();

  bool ready() const { return ready_; }
  void Begin();
  std::uint64_t acknowledged() const { return acknowledged_; }
  // No more questions; waits until every reply was seen, or `patience` is over. The server must be up.
  void Finish(fakes::Millis patience);
  const std::vector<std::unique_ptr<CustomerLog>>& logs() const { return logs_; }

 private:
  void Ask(fakes::Visitor visitor, CustomerLog& log, std::uint64_t seed);
  void WaitForReplies(const CustomerLog& log, std::uint64_t count);
  bool AskUntilAcknowledged(fakes::Visitor& visitor, CustomerLog& log, const Asked& question);
  void Listen(CustomerLog& log);

  const std::uint64_t seed_;
  const Manner manner_;
  bool ready_ = true;
  std::vector<fakes::Visitor> visitors_;
  std::vector<std::unique_ptr<CustomerLog>> logs_;
  std::vector<std::thread> asking_;
  std::vector<std::thread> listening_;
  std::atomic<std::uint64_t> acknowledged_{0};
  std::atomic<bool> enough_{false};
  std::atomic<bool> all_asked_{false};
  std::atomic<bool> give_up_{false};
};

// The transcript as a new stream from the beginning tells it: at least `count` rows, unless `patience` is over first,
// and whatever comes right behind them.
std::vector<fakes::SeenRow> Replay(const fakes::VisitorName& name, std::size_t count, fakes::Millis patience);

}  // namespace frontdesk::crash
