// Socket Mode: a WebSocket that we open, with what would come over HTTP in envelopes. An envelope is acknowledged when
// its events are committed; one that is not comes again.
//
// Thread safety: no state. Failure: kNotFound for an account that hears over HTTP.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::slack {

class SocketMode final : public Socket {
 public:
  base::Result<std::variant<SocketAddress, Call>> Open(Env env) const override;
  base::Result<SocketAddress> OnOpened(const HttpAnswer& answer, Env env) const override;
  base::Result<Heard> OnFrame(std::string_view frame, Env env) const override;
};

}  // namespace frontdesk::adapters::slack
