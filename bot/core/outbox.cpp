#include "bot/core/outbox.h"

#include <algorithm>

#include "bot/base/crash_point.h"
#include "bot/base/log.h"

namespace frontdesk::core {

namespace {

constexpr int kRecoverPage = 500;
// The wall clock may jump, so naps are short and due times are looked at anew.
constexpr base::Millis kLongestNap{500};
// Who has waited longer asks again whether the bot still has the word.
constexpr base::Millis kClaimHolds{50};

void LogUndelivered(const store::OutboxRow& row, store::Delivery delivery) {
  base::Log(base::LogLevel::kWarning, "outbox.not_delivered",
            {{"account", row.account}, {"outbox", row.id}, {"delivery", std::string(store::ToString(delivery))}});
}

}  // namespace

base::Millis PauseAfter(int attempts) {
  base::Millis pause = kFirstPause;
  for (int i = 1; i < attempts && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

Outbox::Outbox(store::Store& store, Writer& writer, const base::Clock& clock, FindSender senders,
               Undelivered undelivered)
    : store_(store),
      writer_(writer),
      clock_(clock),
      senders_(std::move(senders)),
      undelivered_(std::move(undelivered)) {}

LaneKey Outbox::KeyOf(const store::OutboxRow& row) {
  return {row.lane, row.lane == store::Lane::kEffect ? row.id : row.conversation};
}

void Outbox::Wake(LaneKey lane, base::TimePoint due) {
  moments_.push({due, lane});
  wake_.notify_one();
}

void Outbox::Append(Job job) {
  const LaneKey lane = KeyOf(job.row);
  const base::TimePoint due = job.due;
  Queue& queue = lanes_[lane];
  queue.jobs.push_back(std::move(job));
  if (queue.jobs.size() == 1) Wake(lane, due);
}

void Outbox::Add(const Change& change) {
  if (change.outbox.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const store::OutboxRow& row : change.outbox) {
    Job job{row, std::nullopt, row.not_before, row.not_before, false, clock_.Now()};
    for (const store::TranscriptRow& words : change.rows)
      if (row.claimed && words.id == row.transcript) job.words = words;
    Append(std::move(job));
  }
}

base::Status Outbox::Recover() {
  store::Id after = 0;
  while (true) {
    TRY(auto rows, store_.UnfinishedOutbox(after, kRecoverPage));
    if (rows.empty()) return {};
    after = rows.back().id;
    for (store::OutboxRow& row : rows) TRY_STATUS(TakeUp(std::move(row)));
  }
}

base::Status Outbox::TakeUp(store::OutboxRow row) {
  Job job{std::move(row), std::nullopt, {}, {}, false, {}};
  job.due = job.first_due = job.row.not_before;
  job.was_sending = job.row.state == store::Delivery::kSending;
  if (job.was_sending) {
    job.words.emplace();
    if (job.row.transcript != 0) {
      TRY(job.words, store_.LoadTranscriptRow(job.row.transcript));
    }
  }
  const std::lock_guard lock(mutex_);
  Append(std::move(job));
  return {};
}

std::vector<LaneKey> Outbox::DueLanes(std::unique_lock<std::mutex>& lock) {
  while (!stopping_) {
    const base::TimePoint now = clock_.Now();
    if (!moments_.empty() && moments_.top().due <= now) break;
    const base::Millis nap =
        moments_.empty() ? kLongestNap : std::min<base::Millis>(moments_.top().due - now, kLongestNap);
    wake_.wait_for(lock, nap);
  }
  std::vector<LaneKey> due;
  const base::TimePoint now = clock_.Now();
  while (!moments_.empty() && moments_.top().due <= now) {
    due.push_back(moments_.top().lane);
    moments_.pop();
  }
  return due;
}

void Outbox::Run() {
  while (true) {
    std::vector<LaneKey> due;
    {
      std::unique_lock lock(mutex_);
      due = DueLanes(lock);
      if (stopping_) return;
    }
    for (const LaneKey lane : due) Process(lane);
  }
}

// Sends what goes at once, and hands the rest to the threads that may wait.
void Outbox::Process(LaneKey lane) {
  Job job;
  {
    const std::lock_guard lock(mutex_);
    const auto it = lanes_.find(lane);
    if (it == lanes_.end() || it->second.busy) return;
    Job& first = it->second.jobs.front();
    if (first.due > clock_.Now()) return Wake(lane, first.due);
    it->second.busy = true;
    Sender* sender = senders_(first.row);
    if (sender != nullptr && !sender->AtOnce()) {
      Pool& pool = PoolOf(first.row);
      pool.ready.Add(sender->PaceKey(first.row), sender->pace(), lane);
      pool.wake.notify_one();
      return;
    }
    job = first;
  }
  if (!job.words) return ClaimLater(lane, job.row.id);
  Send(lane, std::move(job));
}

void Outbox::ClaimLater(LaneKey lane, store::Id outbox) {
  const bool sent =
      writer_.Submit({store::Claim{outbox}, {}, false, {}}, [this, lane](store::WriteOp& op) { TakeClaim(lane, op); });
  if (!sent) Postpone(lane);
}

// On the writer's thread.
void Outbox::TakeClaim(LaneKey lane, const store::WriteOp& op) {
  if (!op.status && op.status.error().code == base::ErrorCode::kUnavailable) return Postpone(lane);
  const bool claimed = op.status.has_value() && op.claimed && op.claimed->delivery == store::Delivery::kSending;
  if (!claimed) return DropFirst(lane);  // cancelled or refused: the store has it written down
  const std::lock_guard lock(mutex_);
  Queue& queue = lanes_[lane];
  queue.busy = false;
  queue.jobs.front().words = *op.claimed;
  Wake(lane, queue.jobs.front().due);
}

// The store cannot be written to at the moment.
void Outbox::Postpone(LaneKey lane) {
  const std::lock_guard lock(mutex_);
  Queue& queue = lanes_[lane];
  queue.busy = false;
  queue.jobs.front().due = clock_.Now() + kFirstPause;
  Wake(lane, queue.jobs.front().due);
}

void Outbox::RunPool(Pool& pool) {
  while (const auto next = NextReady(pool)) {
    SendReady(*next->key);
    const std::lock_guard lock(mutex_);
    pool.ready.Release(next->account);
    pool.wake.notify_one();
  }
}

std::optional<ReadySends::Next> Outbox::NextReady(Pool& pool) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const base::TimePoint now = clock_.Now();
    ReadySends::Next next = pool.ready.Take(now);
    if (next.key) {
      // Whoever was woken for more than one row would keep the others from a thread that is free.
      if (pool.ready.size() > 0) pool.wake.notify_one();
      return next;
    }
    if (!next.look_again || *next.look_again == base::TimePoint::max()) {
      pool.wake.wait(lock);
    } else {
      pool.wake.wait_for(lock, std::min<base::Millis>(*next.look_again - now, kLongestNap));
    }
  }
  return std::nullopt;
}

void Outbox::SendReady(LaneKey lane) {
  Job job;
  {
    const std::lock_guard lock(mutex_);
    job = lanes_[lane].jobs.front();
  }
  if (!HoldsClaim(job) && !ClaimNow(lane, job)) return;
  Send(lane, std::move(job));
}

bool Outbox::HoldsClaim(const Job& job) const {
  return job.was_sending || (job.words && clock_.Now() - job.claimed_at <= kClaimHolds);
}

// False when there is nothing to send now; the lane has been seen to.
bool Outbox::ClaimNow(LaneKey lane, Job& job) {
  const store::WriteOp op = writer_.SubmitAndWait({store::Claim{job.row.id, job.words.has_value()}, {}, false, {}});
  if (!op.status && op.status.error().code == base::ErrorCode::kUnavailable) {
    Postpone(lane);
    return false;
  }
  if (!op.status || !op.claimed || op.claimed->delivery != store::Delivery::kSending) {
    DropFirst(lane);
    return false;
  }
  job.words = *op.claimed;
  job.claimed_at = clock_.Now();
  return true;
}

SendOutcome Outbox::TrySend(Sender* sender, const Job& job) {
  SendOutcome outcome;
  outcome.delivery = store::Delivery::kFailed;
  if (sender == nullptr) return outcome;
  if (job.was_sending && !sender->Deduplicates()) {
    const std::optional<bool> arrived = sender->Arrived(job.row, *job.words);
    // When nobody can tell, it is said so, not sent twice.
    outcome.delivery = arrived ? store::Delivery::kSent : store::Delivery::kUnknown;
    if (!arrived || *arrived) return outcome;
  }
  return sender->Send(job.row, *job.words);
}

void Outbox::Send(LaneKey lane, Job job) {
  CRASH_POINT("outbox.before_send");
  SendOutcome outcome = TrySend(senders_(job.row), job);
  CRASH_POINT("outbox.after_send");
  if (outcome.delivery == store::Delivery::kPending) {
    const base::TimePoint since = job.words->id != 0 ? job.words->at : job.first_due;  // a restart is no beginning
    if (clock_.Now() - since < kGiveUpAfter) return RetryFirst(lane, std::move(job), outcome);
    outcome.delivery = store::Delivery::kFailed;
  }
  // The next start can ask, or say so itself.
  if (outcome.delivery == store::Delivery::kUnknown && IsStopping()) return;
  if (outcome.delivery != store::Delivery::kSent) LogUndelivered(job.row, outcome.delivery);
  // A Finish that is lost leaves the row `sending`; the next start takes it up under the same id.
  const auto finish = [this, end = store::Finish{job.row.id, outcome.delivery, {}, outcome.platform_id, outcome.part}] {
    writer_.Submit({end, {}, false, {}}, [](store::WriteOp&) {});
  };
  const bool failed = outcome.delivery == store::Delivery::kFailed && job.row.transcript != 0;
  failed&& undelivered_ ? undelivered_(job.row, finish) : finish();
  DropFirst(lane);
}

bool Outbox::IsStopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Outbox::DropFirst(LaneKey lane) {
  const std::lock_guard lock(mutex_);
  const auto it = lanes_.find(lane);
  it->second.busy = false;
  it->second.jobs.pop_front();
  if (it->second.jobs.empty())
    lanes_.erase(it);
  else
    Wake(lane, it->second.jobs.front().due);
}

void Outbox::RetryFirst(LaneKey lane, Job job, const SendOutcome& outcome) {
  ++job.row.attempts;
  job.row.part = outcome.part;
  job.was_sending = false;
  job.due = clock_.Now() + std::max(outcome.retry_after.value_or(base::Millis{0}), PauseAfter(job.row.attempts));
  if (outcome.whole_account) {
    const std::lock_guard lock(mutex_);
    PoolOf(job.row).ready.Pause(job.row.account, job.due);
  }
  store::WriteOp later{store::Finish{job.row.id, store::Delivery::kPending, job.due, {}, outcome.part}, {}, false, {}};
  const bool sent = writer_.Submit(
      std::move(later), [this, lane, job](store::WriteOp& op) { PutBack(lane, job, op.status.has_value()); });
  if (!sent) PutBack(lane, std::move(job), false);
}

// Waits for its next attempt. What could not be written down is `sending` still and needs no other claim.
void Outbox::PutBack(LaneKey lane, Job job, bool written) {
  if (written) job.words.reset();
  const std::lock_guard lock(mutex_);
  Queue& queue = lanes_[lane];
  queue.busy = false;
  Wake(lane, job.due);
  queue.jobs.front() = std::move(job);
}

void Outbox::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  messages_.wake.notify_all();
  effects_.wake.notify_all();
}

std::size_t Outbox::waiting() const {
  const std::lock_guard lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [lane, queue] : lanes_) sum += queue.jobs.size();
  return sum;
}

}  // namespace frontdesk::core
