#include "bot/runtime/pulled_account.h"

#include <algorithm>
#include <exception>
#include <future>
#include <iterator>

#include "bot/base/log.h"
#include "bot/runtime/incoming_files.h"
#include "bot/runtime/take_together.h"

namespace frontdesk::runtime {

namespace {

using base::ErrorCode;

constexpr char kCursor[] = "pull";

// Some accounts of a type pull and others do not, or only when they are told to; none needs a token to say so.
bool Pulls(const ServedAccount& account, const adapters::PullFrom& from, const base::Clock& clock) {
  const auto wanted = account.adapter->puller()->Pull(from, {clock.Now(), account.settings, {}, {}, {}});
  return wanted || wanted.error().code != ErrorCode::kNotFound;
}

}  // namespace

void PulledAccount::Run() {
  while (true) {
    const std::optional<std::stop_token> stop = Begin();
    const auto served = parts_.workspace.Current();
    const ServedAccount* account = served->FindAccount(account_);
    if (!stop || account == nullptr || account->adapter->puller() == nullptr) break;
    const std::string words = Words();
    const auto cursor = parts_.store.LoadCursor(account_, kCursor);
    if (cursor && !Pulls(*account, {*cursor, words}, parts_.clock)) {
      Forget(words);
      WaitForNews();
      continue;
    }
    const base::Status status = TryPull(*account, *stop);
    if (!stop->stop_requested()) Rest(status, account->adapter->puller()->every());
  }
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  pulled_.notify_all();
}

// Nothing: it shall stop.
std::optional<std::stop_token> PulledAccount::Begin() {
  const std::lock_guard lock(mutex_);
  if (stopping_) return std::nullopt;
  if (abandon_.stop_requested()) abandon_ = std::stop_source();
  return abandon_.get_token();
}

// Of an account that pulls nothing unless it is told to.
void PulledAccount::WaitForNews() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return told_ || stopping_ || abandon_.stop_requested(); });
  told_ = false;
}

void PulledAccount::Stop() {
  std::stop_source abandon;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    abandon = abandon_;
  }
  abandon.request_stop();
  wake_.notify_all();
  pulled_.notify_all();
}

void PulledAccount::Reconsider() {
  std::stop_source abandon;
  {
    const std::lock_guard lock(mutex_);
    abandon = abandon_;
  }
  abandon.request_stop();
  wake_.notify_all();
}

void PulledAccount::PullNow(std::string word) {
  {
    const std::lock_guard lock(mutex_);
    std::erase(words_, word);
    words_.push_back(std::move(word));
    if (words_.size() > kMaxPullWords) words_.erase(words_.begin());
    told_ = true;
  }
  wake_.notify_all();
}

bool PulledAccount::WaitForPull(base::Millis patience) {
  std::unique_lock lock(mutex_);
  return pulled_.wait_for(lock, patience, [this] { return stopping_ || ended_ || words_.empty(); });
}

std::string PulledAccount::Words() {
  const std::lock_guard lock(mutex_);
  std::string all;
  for (const std::string& word : words_) all += (all.empty() ? "" : "\n") + word;
  return all;
}

// What was said meanwhile is news.
void PulledAccount::Forget(const std::string& words) {
  const std::string lines = "\n" + words + "\n";
  const std::lock_guard lock(mutex_);
  std::erase_if(words_, [&](const std::string& word) { return lines.find("\n" + word + "\n") != std::string::npos; });
  if (words_.empty()) pulled_.notify_all();
}

void PulledAccount::Rest(const base::Status& status, base::Millis every) {
  base::Millis pause = every;
  if (status) {
    pause_ = kFirstPullPause;
  } else {
    base::Log(base::LogLevel::kWarning, "pull.failed", {{"account", account_}, {"error", status.error().message}});
    pause = status.error().retry_after.value_or(pause_);
    pause_ = std::min(pause_ * 2, kLongestPullPause);
  }
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::clamp(pause, base::Millis{0}, kLongestPullRest),
                 [this] { return told_ || abandon_.stop_requested(); });
  told_ = false;
}

base::Status PulledAccount::TryPull(const ServedAccount& account, const std::stop_token& stop) {
  const std::string words = Words();
  try {
    TRY_STATUS(Pull(account, words, stop));
  } catch (const std::exception& thrown) {
    return base::Fail(ErrorCode::kInternal, thrown.what());
  }
  Forget(words);
  return {};
}

base::Status PulledAccount::Pull(const ServedAccount& account, std::string_view word, const std::stop_token& stop) {
  TRY(std::string cursor, parts_.store.LoadCursor(account_, kCursor));
  std::optional<adapters::Call> call;
  for (int i = 0; i < kMaxPullsAtOnce && !stop.stop_requested(); ++i) {
    TRY(adapters::Pulled pulled, Make(account, call ? &*call : nullptr, {cursor, word}, stop));
    TRY_STATUS(TakeAll(std::move(pulled.taken.events)));
    parts_.after.Do(account, pulled.taken.after);
    if (!pulled.cursor.empty() && pulled.cursor != cursor) {
      cursor = pulled.cursor;
      const auto saved = parts_.writer.SubmitAndWait({store::SaveCursor{{account_, kCursor, cursor}}, {}, false, {}});
      TRY_STATUS(saved.status);
    }
    if (!pulled.more) return {};
    call = std::move(pulled.more);
  }
  return {};
}

// `call` is null for the first of a turn.
base::Result<adapters::Pulled> PulledAccount::Make(const ServedAccount& account, const adapters::Call* call,
                                                   const adapters::PullFrom& from, const std::stop_token& stop) {
  const adapters::Puller& puller = *account.adapter->puller();
  base::Result<adapters::Pulled> pulled = base::Fail(ErrorCode::kUnavailable, "no answer");
  TRY_STATUS(parts_.calls.With(account, [&](adapters::Env env) {
    const auto made = call ? base::Result<adapters::Call>(*call) : puller.Pull(from, env);
    if (!made) {
      pulled = tl::unexpected(made.error());
      return false;
    }
    const adapters::CallResult result = parts_.calls.Make(account, *made, kPlatformTimeout, 4 << 20, stop);
    if (!result.answer) return false;
    if (result.answer->status == 401) {
      pulled = base::Fail(ErrorCode::kUnauthenticated, "the platform refuses the account's token");
      call = nullptr;  // the next one is made with another token
      return true;
    }
    pulled = puller.OnPulled(*made, *result.answer, from, env);
    call = nullptr;
    return !pulled && pulled.error().code == ErrorCode::kUnauthenticated;
  }));
  return pulled;
}

base::Status PulledAccount::TakeAll(std::vector<base::Event> events) {
  NameFiles(events, parts_.random);
  for (std::size_t begin = 0; begin < events.size(); begin += kMaxPulledAtOnce) {
    const auto first = events.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = events.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kMaxPulledAtOnce, events.size()));
    const auto committed = std::make_shared<std::promise<base::Status>>();
    std::future<base::Status> all = committed->get_future();
    TakeTogether(parts_.intake, {std::make_move_iterator(first), std::make_move_iterator(last)}, true,
                 [committed](const base::Status& status) { committed->set_value(status); });
    if (all.wait_for(kLongestCommitWait) != std::future_status::ready)
      return base::Fail(ErrorCode::kUnavailable, "the store is too slow");
    TRY_STATUS(all.get());
  }
  return {};
}

}  // namespace frontdesk::runtime
