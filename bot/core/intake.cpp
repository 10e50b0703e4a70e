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

base::Status Busy() {
  return base::Fail(base::ErrorCode::kUnavailable, "too many events at the moment; send it again in a few seconds");
}

// Agents hear what went wrong, timers stay due, news stay in the outbox.
bool HasOneWhoTriesAgain(const base::Event& event) {
  return std::holds_alternative<base::AgentActed>(event.body) || std::holds_alternative<base::TimerDue>(event.body) ||
         std::holds_alternative<base::Relayed>(event.body);
}

}  // namespace

struct Intake::Job {
  base::Event event;
  Done done;
  int attempts = 0;
  bool rescued = false;     // handed to a person without a decision
  store::Id parked_as = 0;  // of a replay
  int parked_before = 0;
};

// The events of some conversations, decided by one thread.
class Intake::Shard {
 public:
  static store::WriteOp ParkOp(store::Store& store, const base::Clock& clock, const Job& job,
                               const base::Error& error) {
    CRASH_POINT("intake.park");
    const store::Id id = job.parked_as != 0 ? job.parked_as : store.ReserveIds(1);
    store::WriteOp op;
    op.op = store::Park{
        {id, job.event.address.account, ToJson(job.event), error.message, job.parked_before + 1, clock.Now()}};
    return op;
  }

  Shard(store::Store& store, Writer& writer, const base::Clock& clock, CatalogSource catalog, TraitsOf traits,
        IntakeCounters& counters, std::size_t room, const Wallboard* wallboard, std::shared_ptr<Reports> reports,
        std::function<void(Job)> pass_on)
      : store_(store),
        writer_(writer),
        clock_(clock),
        decider_(store, clock, std::move(catalog), std::move(traits), wallboard, std::move(reports)),
        counters_(counters),
        pass_on_(std::move(pass_on)),
        room_(room) {}

  // Moves from `job` only when it is taken.
  bool Add(Job& job, bool retried) {
    {
      const std::lock_guard lock(mutex_);
      const std::size_t bound = retried ? room_ - room_ / kReservedOneIn : room_;
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
      for (Committed& end : committed) {
        EndCommit(end);
        DecideReady();
      }
      for (Job& job : arrived) {
        Begin(std::move(job));
        DecideReady();
      }
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
    ready_.push_back(std::move(job));
  }

  // One event may end without a commit and let the next go: in a loop, since thousands can wait in a conversation.
  void DecideReady() {
    while (!ready_.empty()) {
      Job job = std::move(ready_.front());
      ready_.pop_front();
      Decide(std::move(job));
    }
  }

  void Decide(Job job) {
    ++job.attempts;
    auto decision = decider_.Decide(job.event);
    if (!decision) return Fail(std::move(job), decision.error());
    if (decision->elsewhere) return Move(std::move(job), std::move(*decision->elsewhere));
    Commit(std::move(job), std::move(*decision));
  }

  // Behind what waits in the conversation that it belongs to.
  void Move(Job job, base::Address to) {
    Job moved = job;
    moved.event.address = std::move(to);
    moved.attempts = 0;
    job.done = nullptr;
    End(std::move(job), {});
    pass_on_(std::move(moved));
  }

  void Commit(Job job, Decision decision) {
    if (decision.refusal) return End(std::move(job), tl::unexpected(*decision.refusal));
    if (decision.nothing) return End(std::move(job), {});
    CRASH_POINT("intake.decided");
    auto flight = std::make_shared<Committed>();
    store::WriteOp op;
    op.op = std::move(decision.turn);
    flight->job = std::move(job);
    flight->decision = std::move(decision);
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
    if (end.status && !end.duplicate && !end.parked) {
      decider_.Remember(std::move(end.decision));
      return End(std::move(end.job), {});
    }
    decider_.Forget(address);
    if (end.parked) return End(std::move(end.job), end.status);
    if (end.duplicate) {
      ++counters_.duplicates;
      return End(std::move(end.job), {});
    }
    if (end.status.error().code != base::ErrorCode::kConflict) return End(std::move(end.job), end.status);
    ++counters_.conflicts;
    if (end.job.attempts < kMaxDecideAttempts) return Decide(std::move(end.job));
    Rescue(std::move(end.job), end.status.error());
  }

  void Fail(Job job, const base::Error& error) {
    decider_.Forget(job.event.address);
    if (error.code == base::ErrorCode::kUnavailable) return End(std::move(job), tl::unexpected(error));
    base::Log(base::LogLevel::kError, "intake.cannot_decide", {{"error", error.message}});
    Rescue(std::move(job), error);
  }

  // What the bot cannot decide a person gets, as it is; what not even that works for is parked.
  void Rescue(Job job, const base::Error& error) {
    if (job.rescued) return Park(std::move(job), error);
    job.rescued = true;
    job.attempts = kMaxDecideAttempts - 1;  // one conflict more is one too many
    auto decision = decider_.Rescue(job.event);
    if (!decision) return Park(std::move(job), decision.error());
    if (decision->refusal && !HasOneWhoTriesAgain(job.event)) return Park(std::move(job), error);
    if (!decision->refusal) ++counters_.rescued;
    Commit(std::move(job), std::move(*decision));
  }

  // Kept for people and a later replay; the sender need not send it again.
  void Park(Job job, const base::Error& error) {
    auto flight = std::make_shared<Committed>();
    store::WriteOp op = ParkOp(store_, clock_, job, error);
    flight->job = std::move(job);
    flight->parked = true;
    ++counters_.parked;
    const bool sent = writer_.Submit(std::move(op), [this, flight](store::WriteOp& done) {
      flight->status = done.status;
      // For a replay this is no end: it is where it was.
      if (done.status && flight->job.parked_as != 0)
        flight->status = base::Fail(base::ErrorCode::kInternal, "it failed again and stays parked");
      if (flight->job.done) flight->job.done(flight->status);
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
    ready_.push_back(std::move(it->second.front()));
    it->second.pop_front();
  }

  store::Store& store_;
  Writer& writer_;
  const base::Clock& clock_;
  Decider decider_;
  IntakeCounters& counters_;
  const std::function<void(Job)> pass_on_;            // to the shard of another conversation
  const std::size_t room_;                            // for events in hand
  std::map<base::Address, std::deque<Job>> waiting_;  // conversations with a commit in flight
  std::deque<Job> ready_;                             // to be decided now, each of another conversation
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> arrived_;
  std::vector<Committed> committed_;
  std::size_t in_hand_ = 0;
  std::atomic<bool> stopping_{false};
};

Intake::Intake(store::Store& store, Writer& writer, const base::Clock& clock, CatalogSource catalog, TraitsOf traits,
               std::size_t shards, std::size_t queued_per_shard, const Wallboard* wallboard)
    : store_(store),
      writer_(writer),
      clock_(clock),
      queued_per_shard_(queued_per_shard),
      reports_(std::make_shared<Reports>(store)) {
  const auto pass_on = [this](Job job) {
    if (!shards_[ShardOf(job.event.address)]->Add(job, true) && job.done) job.done(Busy());
  };
  for (std::size_t i = 0; i < shards; ++i)
    shards_.push_back(std::make_unique<Shard>(store, writer, clock, catalog, traits, counters_, queued_per_shard,
                                              wallboard, reports_, pass_on));
}

Intake::~Intake() = default;

std::size_t Intake::ShardOf(const base::Address& address) const {
  const std::hash<std::string> hash;
  return (hash(address.channel) ^ hash(address.thread)) % shards_.size();
}

void Intake::Take(base::Event event, bool retried, Done done) {
  const std::size_t shard = ShardOf(event.address);
  Job job{std::move(event), std::move(done)};
  if (shards_[shard]->Add(job, retried)) {
    ++counters_.taken;
    return;
  }
  const base::Status busy = Busy();
  if (!retried) {
    auto then = std::make_shared<Done>(job.done);
    const auto parked = [then](store::WriteOp& op) { (*then)(op.status); };
    if (writer_.Submit(Shard::ParkOp(store_, clock_, job, busy.error()), parked)) {
      ++counters_.parked;
      return;
    }
  }
  ++counters_.refused;
  job.done(busy);
}

void Intake::Replay(const store::ParkedRow& parked, Done done) {
  auto event = EventFromJson(parked.event);
  if (!event) {
    // Counted all the same, so that it does not stand before the others for ever.
    store::ParkedRow row = parked;
    ++row.attempts;
    row.error = event.error().message;
    writer_.Submit({store::Park{std::move(row)}, {}, false, {}}, [](store::WriteOp&) {});
    return done(tl::unexpected(event.error()));
  }
  const std::size_t shard = ShardOf(event->address);
  Job job{std::move(*event), std::move(done), 0, false, parked.id, parked.attempts};
  if (!shards_[shard]->Add(job, true)) job.done(Busy());
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
