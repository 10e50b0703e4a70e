// The long connection: a WebSocket that we open, so that no public address is needed. Where to is asked with the app's
// id and secret; frames are those of frame.h.
//
// An event is acknowledged when it is committed (code 200), and refused (500) when it is not: then it is offered again
// after 15 s, 5 min, 1 h and 6 h. Clicks are not offered again. An answer cannot carry the changed card here, so that
// it is changed by a call. With several connections each event goes to one of them: two deployments of one app would
// take each other's events.
//
// Thread safety: no state; what a connection must remember is Env::memory. Source: Feishu, long connection; the
// platform's own libraries.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

class LongConnection final : public Socket {
 public:
  bool binary() const override { return true; }
  base::Result<std::variant<SocketAddress, Call>> Open(Env env) const override;
  base::Result<SocketAddress> OnOpened(const HttpAnswer& answer, Env env) const override;
  base::Result<Heard> OnFrame(std::string_view frame, Env env) const override;
  std::string Ping(Env env) const override;
};

}  // namespace frontdesk::adapters::feishu
