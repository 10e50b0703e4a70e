// The WebSocket that Mattermost tells its events over. Each has a number; after a gap, or when the connection broke,
// the next one asks to go on where this one ended, and what the server no longer has is read over the API (catch_up.h).
//
// Thread safety: no state; Env::memory is a SocketMemory, from one connection to the next.
// Failure: kUnauthenticated when the token is not good.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::mattermost {

class WebSocket final : public Socket {
 public:
  base::Result<std::variant<SocketAddress, Call>> Open(Env env) const override;
  base::Result<SocketAddress> OnOpened(const HttpAnswer& answer, Env env) const override;
  base::Result<Heard> OnFrame(std::string_view frame, Env env) const override;
  std::string Ping(Env env) const override;
};

}  // namespace frontdesk::adapters::mattermost
