// One visitor's open stream. It is registered before the past is read from the store, and holds back what happens
// meanwhile; then comes the past, then what was held back, then the present. Rows with a sequence number that was sent
// already are dropped: nothing is missed, nothing doubled.
//
// Ownership: shared by the table of streams and by whoever is delivering. Threads: any.
// Failure: a stream that is too slow, or that missed too much while it was being read, is closed; the client comes back
// and goes on after the last row that it has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bot/net/http_server.h"

namespace frontdesk::runtime {

// What may be held back while the past is read.
inline constexpr std::size_t kMaxHeldBytes = 48 << 10;

class Follower {
 public:
  struct Row {
    std::int64_t seq = 0;
    std::string frame;
  };
  // Who may speak, under the lease's epoch: an older one never follows a newer one.
  struct State {
    std::int64_t epoch = -1;
    std::string frame;
  };

  explicit Follower(std::int64_t after) : last_(after) {}

  void Deliver(const Row& row);
  void Deliver(const State& state);
  // What counts only at this moment: a stream that has not begun does without.
  void DeliverNow(const std::string& frame);
  // The past, by seq, and the state that goes with it. `complete` is false when more of the past waits: the stream ends
  // after what it got, and the client asks for the rest.
  void Begin(std::shared_ptr<net::EventStream> stream, const std::vector<Row>& past, const State& state, bool complete);
  void KeepAlive();
  void Close();

 private:
  void Write(const Row& row);
  void Write(const State& state);

  std::mutex mutex_;
  std::shared_ptr<net::EventStream> stream_;  // null until Begin
  std::int64_t last_;
  std::int64_t epoch_ = -1;
  std::vector<Row> held_;
  std::size_t held_bytes_ = 0;
  State held_state_;
  bool missed_ = false;
};

}  // namespace frontdesk::runtime
