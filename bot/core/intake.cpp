#include "bot/core/intake.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <unordered_map>

#include "bot/base/crash_point.h"
#include "bot/base/log.h"
#include "bot/core/event_json.h"

namespace frontdesk::core {

namespace {

struct Job {
  base::Event event;
  Intake::Done done;
  int attempts = 0;
};

base::Status Busy() {
  return base::Fail(base::ErrorCode::kUnavailable, "too many events at the moment; send it again in a few seconds");
}

}  // namespace

// The events of some conversations, decided by one thread.
class Intake::Shard {
 public:
  Shard(store::Store& store, Writer& writer, const base::Clock& clock, CatalogSource catalog, Deduplicates deduplicates,
        IntakeCounters& counters)
      : store_(store),
        writer_(writer),
        clock_(clock),
        decider_(store, clock, std::move(catalog), std::move(deduplicates)),
        counters_(counters) {}

  // Moves from `job` only when it is taken.
  bool Add(Job& job, bool retried) {
    {
      const std::lock_guard lock(mutex_);
      const std::size_t bound = retried ? kMaxQueuedEvents - kReservedForUnretried : kMaxQueuedEvents;
      if (stopping_ || in_hand_ >= bound) return false;
      ++in_hand_;
      arrived_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
  }

  void Run() {
    while (true) {
      std::deque<Job> arrived;
      std::vector<Committed> committed;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return !arrived_.empty() || !committed_.empty() || (stopping_ && in_hand_ == 0); });
        arrived.swap(arrived_);
        committed.swap(committed_);
        if (arrived.empty() && committed.empty()) return;
      }
      for (Committed& end : committed) EndCommit(end);
      for (Job& job : arrived) Begin(std::move(job));
    }
  }

  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
  }

  std::size_t in_hand() const {
    const std::lock_guard lock(mutex_);
    return in_hand_;
  }

 private:
  // A write that has ended, on its way back from the writer's thread.
  struct Committed {
    Job job;
    Decision decision;
    base::Status status;
    bool duplicate = false;
    bool parked = false;
  };

  // Decides now, or waits behind the commit that is in flight for the same conversation.
  void Begin(Job job) {
    const auto [it, free] = waiting_.try_emplace(job.event.address);
    if (!free) {
      it->second.push_back(std::move(job));
      return;
    }
    Decide(std::move(job));
  }

  void Decide(Job job) {
    ++job.attempts;
    const base::Address address = job.event.address;
    auto decision = decider_.Decide(job.event);
    if (!decision) return Fail(std::move(job), decision.error());
    if (decision->refusal) return End(std::move(job), tl::unexpected(*decision->refusal));
    if (decision->nothing) return End(std::move(job), {});
    CRASH_POINT("intake.decided");
    auto flight = std::make_shared<Committed>();
    store::WriteOp op;
    op.op = std::move(decision->turn);
    flight->job = std::move(job);
    flight->decision = std::move(*decision);
    const bool sent = writer_.Submit(std::move(op), [this, flight](store::WriteOp& done) { TakeBack(flight, done); });
    if (!sent) End(std::move(flight->job), Busy());
  }

  // On the writer's thread: the sender hears at once, the shard a moment later.
  void TakeBack(const std::shared_ptr<Committed>& flight, store::WriteOp& done) {
    flight->status = done.status;
    flight->duplicate = done.duplicate;
    flight->decision.turn = std::move(std::get<store::Turn>(done.op));
    const bool final = done.status.has_value() || done.status.error().code != base::ErrorCode::kConflict;
    if (final && flight->job.done) {
      CRASH_POINT("intake.before_acknowledgement");
      flight->job.done(done.status);
      flight->job.done = nullptr;
    }
    {
      const std::lock_guard lock(mutex_);
      committed_.push_back(std::move(*flight));
    }
    wake_.notify_one();
  }

  void EndCommit(Committed& end) {
    const base::Address address = end.job.event.address;
    if (end.status && !end.duplicate) {
      decider_.Remember(std::move(end.decision));
      return End(std::move(end.job), {});
    }
    decider_.Forget(address);
    if (end.parked) return End(std::move(end.job), {});
    if (end.duplicate) {
      ++counters_.duplicates;
      return End(std::move(end.job), {});
    }
    if (end.status.error().code != base::ErrorCode::kConflict) return End(std::move(end.job), end.status);
    ++counters_.conflicts;
    if (end.job.attempts < kMaxDecideAttempts) return Decide(std::move(end.job));
    Park(std::move(end.job), end.status.error());
  }

  void Fail(Job job, const base::Error& error) {
    decider_.Forget(job.event.address);
    if (error.code == base::ErrorCode::kUnavailable) return End(std::move(job), tl::unexpected(error));
    base::Log(base::LogLevel::kError, "intake.cannot_decide", {{"error", error.message}});
    Park(std::move(job), error);
  }

  // Kept for people and a later replay; the sender need not send it again.
  void Park(Job job, const base::Error& error) {
    CRASH_POINT("intake.park");
    ++counters_.parked;
    store::WriteOp op;
    op.op = store::Park{{store_.ReserveIds(1), job.event.address.account, ToJson(job.event), error.message,
                         job.attempts, clock_.Now()}};
    auto flight = std::make_shared<Committed>();
    flight->job = std::move(job);
    const bool sent = writer_.Submit(std::move(op), [this, flight](store::WriteOp& done) {
      flight->parked = true;
      if (flight->job.done) flight->job.done(done.status);
      flight->job.done = nullptr;
      const std::lock_guard lock(mutex_);
      committed_.push_back(std::move(*flight));
      wake_.notify_one();
    });
    if (!sent) End(std::move(flight->job), Busy());
  }

  // The event is done with; the next of its conversation may go.
  void End(Job job, base::Status status) {
    if (job.done) job.done(std::move(status));
    {
      const std::lock_guard lock(mutex_);
      --in_hand_;
    }
    if (stopping_) wake_.notify_one();
    const auto it = waiting_.find(job.event.address);
    if (it == waiting_.end()) return;
    if (it->second.empty()) {
      waiting_.erase(it);
      return;
    }
    Job next = std::move(it->second.front());
    it->second.pop_front();
    Decide(std::move(next));
  }

  store::Store& store_;
  Writer& writer_;
  const base::Clock& clock_;
  Decider decider_;
  IntakeCounters& counters_;
  std::map<base::Address, std::deque<Job>> waiting_;  // conversations with a commit in flight
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> arrived_;
  std::vector<Committed> committed_;
  std::size_t in_hand_ = 0;
  std::atomic<bool> stopping_{false};
};

Intake::Intake(store::Store& store, Writer& writer, const base::Clock& clock, CatalogSource catalog,
               Deduplicates deduplicates, std::size_t shards) {
  for (std::size_t i = 0; i < shards; ++i)
    shards_.push_back(std::make_unique<Shard>(store, writer, clock, catalog, deduplicates, counters_));
}

Intake::~Intake() = default;

void Intake::Take(base::Event event, bool retried, Done done) {
  const std::hash<std::string> hash;
  const std::size_t shard = (hash(event.address.channel) ^ hash(event.address.thread)) % shards_.size();
  Job job{std::move(event), std::move(done), 0};
  if (shards_[shard]->Add(job, retried)) {
    ++counters_.taken;
    return;
  }
  ++counters_.refused;
  job.done(Busy());
}

void Intake::RunShard(std::size_t index) { shards_[index]->Run(); }

void Intake::Stop() {
  for (const auto& shard : shards_) shard->Stop();
}

std::size_t Intake::queued() const {
  std::size_t sum = 0;
  for (const auto& shard : shards_) sum += shard->in_hand();
  return sum;
}

}  // namespace frontdesk::core
