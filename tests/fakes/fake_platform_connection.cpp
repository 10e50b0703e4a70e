// One HTTP connection of a fake platform, plain or TLS, on the thread of its caller.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <sstream>

#include "tests/fakes/fake_platform.h"
#include "tests/fakes/fake_platform_parts.h"

namespace frontdesk::fakes {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Request = http::request<http::string_body>;

PlatformRequest Plain(const Request& request) {
  PlatformRequest plain{std::string(request.method_string()), std::string(request.target()), {}, request.body()};
  for (const auto& field : request)
    plain.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  return plain;
}

std::string BytesOf(const PlatformAnswer& answer, const Request& request) {
  http::response<http::string_body> response;
  response.version(11);
  response.result(static_cast<unsigned>(answer.status));
  for (const auto& [name, value] : answer.headers) response.insert(name, value);
  response.keep_alive(request.keep_alive());
  response.body() = answer.body;
  response.prepare_payload();
  std::ostringstream bytes;
  bytes << response;
  return bytes.str();
}

void Reset(tcp::socket& socket) {
  Error ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

// Reads whatever still comes, until the peer has gone.
template <typename Stream>
void StayMute(Stream& stream) {
  char bytes[4096];
  Error error;
  while (!error) stream.read_some(asio::buffer(bytes), error);
}

template <typename Stream>
class Connection {
 public:
  Connection(Stream& stream, tcp::socket& socket, PlatformParts& parts)
      : stream_(stream), socket_(socket), parts_(parts) {}

  // The request that wants a WebSocket; nothing when the connection has ended.
  std::optional<Request> Run() {
    while (true) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(kMaxPlatformBody);
      Error error;
      http::read(stream_, buffer_, parser, error);
      if (error) return std::nullopt;
      const Request request = parser.release();
      if (boost::beast::websocket::is_upgrade(request)) return request;
      if (!Answer(request)) return std::nullopt;
    }
  }

 private:
  // False when the connection is of no more use.
  bool Answer(const Request& request) {
    const PlatformRequest plain = Plain(request);
    if (plain.target.starts_with("/_fake/"))
      return Write(BytesOf(Steer(plain, parts_), request)) && request.keep_alive();
    const Played played = parts_.player.Play(plain);
    switch (played.way) {
      case Played::Way::kAnswer: return Write(BytesOf(played.answer, request)) && request.keep_alive();
      case Played::Way::kSlowly:
        return WriteSlowly(BytesOf(played.answer, request), played.pause) && request.keep_alive();
      case Played::Way::kSilence: StayMute(stream_); return false;
      case Played::Way::kReset: Reset(socket_); return false;
      case Played::Way::kLose: return false;
    }
    return false;
  }

  bool Write(std::string_view bytes) {
    Error error;
    asio::write(stream_, asio::buffer(bytes.data(), bytes.size()), error);
    return !error;
  }

  bool WriteSlowly(std::string_view bytes, std::chrono::milliseconds pause) {
    for (const char& byte : bytes)
      if (!parts_.stop.Sleep(pause) || !Write({&byte, 1})) return false;
    return true;
  }

  Stream& stream_;
  tcp::socket& socket_;
  PlatformParts& parts_;
  boost::beast::flat_buffer buffer_;
};

void ServeTls(tcp::socket socket, const PlatformTls& tls, PlatformParts& parts) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.use_certificate_chain_file(tls.certificate);
  context.use_private_key_file(tls.key, asio::ssl::context::pem);
  asio::ssl::stream<tcp::socket> stream(std::move(socket), context);
  Error error;
  stream.handshake(asio::ssl::stream_base::server, error);
  if (!error) Connection(stream, stream.next_layer(), parts).Run();
}

void ServePlain(tcp::socket socket, PlatformParts& parts) {
  const auto upgrade = Connection(socket, socket, parts).Run();
  if (!upgrade) return;
  const PlatformRequest request = Plain(*upgrade);
  const SocketRoute* route = parts.player.FindSocket(request.target.substr(0, request.target.find('?')));
  const std::size_t place = parts.log.Add(LoggedRequest{
      parts.log.Now(), route != nullptr ? route->name : "", request.method, request.target, request.headers, {}, {}});
  parts.log.SetOutcome(place, route != nullptr ? "101" : "404");
  Error error;
  if (route == nullptr) {
    asio::write(socket, asio::buffer(BytesOf({404, {}, ""}, *upgrade)), error);
    return;
  }
  std::ostringstream head;
  head << upgrade->base();
  ServeWebSocket(socket.release(error), head.str(), *route, parts);
}

}  // namespace

void ServeConnection(int file, const PlatformTls& tls, PlatformParts& parts) {
  asio::io_context io{1};
  try {
    tcp::socket socket(io, tcp::v4(), file);
    if (tls.certificate.empty()) return ServePlain(std::move(socket), parts);
    ServeTls(std::move(socket), tls, parts);
  } catch (const std::exception& wrong) {
    parts.log.Add(Violation{parts.log.Now(), {}, {}, std::string("the fake itself failed: ") + wrong.what()});
  }
}

}  // namespace frontdesk::fakes
