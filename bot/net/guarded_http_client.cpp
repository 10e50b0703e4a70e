#include "bot/net/guarded_http_client.h"

#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "bot/base/log.h"
#include "bot/net/client_request.h"
#include "bot/net/response_reader.h"

namespace frontdesk::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadSize = 16 << 10;

std::string WireForm(const HttpClientRequest& request, const Url& url) {
  std::string wire = request.method + " " + url.target + " HTTP/1.1\r\nHost: " + url.Authority() + "\r\n";
  for (const auto& [name, value] : request.headers) wire.append(name).append(": ").append(value).append("\r\n");
  const bool may_lack_body = request.method == "GET" || request.method == "HEAD";
  if (!request.body.empty() || !may_lack_body) {
    wire.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  }
  wire.append("Connection: close\r\n\r\n").append(request.body);
  return wire;
}

tcp::endpoint EndpointOf(const IpAddress& address, unsigned short port) {
  if (!address.IsV4()) return {asio::ip::address_v6(address.bytes), port};
  asio::ip::address_v4::bytes_type v4;
  std::copy(address.bytes.begin() + 12, address.bytes.end(), v4.begin());
  return {asio::ip::address_v4(v4), port};
}

// One request on one connection, step by step, each within what is left of the time.
class Exchange {
 public:
  Exchange(asio::ssl::context& tls, const Url& url, const HttpClientRequest& request, Clock::time_point deadline)
      : url_(url), request_(request), deadline_(deadline), stream_(io_, tls) {}

  SendResult Run(const std::vector<IpAddress>& addresses);

 private:
  error_code Connect(const std::vector<IpAddress>& addresses);
  error_code Shake();
  SendResult ReadResponse();
  // Starts one operation and runs it to its end, or to the deadline.
  template <typename Start>
  error_code Await(Start start);

  const Url& url_;
  const HttpClientRequest& request_;
  const Clock::time_point deadline_;
  asio::io_context io_{1};
  asio::ssl::stream<tcp::socket> stream_;
  std::size_t transferred_ = 0;
};

template <typename Start>
error_code Exchange::Await(Start start) {
  bool done = false;
  error_code result;
  start([&](const error_code& error, std::size_t size = 0) {
    done = true;
    result = error;
    transferred_ = size;
  });
  io_.restart();
  while (!done && io_.run_one_until(deadline_) > 0) {
  }
  if (done) return result;
  error_code ignored;
  stream_.next_layer().close(ignored);
  io_.restart();
  io_.run();
  return asio::error::timed_out;
}

error_code Exchange::Connect(const std::vector<IpAddress>& addresses) {
  error_code error = asio::error::host_not_found;
  for (const IpAddress& address : addresses) {
    error_code ignored;
    stream_.next_layer().close(ignored);
    error = Await([&](auto done) {
      stream_.next_layer().async_connect(EndpointOf(address, url_.port),
                                         [done](const error_code& e) mutable { done(e); });
    });
    if (!error || Clock::now() >= deadline_) break;
  }
  return error;
}

error_code Exchange::Shake() {
  if (!url_.host_is_address && ::SSL_set_tlsext_host_name(stream_.native_handle(), url_.host.c_str()) != 1) {
    return asio::error::no_memory;
  }
  stream_.set_verify_mode(asio::ssl::verify_peer);
  stream_.set_verify_callback(asio::ssl::host_name_verification(url_.host));
  return Await([&](auto done) {
    stream_.async_handshake(asio::ssl::stream_base::client, [done](const error_code& e) mutable { done(e); });
  });
}

SendResult Exchange::Run(const std::vector<IpAddress>& addresses) {
  if (const error_code error = Connect(addresses)) {
    return NotSent(base::ErrorCode::kUnavailable, "cannot connect to " + url_.Origin() + ": " + error.message());
  }
  if (url_.tls) {
    if (const error_code error = Shake()) {
      return NotSent(base::ErrorCode::kUnavailable, "no TLS with " + url_.Origin() + ": " + error.message());
    }
  }
  const std::string wire = WireForm(request_, url_);
  const error_code error = Await([&](auto done) {
    if (url_.tls) {
      asio::async_write(stream_, asio::buffer(wire), std::move(done));
    } else {
      asio::async_write(stream_.next_layer(), asio::buffer(wire), std::move(done));
    }
  });
  // A peer may refuse a large body early: its answer is worth reading.
  if (error == asio::error::timed_out) {
    return MaybeSent(base::ErrorCode::kUnavailable, url_.Origin() + " did not take the request in time");
  }
  return ReadResponse();
}

SendResult Exchange::ReadResponse() {
  ResponseReader reader(request_.method == "HEAD", request_.max_response);
  std::string bytes(kReadSize, '\0');
  while (true) {
    const error_code error = Await([&](auto done) {
      if (url_.tls) {
        stream_.async_read_some(asio::buffer(bytes), std::move(done));
      } else {
        stream_.next_layer().async_read_some(asio::buffer(bytes), std::move(done));
      }
    });
    const auto state = error ? reader.ReadEnd() : reader.Read(std::string_view(bytes).substr(0, transferred_));
    if (state == ResponseReader::State::kDone) return std::move(reader.response());
    if (state == ResponseReader::State::kTooLarge) {
      return MaybeSent(base::ErrorCode::kTooLarge, "the answer of " + url_.Origin() + " is larger than allowed");
    }
    if (error == asio::error::timed_out) {
      return MaybeSent(base::ErrorCode::kUnavailable, url_.Origin() + " did not answer in time");
    }
    if (error || state == ResponseReader::State::kBroken) {
      return MaybeSent(base::ErrorCode::kUnavailable, url_.Origin() + " gave an answer that is broken or cut off");
    }
  }
}

class GuardedHttpClient final : public HttpClient {
 public:
  explicit GuardedHttpClient(GuardedHttpOptions options)
      : options_(std::move(options)), tls_(asio::ssl::context::tls_client) {}

  base::Status Open();
  SendResult Send(const HttpClientRequest& request) override;

 private:
  tl::expected<std::vector<IpAddress>, SendError> Resolve(const Url& url, Clock::time_point deadline) const;

  const GuardedHttpOptions options_;
  asio::ssl::context tls_;
};

base::Status GuardedHttpClient::Open() {
  ::SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
  error_code error;
  tls_.set_default_verify_paths(error);
  if (error) return base::Fail(base::ErrorCode::kInternal, "cannot load the system's certificates: " + error.message());
  if (options_.ca_file.empty()) return {};
  tls_.load_verify_file(options_.ca_file, error);
  if (!error) return {};
  return base::Fail(base::ErrorCode::kInvalid,
                    options_.ca_file + " cannot be used as PEM certificates: " + error.message(), options_.ca_file);
}

// All addresses must pass: a name with one private address is somebody's trick or mistake.
tl::expected<std::vector<IpAddress>, SendError> GuardedHttpClient::Resolve(const Url& url,
                                                                           Clock::time_point deadline) const {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  auto addresses = url.host_is_address ? base::Result<std::vector<IpAddress>>(std::vector{*ParseIp(url.host)})
                                       : options_.look_up(url.host, std::max(left, std::chrono::milliseconds(0)));
  if (!addresses) return NotSent(addresses.error().code, addresses.error().message);
  for (const IpAddress& address : *addresses) {
    const auto checked = CheckAddress(url, address, options_.policy);
    if (!checked) return NotSent(checked.error().code, checked.error().message);
  }
  return std::move(*addresses);
}

SendResult GuardedHttpClient::Send(const HttpClientRequest& request) {
  const auto deadline = Clock::now() + std::min(request.timeout, kMaxHttpTimeout);
  const auto url = CheckRequest(request);
  if (!url) return tl::unexpected(url.error());
  const auto checked = CheckUrl(*url, options_.policy);
  if (!checked) return NotSent(checked.error().code, checked.error().message);
  try {
    const auto addresses = Resolve(*url, deadline);
    if (!addresses) return tl::unexpected(addresses.error());
    // The context is only read from here on; OpenSSL counts its users with atomics.
    return Exchange(tls_, *url, request, deadline).Run(*addresses);
  } catch (const std::exception& error) {
    return MaybeSent(base::ErrorCode::kInternal, std::string("the request failed: ") + error.what());
  }
}

}  // namespace

base::Result<std::unique_ptr<HttpClient>> NewGuardedHttpClient(GuardedHttpOptions options) {
  auto client = std::make_unique<GuardedHttpClient>(std::move(options));
  TRY_STATUS(client->Open());
  return client;
}

}  // namespace frontdesk::net
