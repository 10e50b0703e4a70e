#include "bot/runtime/hook_routes.h"

#include <exception>
#include <mutex>

#include "bot/base/log.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/incoming_files.h"

namespace frontdesk::runtime {

namespace {

// One request's events on their way: answered when the last of them is committed, with the first failure if there is
// one.
class Pending {
 public:
  Pending(const adapters::Adapter& adapter, std::size_t events, net::HttpReply reply)
      : adapter_(adapter), left_(events), reply_(std::move(reply)) {}

  void End(const base::Status& status) {
    {
      const std::lock_guard lock(mutex_);
      if (!status && outcome_) outcome_ = status;
      if (--left_ > 0) return;
    }
    reply_.Send(ToResponse(adapter_.Answer(outcome_)));
  }

 private:
  const adapters::Adapter& adapter_;
  std::mutex mutex_;
  std::size_t left_;
  base::Status outcome_;
  net::HttpReply reply_;
};

}  // namespace

void HookRoutes::AddTo(Router& router) {
  for (const char* method : {"GET", "POST", "PUT"}) {
    for (const char* pattern : {"/hooks/*", "/hooks/*/*"})
      router.Add(method, pattern, [this](Call call) { Take(std::move(call)); }, {kMaxHookBody, {}});
  }
}

adapters::HttpAnswer HookRoutes::Refuse(const ServedAccount& account, const base::Error& error) const {
  base::Log(base::LogLevel::kWarning, "hook.refused",
            {{"account", account.settings.account}, {"error", error.message}});
  return {account.adapter->capabilities().refusal_status, {}, {}};
}

void HookRoutes::Take(Call call) const {
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(call.args.front());
  const std::size_t most = account ? account->adapter->capabilities().max_request : 0;
  if (account == nullptr || account->settings.account.empty() || most == 0 || !account->adapter->takes_hooks()) {
    return call.reply.Send(ErrorResponse(404, "not found", "There is nothing at this address."));
  }
  if (call.request.body.size() > most) {
    return call.reply.Send(ErrorResponse({base::ErrorCode::kTooLarge, "The request is too large.", {}, {}}));
  }
  const net::HttpRequest& http = call.request;
  const adapters::RawRequest request{http.method, http.path, http.query, http.headers, http.body};
  const std::string random = parts_.random.Bytes(adapters::kEnvRandom);
  const adapters::Env env{parts_.clock.Now(), account->settings, random, {}};
  try {
    const auto verified = account->adapter->Verify(request, env);
    if (!verified) return call.reply.Send(ToResponse(Refuse(*account, verified.error())));
    auto parsed = account->adapter->Parse(*verified, env);
    if (!parsed) return call.reply.Send(ToResponse(account->adapter->Answer(tl::unexpected(parsed.error()))));
    if (auto* answer = std::get_if<adapters::HttpAnswer>(&*parsed)) {
      return call.reply.Send(ToResponse(std::move(*answer)));
    }
    TakeEvents(*account, std::move(std::get<std::vector<base::Event>>(*parsed)),
               account->adapter->OffersAgain(*verified), call.reply);
  } catch (const std::exception& thrown) {
    base::Log(base::LogLevel::kError, "hook.threw", {{"account", call.args.front()}, {"error", thrown.what()}});
    call.reply.Send(ErrorResponse({base::ErrorCode::kInternal, "This could not be read.", {}, {}}));
  }
}

void HookRoutes::TakeEvents(const ServedAccount& account, std::vector<base::Event> events, bool retried,
                            const net::HttpReply& reply) const {
  const adapters::Adapter& adapter = *account.adapter;
  if (events.empty()) return reply.Send(ToResponse(adapter.Answer({})));
  NameFiles(events, parts_.random);
  const auto pending = std::make_shared<Pending>(adapter, events.size(), reply);
  for (base::Event& event : events)
    parts_.intake.Take(std::move(event), retried, [pending](const base::Status& status) { pending->End(status); });
}

}  // namespace frontdesk::runtime
