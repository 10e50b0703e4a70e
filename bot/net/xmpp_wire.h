// The bytes of one XMPP connection: TCP, TLS with a verified certificate, and the XML that comes in. It knows nothing
// of what is said.
//
// Ownership: the caller owns the wire and outlives nothing: after Close(), or the wire's end, no callback comes.
// Threads: the one that runs the io_context. Private to bot/net.
// Failure: on_closed, once; the callbacks may call anything of the wire.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/xml.h"
#include "bot/net/ip_address.h"
#include "bot/net/xmpp_login.h"

namespace boost::asio {
class io_context;
namespace ssl {
class context;
}
}  // namespace boost::asio

namespace frontdesk::net {

struct XmppEndpoint {
  IpAddress address;
  std::uint16_t port = 0;
};

struct XmppWireHandler {
  std::function<void()> on_connected;
  std::function<void()> on_secured;
  std::function<void(base::XmlStreamItem item)> on_item;
  std::function<void(XmppEnd end)> on_closed;
};

class XmppWire {
 public:
  virtual ~XmppWire() = default;
  // Tries one after the other.
  virtual void Connect(std::vector<XmppEndpoint> endpoints) = 0;
  // The certificate must be `name`'s. What came after the last item in the clear is thrown away.
  virtual void StartTls(const std::string& name) = 0;
  // What comes from now on is a new document.
  virtual void NewStream() = 0;
  virtual void Write(std::string bytes) = 0;
  // Bytes that the system has not taken yet.
  virtual std::size_t waiting() const = 0;
  // Reading is held back while true; the server then notices that we are slow.
  virtual void HoldBack(bool hold) = 0;
  virtual void Close() = 0;
};

std::unique_ptr<XmppWire> NewXmppWire(boost::asio::io_context& io, boost::asio::ssl::context& tls,
                                      XmppWireHandler handler);

}  // namespace frontdesk::net
