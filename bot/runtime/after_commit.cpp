#include "bot/runtime/after_commit.h"

#include <exception>

#include "bot/base/log.h"

namespace frontdesk::runtime {

namespace {

void LogFailure(const ServedAccount& account, const std::string& words, const std::string& why) {
  base::Log(base::LogLevel::kWarning, "after_commit.failed",
            {{"account", account.settings.account}, {"what", words}, {"error", why}});
}

void DoOne(PlatformCalls& calls, const ServedAccount& account, const std::string& words) {
  std::string why;
  const base::Status token = calls.With(account, [&](adapters::Env env) {
    const auto call = account.adapter->After(words, env);
    if (!call) {
      why = call.error().message;
      return false;
    }
    const adapters::SendResult result = account.adapter->Classify(*call, calls.Make(account, *call));
    if (result.kind == adapters::SendResult::Kind::kTokenRefused) return true;
    if (result.kind != adapters::SendResult::Kind::kSent) why = result.reason.empty() ? "refused" : result.reason;
    return false;
  });
  if (!token) why = token.error().message;
  if (!why.empty()) LogFailure(account, words, why);
}

}  // namespace

void DoAfterCommit(PlatformCalls& calls, const ServedAccount& account, const std::vector<std::string>& after) {
  for (const std::string& words : after) {
    try {
      DoOne(calls, account, words);
    } catch (const std::exception& thrown) {
      LogFailure(account, words, thrown.what());
    }
  }
}

void DoAfterCommitLater(WorkQueue& queue, PlatformCalls& calls, std::shared_ptr<const Served> served,
                        const ServedAccount& account, std::vector<std::string> after) {
  if (after.empty()) return;
  const bool added = queue.Add([&calls, served = std::move(served), &account, after = std::move(after)] {
    DoAfterCommit(calls, account, after);
  });
  if (!added) base::Log(base::LogLevel::kWarning, "after_commit.too_many", {{"account", account.settings.account}});
}

}  // namespace frontdesk::runtime
