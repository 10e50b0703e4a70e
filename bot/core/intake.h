// Intake: takes events from any thread, brings each to the shard of its conversation, has it decided and committed,
// and answers when it is durable. Events of one conversation are decided in order; conversations do not wait for each
// other: while one has a commit in flight, the shard goes on with the rest.
//
// Threads: Take from any thread; RunShard(i) on threads that the runtime gives, one per shard. `done` is called from
// the writer's or a shard's thread and must return at once.
// Failure: kUnavailable (queue full, disk refuses: try again later), kConflict (an agent's act that somebody else's
// lease forbids). An event that cannot be decided kMaxDecideAttempts times is parked and acknowledged.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/decider.h"
#include "bot/core/writer.h"

namespace frontdesk::core {

inline constexpr std::size_t kMaxQueuedEvents = 4096;  // per shard
inline constexpr std::size_t kReservedForUnretried = kMaxQueuedEvents / 10;

struct IntakeCounters {
  std::atomic<std::uint64_t> taken{0}, refused{0}, parked{0}, conflicts{0}, duplicates{0};
};

class Intake {
 public:
  using Done = std::function<void(base::Status)>;

  Intake(store::Store& store, Writer& writer, const base::Clock& clock, CatalogSource catalog,
         Deduplicates deduplicates, std::size_t shards);
  ~Intake();

  // `retried`: the platform will offer the event again when it is refused; others may use the reserved tenth.
  void Take(base::Event event, bool retried, Done done);
  std::size_t shards() const { return shards_.size(); }
  void RunShard(std::size_t index);
  // RunShard returns when all taken events are committed.
  void Stop();
  std::size_t queued() const;
  const IntakeCounters& counters() const { return counters_; }

 private:
  class Shard;
  std::vector<std::unique_ptr<Shard>> shards_;
  IntakeCounters counters_;
};

}  // namespace frontdesk::core
