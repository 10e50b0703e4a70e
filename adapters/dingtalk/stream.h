// Stream mode: a WebSocket that we open, so that no address of ours has to be reached from outside.
//
// The open call says where to and gives a ticket for one connection within 90 s. Each frame that comes is answered by
// one of ours with its messageId and a code: events and clicks and messages once they are kept, pings at once, topics
// that we do not know by 404. On "disconnect" the platform delivers nothing more over this connection, so another one
// is opened at once. Replies never travel here.
//
// Thread safety: no state. Failure: a frame that is no JSON is an error; what is in it is answered by 500.
// Source: DingTalk developerpedia, the stream protocol; dingtalk-stream 2.1.5.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

class Stream final : public Socket {
 public:
  base::Result<std::variant<SocketAddress, Call>> Open(Env env) const override;
  base::Result<SocketAddress> OnOpened(const HttpAnswer& answer, Env env) const override;
  base::Result<Heard> OnFrame(std::string_view frame, Env env) const override;
};

}  // namespace frontdesk::adapters::dingtalk
