#include "bot/net/xmpp_wire.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

namespace frontdesk::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReadSize = 16 << 10;
constexpr std::size_t kMaxInbound = 512 << 10;  // of one stanza; servers allow 256 KiB to 512 KiB

tcp::endpoint EndpointOf(const XmppEndpoint& endpoint) {
  if (!endpoint.address.IsV4()) return {asio::ip::address_v6(endpoint.address.bytes), endpoint.port};
  asio::ip::address_v4::bytes_type v4;
  std::copy(endpoint.address.bytes.begin() + 12, endpoint.address.bytes.end(), v4.begin());
  return {asio::ip::address_v4(v4), endpoint.port};
}

// Lives as long as an operation holds it; the wire lets go of it by Close().
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::io_context& io, asio::ssl::context& tls, XmppWireHandler handler)
      : stream_(io, tls), handler_(std::move(handler)) {}

  void Connect(std::vector<XmppEndpoint> endpoints);
  void StartTls(const std::string& name);
  void NewStream();
  void Write(std::string bytes);
  std::size_t waiting() const { return pending_.size() + writing_.size(); }
  void HoldBack(bool hold);
  void Close();

 private:
  void ConnectTo(std::size_t index);
  void Read();
  void OnRead(const error_code& error, std::size_t size);
  void Dispatch(std::vector<base::XmlStreamItem> items);
  void Flush();
  void Fail(XmppTrouble trouble, std::string reason);
  // A callback that does nothing once the wire is closed.
  template <typename Step>
  auto While(Step step) {
    return [self = shared_from_this(), step](const error_code& error, std::size_t size = 0) {
      if (!self->closed_) step(error, size);
    };
  }

  asio::ssl::stream<tcp::socket> stream_;
  const XmppWireHandler handler_;
  std::vector<XmppEndpoint> endpoints_;
  std::array<char, kReadSize> buffer_{};
  std::optional<base::XmlStreamReader> reader_;
  std::uint64_t stream_number_ = 0;
  std::string pending_;
  std::string writing_;
  bool encrypted_ = false;
  bool shaking_ = false;
  bool reading_ = false;
  bool held_ = false;
  bool closed_ = false;
};

void Connection::Connect(std::vector<XmppEndpoint> endpoints) {
  endpoints_ = std::move(endpoints);
  ConnectTo(0);
}

void Connection::ConnectTo(std::size_t index) {
  if (index >= endpoints_.size()) return Fail(XmppTrouble::kUnreachable, "the server has no address");
  error_code ignored;
  stream_.next_layer().close(ignored);
  stream_.next_layer().async_connect(EndpointOf(endpoints_[index]),
                                     While([this, index](const error_code& error, std::size_t) {
                                       if (error && index + 1 < endpoints_.size()) return ConnectTo(index + 1);
                                       if (error)
                                         return Fail(XmppTrouble::kUnreachable, "cannot connect: " + error.message());
                                       error_code unimportant;
                                       stream_.next_layer().set_option(tcp::no_delay(true), unimportant);
                                       handler_.on_connected();
                                     }));
}

void Connection::StartTls(const std::string& name) {
  ++stream_number_;
  reader_.reset();
  shaking_ = true;
  ::SSL_set_tlsext_host_name(stream_.native_handle(), name.c_str());
  stream_.set_verify_mode(asio::ssl::verify_peer);
  stream_.set_verify_callback(asio::ssl::host_name_verification(name));
  stream_.async_handshake(asio::ssl::stream_base::client, While([this](const error_code& error, std::size_t) {
                            if (error) return Fail(XmppTrouble::kTls, "no TLS: " + error.message());
                            encrypted_ = true;
                            shaking_ = false;
                            handler_.on_secured();
                          }));
}

void Connection::NewStream() {
  ++stream_number_;
  reader_.emplace(kMaxInbound);
  Read();
}

void Connection::Read() {
  if (reading_ || held_ || shaking_ || closed_) return;
  reading_ = true;
  auto done = While([this](const error_code& error, std::size_t size) { OnRead(error, size); });
  if (encrypted_) {
    stream_.async_read_some(asio::buffer(buffer_), std::move(done));
  } else {
    stream_.next_layer().async_read_some(asio::buffer(buffer_), std::move(done));
  }
}

void Connection::OnRead(const error_code& error, std::size_t size) {
  reading_ = false;
  if (error) return Fail(XmppTrouble::kUnreachable, "the connection broke: " + error.message());
  std::vector<base::XmlStreamItem> items;
  base::Status status;
  if (reader_) status = reader_->Feed({buffer_.data(), size}, items);
  Dispatch(std::move(items));
  if (closed_) return;
  if (!status) return Fail(XmppTrouble::kProtocol, status.error().message);
  Read();
}

// What came behind the end of a stream belongs to nobody: in the clear before TLS it could be anybody's.
void Connection::Dispatch(std::vector<base::XmlStreamItem> items) {
  const std::uint64_t number = stream_number_;
  for (base::XmlStreamItem& item : items) {
    handler_.on_item(std::move(item));
    if (closed_ || number != stream_number_) return;
  }
}

void Connection::Write(std::string bytes) {
  pending_ += bytes;
  Flush();
}

void Connection::Flush() {
  if (closed_ || pending_.empty() || !writing_.empty()) return;
  writing_.swap(pending_);
  auto done = While([this](const error_code& error, std::size_t) {
    writing_.clear();
    if (error) return Fail(XmppTrouble::kUnreachable, "the connection broke: " + error.message());
    Flush();
  });
  if (encrypted_) {
    asio::async_write(stream_, asio::buffer(writing_), std::move(done));
  } else {
    asio::async_write(stream_.next_layer(), asio::buffer(writing_), std::move(done));
  }
}

void Connection::HoldBack(bool hold) {
  held_ = hold;
  if (!hold && reader_) Read();
}

void Connection::Fail(XmppTrouble trouble, std::string reason) {
  if (closed_) return;
  Close();
  handler_.on_closed({trouble, std::move(reason)});
}

void Connection::Close() {
  closed_ = true;
  error_code ignored;
  stream_.next_layer().close(ignored);
}

class AsioWire final : public XmppWire {
 public:
  AsioWire(asio::io_context& io, asio::ssl::context& tls, XmppWireHandler handler)
      : connection_(std::make_shared<Connection>(io, tls, std::move(handler))) {}
  ~AsioWire() override { connection_->Close(); }
  AsioWire(const AsioWire&) = delete;
  AsioWire& operator=(const AsioWire&) = delete;

  void Connect(std::vector<XmppEndpoint> endpoints) override { connection_->Connect(std::move(endpoints)); }
  void StartTls(const std::string& name) override { connection_->StartTls(name); }
  void NewStream() override { connection_->NewStream(); }
  void Write(std::string bytes) override { connection_->Write(std::move(bytes)); }
  std::size_t waiting() const override { return connection_->waiting(); }
  void HoldBack(bool hold) override { connection_->HoldBack(hold); }
  void Close() override { connection_->Close(); }

 private:
  const std::shared_ptr<Connection> connection_;
};

}  // namespace

std::unique_ptr<XmppWire> NewXmppWire(asio::io_context& io, asio::ssl::context& tls, XmppWireHandler handler) {
  return std::make_unique<AsioWire>(io, tls, std::move(handler));
}

}  // namespace frontdesk::net
