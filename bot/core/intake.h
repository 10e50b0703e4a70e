// Intake: takes events from any thread, brings each to the shard of its conversation, has it decided and committed,
// and answers when it is durable. Events of one conversation are decided in order; conversations do not wait for each
// other: while one has a commit in flight, the shard goes on with the rest.
//
// Threads: Take from any thread; RunShard(i) on threads that the runtime gives, one per shard. `done` is called from
// the writer's or a shard's thread and must return at once.
// Failure: kUnavailable (queue full, disk refuses: try again later), kConflict (an agent's act that somebody else's
// lease forbids). An event that cannot be decided kMaxDecideAttempts times is handed to a person as it is; when even
// that fails it is parked. An event that its platform will not offer again is parked when the queue is full. Parked
// events are acknowledged, replayed later, and seen by admins.
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
// One in so many places is kept for events that are not offered again.
inline constexpr std::size_t kReservedOneIn = 10;

struct IntakeCounters {
  std::atomic<std::uint64_t> taken{0}, refused{0}, parked{0}, rescued{0}, conflicts{0}, duplicates{0};
};

class Intake {
 public:
  using Done = std::function<void(base::Status)>;

  Intake(store::Store& store, Writer& writer, const base::Clock& clock, CatalogSource catalog, TraitsOf traits,
         std::size_t shards, std::size_t queued_per_shard = kMaxQueuedEvents, const Wallboard* wallboard = nullptr);
  ~Intake();

  // `retried`: the platform will offer the event again when it is refused; others may use the reserved tenth.
  void Take(base::Event event, bool retried, Done done);
  // A parked event once more. When it fails again it stays parked, one attempt richer, and `done` hears an error.
  void Replay(const store::ParkedRow& parked, Done done);
  std::size_t shards() const { return shards_.size(); }
  void RunShard(std::size_t index);
  // RunShard returns when all taken events are committed.
  void Stop();
  std::size_t queued() const;
  // Events that all queues hold together.
  std::size_t room() const { return shards_.size() * queued_per_shard_; }
  const IntakeCounters& counters() const { return counters_; }
  // What is reported at the moment, as all shards know it.
  Reports& reports() { return *reports_; }

 private:
  class Shard;
  struct Job;
  std::size_t ShardOf(const base::Address& address) const;
  store::Store& store_;
  Writer& writer_;
  const base::Clock& clock_;
  const std::size_t queued_per_shard_;
  const std::shared_ptr<Reports> reports_;
  std::vector<std::unique_ptr<Shard>> shards_;
  IntakeCounters counters_;
};

}  // namespace frontdesk::core
