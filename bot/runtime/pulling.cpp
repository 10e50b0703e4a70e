#include "bot/runtime/pulling.h"

#include <exception>
#include <future>

#include "bot/base/log.h"
#include "bot/runtime/incoming_files.h"
#include "bot/runtime/take_together.h"

namespace frontdesk::runtime {

namespace {

constexpr char kCursor[] = "pull";

}  // namespace

void Pulling::Run() {
  while (!stopping()) {
    PullAll();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, kLookForPullsEvery, [this] { return stopping_ || told_; });
    told_ = false;
  }
}

void Pulling::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

bool Pulling::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Pulling::PullNow(const std::string& account, std::string word) {
  {
    const std::lock_guard lock(mutex_);
    next_.erase(account);
    words_[account] = std::move(word);
    told_ = true;
  }
  wake_.notify_all();
}

bool Pulling::IsDue(const std::string& account, base::Millis every) {
  const std::lock_guard lock(mutex_);
  const auto now = Steady::now();
  const auto next = next_.find(account);
  if (next != next_.end() && now < next->second) return false;
  next_[account] = now + every;
  return true;
}

void Pulling::PullAll() {
  const auto served = parts_.workspace.Current();
  for (const auto& [name, account] : served->accounts) {
    const adapters::Puller* puller = account.adapter->puller();
    if (puller == nullptr || stopping() || !IsDue(name, puller->every())) continue;
    const base::Status status = TryPull(account);
    if (status || status.error().code == base::ErrorCode::kNotFound) continue;  // this account does not pull
    base::Log(base::LogLevel::kWarning, "pull.failed", {{"account", name}, {"error", status.error().message}});
  }
}

base::Status Pulling::TryPull(const ServedAccount& account) {
  std::string word;
  {
    const std::lock_guard lock(mutex_);
    if (const auto told = words_.find(account.settings.account); told != words_.end()) word = told->second;
  }
  try {
    TRY_STATUS(Pull(account, word));
    const std::lock_guard lock(mutex_);
    // What was said meanwhile is news.
    if (const auto told = words_.find(account.settings.account); told != words_.end() && told->second == word)
      words_.erase(told);
    return {};
  } catch (const std::exception& thrown) {
    return base::Fail(base::ErrorCode::kInternal, thrown.what());
  }
}

base::Status Pulling::Pull(const ServedAccount& account, std::string_view word) {
  const std::string& name = account.settings.account;
  TRY(std::string cursor, parts_.store.LoadCursor(name, kCursor));
  std::optional<adapters::Call> call;
  for (int i = 0; i < kMaxPullsAtOnce && !stopping(); ++i) {
    TRY(adapters::Pulled pulled, Make(account, call ? &*call : nullptr, {cursor, word}));
    TRY_STATUS(TakeAll(std::move(pulled.taken.events)));
    parts_.after.Do(account, pulled.taken.after);
    if (!pulled.cursor.empty() && pulled.cursor != cursor) {
      cursor = pulled.cursor;
      const auto saved = parts_.writer.SubmitAndWait({store::SaveCursor{{name, kCursor, cursor}}, {}, false, {}});
      TRY_STATUS(saved.status);
    }
    if (!pulled.more) return {};
    call = std::move(pulled.more);
  }
  return {};
}

// `call` is null for the first of a turn.
base::Result<adapters::Pulled> Pulling::Make(const ServedAccount& account, const adapters::Call* call,
                                             const adapters::PullFrom& from) {
  const adapters::Puller& puller = *account.adapter->puller();
  // An account that does not pull needs no token to say so.
  if (const auto wanted = puller.Pull(from, {parts_.clock.Now(), account.settings, {}, {}, {}}); !wanted) {
    return tl::unexpected(wanted.error());
  }
  base::Result<adapters::Pulled> pulled = base::Fail(base::ErrorCode::kUnavailable, "no answer");
  TRY_STATUS(parts_.calls.With(account, [&](adapters::Env env) {
    const auto made = call ? base::Result<adapters::Call>(*call) : puller.Pull(from, env);
    if (!made) {
      pulled = tl::unexpected(made.error());
      return false;
    }
    const adapters::CallResult result = parts_.calls.Make(account, *made);
    if (!result.answer) return false;
    if (result.answer->status == 401) return true;
    pulled = puller.OnPulled(*made, *result.answer, from, env);
    return false;
  }));
  return pulled;
}

base::Status Pulling::TakeAll(std::vector<base::Event> events) {
  if (events.empty()) return {};
  NameFiles(events, parts_.random);
  const auto committed = std::make_shared<std::promise<base::Status>>();
  std::future<base::Status> all = committed->get_future();
  TakeTogether(parts_.intake, std::move(events), true,
               [committed](const base::Status& status) { committed->set_value(status); });
  if (all.wait_for(kLongestCommitWait) != std::future_status::ready) {
    return base::Fail(base::ErrorCode::kUnavailable, "the store is too slow");
  }
  return all.get();
}

}  // namespace frontdesk::runtime
