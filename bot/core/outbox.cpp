#include "bot/core/outbox.h"

#include <algorithm>

#include "bot/base/crash_point.h"
#include "bot/base/log.h"

namespace frontdesk::core {

namespace {
constexpr int kRecoverPage = 500;
constexpr base::Millis kLongestNap{500};
}  // namespace

base::Millis PauseAfter(int attempts) {
  base::Millis pause = kFirstPause;
  for (int i = 1; i < attempts && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

Outbox::Outbox(store::Store& store, Writer& writer, const base::Clock& clock, FindSender senders)
    : store_(store), writer_(writer), clock_(clock), senders_(std::move(senders)) {}

void Outbox::Wake(store::Id conversation, base::TimePoint due) {
  moments_.push({due, conversation});
  wake_.notify_one();
}

void Outbox::Add(const Change& change) {
  if (change.outbox.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const store::OutboxRow& row : change.outbox) {
    Job job{row, std::nullopt, row.not_before, row.not_before};
    for (const store::TranscriptRow& words : change.rows)
      if (row.claimed && words.id == row.transcript) job.words = words;
    Lane& lane = lanes_[row.conversation];
    lane.jobs.push_back(std::move(job));
    if (lane.jobs.size() == 1) Wake(row.conversation, row.not_before);
  }
}

base::Status Outbox::Recover() {
  store::Id after = 0;
  while (true) {
    TRY(const auto rows, store_.UnfinishedOutbox(after, kRecoverPage));
    if (rows.empty()) return {};
    for (const store::OutboxRow& row : rows) {
      after = row.id;
      if (row.state == store::Delivery::kSending) {
        Sender* sender = senders_(row.account);
        if (!sender || !sender->Deduplicates()) {
          // Nobody can tell whether it arrived: said so, not sent twice.
          writer_.SubmitAndWait({store::Finish{row.id, store::Delivery::kUnknown, {}, {}}, {}, false, {}});
          continue;
        }
      }
      Job job{row, std::nullopt, row.not_before, row.not_before};
      if (row.state == store::Delivery::kSending) {
        TRY(job.words, store_.LoadTranscriptRow(row.transcript));
      }
      const std::lock_guard lock(mutex_);
      Lane& lane = lanes_[row.conversation];
      lane.jobs.push_back(std::move(job));
      if (lane.jobs.size() == 1) Wake(row.conversation, row.not_before);
    }
  }
}

std::vector<store::Id> Outbox::DueLanes(std::unique_lock<std::mutex>& lock) {
  while (!stopping_) {
    const base::TimePoint now = clock_.Now();
    if (!moments_.empty() && moments_.top().due <= now) break;
    // The wall clock may jump, so the nap is short and due times are looked at anew.
    const base::Millis nap =
        moments_.empty() ? kLongestNap : std::min<base::Millis>(moments_.top().due - now, kLongestNap);
    wake_.wait_for(lock, nap);
  }
  std::vector<store::Id> due;
  const base::TimePoint now = clock_.Now();
  while (!moments_.empty() && moments_.top().due <= now) {
    due.push_back(moments_.top().conversation);
    moments_.pop();
  }
  return due;
}

void Outbox::Run() {
  while (true) {
    std::vector<store::Id> due;
    {
      std::unique_lock lock(mutex_);
      due = DueLanes(lock);
      if (stopping_) return;
    }
    for (const store::Id conversation : due) Process(conversation);
  }
}

void Outbox::Process(store::Id conversation) {
  while (true) {
    Job job;
    {
      const std::lock_guard lock(mutex_);
      const auto it = lanes_.find(conversation);
      if (it == lanes_.end() || it->second.busy) return;
      Job& first = it->second.jobs.front();
      if (first.due > clock_.Now()) return Wake(conversation, first.due);
      it->second.busy = true;
      job = first;
    }
    if (!job.words) return Claim(conversation, job.row.id);
    Send(conversation, std::move(job));
  }
}

void Outbox::Claim(store::Id conversation, store::Id outbox) {
  const bool sent = writer_.Submit({store::Claim{outbox}, {}, false, {}},
                                   [this, conversation](store::WriteOp& op) { TakeClaim(conversation, op); });
  if (sent) return;
  const std::lock_guard lock(mutex_);
  Lane& lane = lanes_[conversation];
  lane.busy = false;
  lane.jobs.front().due = clock_.Now() + kFirstPause;
  Wake(conversation, lane.jobs.front().due);
}

// On the writer's thread.
void Outbox::TakeClaim(store::Id conversation, const store::WriteOp& op) {
  const bool claimed = op.status.has_value() && op.claimed && op.claimed->delivery == store::Delivery::kSending;
  const bool try_again = !op.status && op.status.error().code == base::ErrorCode::kUnavailable;
  if (!claimed && !try_again) return DropFirst(conversation);  // cancelled or refused: the store has it written down
  const std::lock_guard lock(mutex_);
  Lane& lane = lanes_[conversation];
  lane.busy = false;
  if (claimed)
    lane.jobs.front().words = *op.claimed;
  else
    lane.jobs.front().due = clock_.Now() + kFirstPause;
  Wake(conversation, lane.jobs.front().due);
}

void Outbox::Send(store::Id conversation, Job job) {
  CRASH_POINT("outbox.before_send");
  Sender* sender = senders_(job.row.account);
  SendOutcome outcome;
  if (sender)
    outcome = sender->Send(job.row, *job.words);
  else
    outcome.delivery = store::Delivery::kFailed;
  CRASH_POINT("outbox.after_send");
  if (outcome.delivery == store::Delivery::kPending) {
    if (clock_.Now() - job.first_due < kGiveUpAfter) return RetryFirst(conversation, std::move(job), outcome);
    outcome.delivery = store::Delivery::kFailed;
  }
  if (outcome.delivery != store::Delivery::kSent) {
    base::Log(base::LogLevel::kWarning, "outbox.not_delivered",
              {{"account", job.row.account},
               {"outbox", job.row.id},
               {"delivery", std::string(store::ToString(outcome.delivery))}});
  }
  // A Finish that is lost leaves the row `sending`; the next start sends it again under the same id.
  writer_.Submit({store::Finish{job.row.id, outcome.delivery, {}, outcome.platform_id}, {}, false, {}},
                 [](store::WriteOp&) {});
  DropFirst(conversation);
}

void Outbox::DropFirst(store::Id conversation) {
  const std::lock_guard lock(mutex_);
  const auto it = lanes_.find(conversation);
  it->second.busy = false;
  it->second.jobs.pop_front();
  if (it->second.jobs.empty())
    lanes_.erase(it);
  else
    Wake(conversation, it->second.jobs.front().due);
}

void Outbox::RetryFirst(store::Id conversation, Job job, const SendOutcome& outcome) {
  ++job.row.attempts;
  const base::TimePoint due =
      clock_.Now() + std::max(outcome.retry_after.value_or(base::Millis{0}), PauseAfter(job.row.attempts));
  writer_.Submit({store::Finish{job.row.id, store::Delivery::kPending, due, {}}, {}, false, {}},
                 [](store::WriteOp&) {});
  const std::lock_guard lock(mutex_);
  Lane& lane = lanes_[conversation];
  lane.busy = false;
  Job& first = lane.jobs.front();
  first.words.reset();
  first.row.attempts = job.row.attempts;
  first.due = due;
  Wake(conversation, due);
}

void Outbox::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

std::size_t Outbox::waiting() const {
  const std::lock_guard lock(mutex_);
  std::size_t sum = 0;
  for (const auto& [conversation, lane] : lanes_) sum += lane.jobs.size();
  return sum;
}

}  // namespace frontdesk::core
