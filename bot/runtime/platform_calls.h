// Calls to the platforms' APIs on behalf of accounts: with a token where one is needed, over the client that suits the
// address, and made again once when the token was refused.
//
// Ownership: borrows clients, workspace and clock. Threads: those that may block.
// Failure: what the adapter's Classify is given: an answer, or none.
#pragma once

#include <functional>
#include <string>

#include "adapters/adapter.h"
#include "bot/base/crypto.h"
#include "bot/net/http_client.h"
#include "bot/net/token_cache.h"
#include "bot/runtime/live_workspace.h"

namespace frontdesk::runtime {

// Within the time that a server has to drain.
inline constexpr std::chrono::milliseconds kPlatformTimeout{8'000};
inline constexpr std::chrono::milliseconds kFileTimeout{60'000};

class PlatformCalls {
 public:
  PlatformCalls(net::HttpClient& trusted, net::HttpClient& guarded, const base::Clock& clock, base::Random& random)
      : trusted_(trusted), guarded_(guarded), clock_(clock), random_(random), tokens_(clock) {}

  // Runs `use` with an Env that holds a token, if the adapter needs one; once more with a fresh token when `use` says
  // that it was refused. The token's error when there is none to be had.
  base::Status With(const ServedAccount& account, const std::function<bool(adapters::Env env)>& use);
  adapters::CallResult Make(const ServedAccount& account, const adapters::Call& call,
                            std::chrono::milliseconds timeout = kPlatformTimeout, std::size_t max_answer = 4 << 20,
                            std::stop_token stop = {});
  // A file that lies elsewhere: over the client that refuses private addresses.
  adapters::CallResult Fetch(const ServedAccount& account, const std::string& url, std::size_t max_answer);

  // After a reload: credentials may have changed.
  void ForgetTokens() { tokens_.Clear(); }

  base::TimePoint Now() const { return clock_.Now(); }

 private:
  static adapters::CallResult MakeWith(net::HttpClient& client, const ServedAccount& account,
                                       const net::HttpClientRequest& request);
  base::Result<net::Cached> MakeToken(const ServedAccount& account);

  net::HttpClient& trusted_;
  net::HttpClient& guarded_;
  const base::Clock& clock_;
  base::Random& random_;
  net::TokenCache tokens_;
};

}  // namespace frontdesk::runtime
