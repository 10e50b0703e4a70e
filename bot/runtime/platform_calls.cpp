#include "bot/runtime/platform_calls.h"

#include "bot/base/log.h"

namespace frontdesk::runtime {

adapters::CallResult PlatformCalls::MakeWith(net::HttpClient& client, const ServedAccount& account,
                                             const net::HttpClientRequest& request) {
  auto answer = client.Send(request);
  if (answer) return {adapters::HttpAnswer{answer->status, std::move(answer->headers), std::move(answer->body)}, false};
  if (!request.stop.stop_requested()) {
    base::Log(base::LogLevel::kWarning, "platform.no_answer",
              {{"account", account.settings.account}, {"error", answer.error().message}});
  }
  return {std::nullopt, answer.error().certainly_not_sent};
}

adapters::CallResult PlatformCalls::Make(const ServedAccount& account, const adapters::Call& call,
                                         std::chrono::milliseconds timeout, std::size_t max_answer,
                                         std::stop_token stop) {
  const bool own_timeout = call.timeout.count() > 0;
  net::HttpClient& client = account.adapter->capabilities().guarded_calls ? guarded_ : trusted_;
  return MakeWith(client, account,
                  {call.method, call.url, call.headers, call.body, own_timeout ? call.timeout : timeout, max_answer,
                   std::move(stop)});
}

adapters::CallResult PlatformCalls::Fetch(const ServedAccount& account, const std::string& url,
                                          std::size_t max_answer) {
  return MakeWith(guarded_, account, {"GET", url, {}, {}, kFileTimeout, max_answer, {}});
}

base::Result<net::Cached> PlatformCalls::MakeToken(const ServedAccount& account) {
  const adapters::TokenRecipe& recipe = *account.adapter->token();
  const std::string random = random_.Bytes(adapters::kEnvRandom);
  const adapters::Env env{clock_.Now(), account.settings, random, {}, {}};
  TRY(auto made, recipe.Make(env));
  adapters::Token token;
  if (const auto* call = std::get_if<adapters::Call>(&made)) {
    const adapters::CallResult result = Make(account, *call);
    if (!result.answer) return base::Fail(base::ErrorCode::kUnavailable, "no answer to the request for a token");
    TRY(token, recipe.Read(*result.answer, env));
  } else {
    token = std::move(std::get<adapters::Token>(made));
  }
  return net::Cached{std::move(token.value), token.renew_at, token.expires};
}

base::Status PlatformCalls::With(const ServedAccount& account, const std::function<bool(adapters::Env env)>& use) {
  const std::string& name = account.settings.account;
  for (int round = 0; round < 2; ++round) {
    base::Secret token;
    if (account.adapter->token() != nullptr) {
      auto got = tokens_.Get(name, [&] { return MakeToken(account); });
      if (!got) {
        base::Log(base::LogLevel::kError, "platform.no_token", {{"account", name}, {"error", got.error().message}});
        return tl::unexpected(got.error());
      }
      token = std::move(*got);
    }
    const std::string random = random_.Bytes(adapters::kEnvRandom);
    if (!use(adapters::Env{clock_.Now(), account.settings, random, token.Reveal(), {}})) return {};
    tokens_.Refuse(name, token);
  }
  return {};
}

}  // namespace frontdesk::runtime
