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
    wake_.wait_for(lock, kLookForPullsEvery, [this] { return stopping_; });
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

void Pulling::PullAll() {
  const auto served = parts_.workspace.Current();
  for (const auto& [name, account] : served->accounts) {
    const adapters::Puller* puller = account.adapter->puller();
    if (puller == nullptr || stopping() || Steady::now() < next_[name]) continue;
    next_[name] = Steady::now() + puller->every();
    const base::Status status = TryPull(account);
    if (status || status.error().code == base::ErrorCode::kNotFound) continue;  // this account does not pull
    base::Log(base::LogLevel::kWarning, "pull.failed", {{"account", name}, {"error", status.error().message}});
  }
}

base::Status Pulling::TryPull(const ServedAccount& account) {
  try {
    return Pull(account);
  } catch (const std::exception& thrown) {
    return base::Fail(base::ErrorCode::kInternal, thrown.what());
  }
}

base::Status Pulling::Pull(const ServedAccount& account) {
  const std::string& name = account.settings.account;
  TRY(std::string cursor, parts_.store.LoadCursor(name, kCursor));
  std::optional<adapters::Call> call;
  for (int i = 0; i < kMaxPullsAtOnce && !stopping(); ++i) {
    TRY(adapters::Pulled pulled, Make(account, call ? &*call : nullptr, cursor));
    TRY_STATUS(TakeAll(std::move(pulled.events)));
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
                                             const std::string& cursor) {
  const adapters::Puller& puller = *account.adapter->puller();
  // An account that does not pull needs no token to say so.
  if (const auto wanted = puller.Pull(cursor, {parts_.clock.Now(), account.settings, {}, {}}); !wanted) {
    return tl::unexpected(wanted.error());
  }
  base::Result<adapters::Pulled> pulled = base::Fail(base::ErrorCode::kUnavailable, "no answer");
  TRY_STATUS(parts_.calls.With(account, [&](adapters::Env env) {
    const auto made = call ? base::Result<adapters::Call>(*call) : puller.Pull(cursor, env);
    if (!made) {
      pulled = tl::unexpected(made.error());
      return false;
    }
    const adapters::CallResult result = parts_.calls.Make(account, *made);
    if (!result.answer) return false;
    if (result.answer->status == 401) return true;
    pulled = puller.OnPulled(*made, *result.answer, cursor, env);
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
