#include "bot/runtime/profile_fetcher.h"

#include <exception>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/log.h"
#include "bot/core/effect.h"
#include "bot/core/person.h"

namespace frontdesk::runtime {

using base::ErrorCode;

namespace {

// One attempt with one token: kUnauthenticated asks for another one.
base::Result<adapters::Profile> AskWith(PlatformCalls& calls, const ServedAccount& account, const std::string& user,
                                        adapters::Env env) {
  std::vector<adapters::HttpAnswer> answers;
  for (int call = 0; call <= kMaxProfileCalls; ++call) {
    TRY(auto step, account.adapter->profiles()->Next(user, answers, env));
    if (auto* profile = std::get_if<adapters::Profile>(&step)) return std::move(*profile);
    adapters::CallResult result = calls.Make(account, std::get<adapters::Call>(step));
    if (!result.answer || result.answer->status >= 500 || result.answer->status == 429)
      return base::Fail(ErrorCode::kUnavailable, "the platform did not tell");
    if (result.answer->status == 401) return base::Fail(ErrorCode::kUnauthenticated, "the token was refused");
    answers.push_back(std::move(*result.answer));
  }
  return base::Fail(ErrorCode::kInternal, "a profile that takes too many calls");
}

}  // namespace

bool IsProfile(const store::OutboxRow& row) { return core::ProfileFromJson(row.payload).has_value(); }

core::SendOutcome ProfileFetcher::Send(const store::OutboxRow& row, const store::TranscriptRow&) {
  core::SendOutcome outcome;
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(row.account);
  const auto user = core::ProfileFromJson(row.payload);
  if (account == nullptr || account->adapter->profiles() == nullptr || !user) {
    outcome.delivery = store::Delivery::kFailed;
    return outcome;
  }
  try {
    const auto profile = Ask(*account, *user);
    const base::Status told = profile ? Tell(row, *user, *profile) : base::Status(tl::unexpected(profile.error()));
    if (told) return outcome;
    const bool again = told.error().code == ErrorCode::kUnavailable && row.attempts < kProfileTries;
    outcome.delivery = again ? store::Delivery::kPending : store::Delivery::kFailed;
    if (!again)
      base::Log(base::LogLevel::kInfo, "profile.unknown", {{"account", row.account}, {"error", told.error().message}});
  } catch (const std::exception& thrown) {
    base::Log(base::LogLevel::kError, "profile.threw", {{"account", row.account}, {"error", thrown.what()}});
    outcome.delivery = store::Delivery::kFailed;
  }
  return outcome;
}

base::Result<adapters::Profile> ProfileFetcher::Ask(const ServedAccount& account, const std::string& user) {
  base::Result<adapters::Profile> profile = base::Fail(ErrorCode::kUnavailable, "no answer");
  TRY_STATUS(parts_.calls.With(account, [&](adapters::Env env) {
    profile = AskWith(parts_.calls, account, user, env);
    return !profile && profile.error().code == ErrorCode::kUnauthenticated;
  }));
  return profile;
}

base::Status ProfileFetcher::Tell(const store::OutboxRow& row, const std::string& user,
                                  const adapters::Profile& profile) {
  nlohmann::json context = nlohmann::json::object();
  if (!profile.zone.empty()) context[std::string(core::kTimeZone)] = profile.zone;
  base::Event event;
  event.id = "profile:" + std::to_string(row.id);
  event.author = {user, profile.name};
  event.locale = profile.locale;
  event.body = base::GaveContext{base::DumpJson(context)};
  return parts_.back.Bring(row.conversation, std::move(event));
}

}  // namespace frontdesk::runtime
