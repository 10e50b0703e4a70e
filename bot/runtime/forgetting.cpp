#include "bot/runtime/forgetting.h"

#include "bot/base/log.h"

namespace frontdesk::runtime {

namespace {

constexpr int kLookedAt = 2'000;  // rows of a kind at each step

void LogFailure(const base::Error& error) {
  base::Log(base::LogLevel::kWarning, "forgetting.cannot_read", {{"error", error.message}});
}

}  // namespace

void Forgetting::Step() {
  const auto served = workspace_.Current();
  const store::Keep& keep = served->workspace.config.limits.keep;
  const base::TimePoint now = clock_.Now();
  writer_.Submit({store::Sweep{now, keep}, {}, false, {}}, [](store::WriteOp&) {});
  ForgetFiles(keep);
  if (keep.transcripts) ForgetTalks(now - *keep.transcripts);
  if (keep.tickets) ForgetTickets(now - *keep.tickets);
}

// The bytes first: a row without bytes is found again, bytes without a row never.
void Forgetting::ForgetFiles(const store::Keep& keep) {
  const base::TimePoint now = clock_.Now();
  const base::TimePoint before = keep.files ? now - *keep.files : base::TimePoint{};
  const auto old = store_.OldUploads(now - store::kUnsentFilesKept, before, store::kFilesSweptAtOnce);
  if (!old) return LogFailure(old.error());
  store::Forget forget{before, {}, {}, {}};
  for (const store::UploadRow& row : *old) {
    const base::Status removed = uploads_.Remove(row.file.id);
    removed ? forget.uploads.push_back(row.file.id) : LogFailure(removed.error());
  }
  Submit(std::move(forget));
}

void Forgetting::ForgetTalks(base::TimePoint before) {
  auto old = store_.QuietConversations(before, talks_seen_, kLookedAt);
  if (!old) return LogFailure(old.error());
  talks_seen_ = old->seen;
  Submit({before, std::move(old->ids), {}, {}});
}

void Forgetting::ForgetTickets(base::TimePoint before) {
  auto old = store_.ClosedTickets(before, tickets_seen_, kLookedAt);
  if (!old) return LogFailure(old.error());
  tickets_seen_ = old->seen;
  Submit({before, {}, std::move(old->ids), {}});
}

void Forgetting::Submit(store::Forget forget) {
  if (forget.conversations.empty() && forget.tickets.empty() && forget.uploads.empty()) return;
  writer_.Submit({std::move(forget), {}, false, {}}, [](store::WriteOp&) {});
}

}  // namespace frontdesk::runtime
