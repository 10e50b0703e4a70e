#include "bot/runtime/hook_routes.h"

#include <exception>

#include "bot/base/log.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/incoming_files.h"
#include "bot/runtime/take_together.h"

namespace frontdesk::runtime {

namespace {

// An account, a secret, and the longest path that a platform puts behind them: "_matrix/app/v1/transactions/ID".
constexpr int kDeepestHook = 7;

}  // namespace

void HookRoutes::AddTo(Router& router) {
  for (const char* method : {"GET", "POST", "PUT"}) {
    std::string pattern = "/hooks";
    for (int depth = 0; depth < kDeepestHook; ++depth) {
      pattern += "/*";
      router.Add(method, pattern, [this](Call call) { Take(std::move(call)); }, {kMaxHookBody, {}});
    }
  }
}

void HookRoutes::Refuse(const HookRequest& request, const base::Error& error) const {
  base::Log(base::LogLevel::kWarning, "hook.refused", {{"account", request.name()}, {"error", error.message}});
  request.reply.Send(ToResponse({request.adapter().capabilities().refusal_status, {}, {}}));
}

void HookRoutes::Take(Call call) const {
  auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(call.args.front());
  const std::size_t most = account ? account->adapter->capabilities().max_request : 0;
  if (account == nullptr || account->settings.account.empty() || most == 0 || !account->adapter->takes_hooks()) {
    return call.reply.Send(ErrorResponse(404, "not found", "There is nothing at this address."));
  }
  if (call.request.body.size() > most) {
    return call.reply.Send(ErrorResponse({base::ErrorCode::kTooLarge, "The request is too large.", {}, {}}));
  }
  Enter(std::make_shared<HookRequest>(std::move(served), *account, std::move(call.request), std::move(call.reply),
                                      parts_.random.Bytes(adapters::kEnvRandom)),
        false);
}

void HookRoutes::Enter(const Request& request, bool keys_are_fresh) const {
  const adapters::Adapter& adapter = request->adapter();
  const std::string keys = parts_.keys.Known(request->served, request->account);
  const adapters::Env env = request->EnvAt(parts_.clock.Now(), keys);
  try {
    auto verified = adapter.Verify(request->view, env);
    if (!verified) {
      const bool unknown_key = adapter.keys() != nullptr && verified.error().code == base::ErrorCode::kNotFound;
      return unknown_key && !keys_are_fresh ? EnterWithNewKeys(request) : Refuse(*request, verified.error());
    }
    request->verified = std::move(*verified);
    auto parsed = adapter.Parse(*request->verified, env);
    if (!parsed) {
      return request->reply.Send(ToResponse(AnswerOf(*request, tl::unexpected(parsed.error()))));
    }
    if (auto* answer = std::get_if<adapters::HttpAnswer>(&*parsed)) {
      return request->reply.Send(ToResponse(std::move(*answer)));
    }
    TakeIn(request, std::move(std::get<adapters::Taken>(*parsed)));
  } catch (const std::exception& thrown) {
    base::Log(base::LogLevel::kError, "hook.threw", {{"account", request->name()}, {"error", thrown.what()}});
    request->reply.Send(ErrorResponse({base::ErrorCode::kInternal, "This could not be read.", {}, {}}));
  }
}

void HookRoutes::EnterWithNewKeys(const Request& request) const {
  const bool waits = parts_.keys.Refresh(request->served, request->account, [this, request] { Enter(request, true); });
  if (!waits) request->reply.Send(BusyResponse());
}

void HookRoutes::TakeIn(const Request& request, adapters::Taken taken) const {
  if (taken.pull) parts_.pulling.PullNow(request->name(), *taken.pull);
  if (taken.events.empty()) {
    DoAfter(request, std::move(taken.after));
    return request->reply.Send(ToResponse(AnswerOf(*request, {})));
  }
  NameFiles(taken.events, parts_.random);
  const base::Millis wait = request->adapter().AnswerWait(*request->verified, request->EnvAt(parts_.clock.Now()));
  const bool waits = wait.count() > 0;
  if (waits) parts_.open.Keep(request, taken.events);
  TakeTogether(parts_.intake, std::move(taken.events), request->adapter().OffersAgain(*request->verified),
               [this, request, waits, wait, after = std::move(taken.after)](const base::Status& status) {
                 if (status) DoAfter(request, after);
                 adapters::HttpAnswer answer = AnswerOf(*request, status);
                 if (!waits) return request->reply.Send(ToResponse(std::move(answer)));
                 parts_.open.AnswerWithin(request, status ? wait : base::Millis{0}, std::move(answer));
               });
}

void HookRoutes::DoAfter(const Request& request, std::vector<adapters::Afterwards> after) const {
  parts_.after.DoLater(request->served, request->account, std::move(after));
}

adapters::HttpAnswer HookRoutes::AnswerOf(const HookRequest& request, const base::Status& status) const {
  return request.adapter().AnswerTo(*request.verified, status, request.EnvAt(parts_.clock.Now()));
}

}  // namespace frontdesk::runtime
