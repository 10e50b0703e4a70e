#include "bot/runtime/hook_routes.h"

#include <exception>

#include "bot/base/log.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/incoming_files.h"
#include "bot/runtime/rows.h"
#include "bot/runtime/take_together.h"

namespace frontdesk::runtime {

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
  const adapters::RawRequest request = ViewOf(call.request);
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
  TakeTogether(parts_.intake, std::move(events), retried,
               [&adapter, reply](const base::Status& status) { reply.Send(ToResponse(adapter.Answer(status))); });
}

}  // namespace frontdesk::runtime
