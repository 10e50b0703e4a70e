#include "bot/runtime/housekeeping.h"

#include <algorithm>
#include <set>
#include <utility>

#include "bot/base/log.h"

namespace frontdesk::runtime {

struct Housekeeping::UnderWay {
  std::mutex mutex;
  std::set<store::Id> timers;

  bool Begin(store::Id timer) {
    const std::lock_guard lock(mutex);
    return timers.insert(timer).second;
  }
  void End(store::Id timer) {
    const std::lock_guard lock(mutex);
    timers.erase(timer);
  }
};

Housekeeping::Housekeeping(Parts parts) : parts_(parts), under_way_(std::make_shared<UnderWay>()) {}

void Housekeeping::Run() {
  // A start may bring the version, or the disk, that they have waited for.
  ReplayAllParked();
  const Steady::time_point begin = Steady::now();
  Chore chores[] = {{kTimersEvery, &Housekeeping::FireTimers, begin},
                    {kReplayEvery, &Housekeeping::ReplayParked, begin + kReplayEvery},
                    {kCheckpointEvery, &Housekeeping::Checkpoint, begin + kCheckpointEvery},
                    {kKeepAliveEvery, &Housekeeping::KeepAlive, begin + kKeepAliveEvery},
                    {kAgentsEvery, &Housekeeping::ReadAgents, begin + kAgentsEvery},
                    {kSweepEvery, &Housekeeping::Sweep, begin}};
  while (true) {
    Steady::time_point next = Steady::time_point::max();
    for (Chore& chore : chores) {
      if (chore.next <= Steady::now()) {
        (this->*chore.work)();
        chore.next = Steady::now() + chore.every;
      }
      next = std::min(next, chore.next);
    }
    std::unique_lock lock(mutex_);
    if (wake_.wait_until(lock, next, [this] { return stopping_; })) return;
  }
}

void Housekeeping::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

void Housekeeping::ReadAgents() {
  if (const base::Status read = parts_.wallboard.ReadAgents(); !read)
    base::Log(base::LogLevel::kWarning, "agents.cannot_read", {{"error", read.error().message}});
}

void Housekeeping::FireTimers() {
  const auto due = parts_.store.DueTimers(parts_.clock.Now(), kTimersAtOnce);
  if (!due) {
    base::Log(base::LogLevel::kWarning, "timers.cannot_read", {{"error", due.error().message}});
    return;
  }
  for (const store::TimerRow& timer : *due)
    if (under_way_->Begin(timer.id)) Fire(timer);
}

void Housekeeping::Fire(const store::TimerRow& timer) {
  const auto conversation = parts_.store.LoadConversation(timer.conversation);
  if (!conversation) {
    // A timer without a conversation stays under way: it is not looked at again until the next start.
    if (conversation.error().code != base::ErrorCode::kNotFound) under_way_->End(timer.id);
    return;
  }
  base::Event event;
  event.id = "timer:" + std::to_string(timer.id);
  event.address = conversation->address;
  event.at = parts_.clock.Now();
  event.body = base::TimerDue{timer.id, timer.kind};
  parts_.intake.Take(std::move(event), true,
                     [under_way = under_way_, id = timer.id](const base::Status&) { under_way->End(id); });
}

void Housekeeping::ReplayParked() { Replay(kMaxReplays); }

void Housekeeping::ReplayAllParked() { Replay(store::kAnyAttempts); }

void Housekeeping::Replay(int fewer_attempts_than) {
  const auto parked = parts_.store.ListParked(kParkedAtOnce, fewer_attempts_than);
  if (!parked) return;
  for (const store::ParkedRow& row : *parked) {
    parts_.intake.Replay(row, [&writer = parts_.writer, id = row.id](const base::Status& status) {
      if (status) writer.Submit({store::Unpark{id}, {}, false, {}}, [](store::WriteOp&) {});
    });
  }
}

void Housekeeping::Checkpoint() {
  const std::uint64_t taken = parts_.intake.counters().taken;
  if (taken == checkpointed_at_) return;
  checkpointed_at_ = taken;
  if (const base::Status status = parts_.store.Checkpoint(); !status) {
    base::Log(base::LogLevel::kWarning, "store.cannot_checkpoint", {{"error", status.error().message}});
  }
}

void Housekeeping::KeepAlive() {
  parts_.consoles.CloseWhere([this](const std::string& session) { return !parts_.sessions.IsAlive(session); });
  parts_.consoles.KeepAlive();
  parts_.visitors.KeepAlive();
}

void Housekeeping::Sweep() {
  if (parts_.forgetting != nullptr) parts_.forgetting->Step();
  const std::uint64_t taken = parts_.intake.counters().taken;
  if (std::exchange(log_emptied_at_, taken) == taken) return;
  if (const base::Status status = parts_.store.EmptyLog(); !status)
    base::Log(base::LogLevel::kWarning, "store.cannot_checkpoint", {{"error", status.error().message}});
}

}  // namespace frontdesk::runtime
