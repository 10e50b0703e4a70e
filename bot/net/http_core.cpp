#include "bot/net/http_core.h"

#include <sys/resource.h>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/write.hpp>

#include "bot/base/log.h"

namespace frontdesk::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// For the store, logs, outgoing connections and what the system opens.
constexpr int kOtherFiles = 128;
constexpr std::chrono::milliseconds kAcceptAgain{100};
constexpr std::chrono::milliseconds kDrainCheck{10};

IpAddress AddressOf(const asio::ip::address& address) {
  if (address.is_v4()) return IpFromV4(address.to_v4().to_bytes());
  const auto bytes = address.to_v6().to_bytes();
  IpAddress ip;
  std::copy(bytes.begin(), bytes.end(), ip.bytes.begin());
  return ip;
}

std::string PlainAddress(std::string_view text) {
  if (text == "localhost") return "127.0.0.1";
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  return std::string(text);
}

}  // namespace

HttpCore::HttpCore(HttpServerOptions options, HttpServer::Limits limits, HttpServer::Handler handler)
    : options_(std::move(options)),
      limits_(std::move(limits)),
      handler_(std::move(handler)),
      mailbox_(std::make_shared<Mailbox>(io_, *this)),
      acceptor_(io_.get_executor()),
      accept_again_(io_.get_executor()),
      ticker_(io_.get_executor()),
      most_connections_(options_.connections) {}

HttpCore::~HttpCore() { Finish(); }

base::Status HttpCore::Open() {
  TRY(proxies_, TrustedProxies::Parse(options_.trusted_proxies));
  if (options_.certificate_file.empty() != options_.key_file.empty()) {
    return base::Fail(base::ErrorCode::kInvalid, "TLS needs both a certificate file and a key file");
  }
  if (!options_.certificate_file.empty()) {
    TRY(tls_, TlsFiles::Load(options_.certificate_file, options_.key_file, options_.certificate_check));
  }
  FitToFileLimit();
  return Listen();
}

base::Status HttpCore::Listen() {
  const std::string where = options_.address + ":" + std::to_string(options_.port);
  error_code error;
  const auto address = asio::ip::make_address(PlainAddress(options_.address), error);
  if (error) return base::Fail(base::ErrorCode::kInvalid, "\"" + options_.address + "\" is not an IP address", where);
  const tcp::endpoint endpoint(address, options_.port);
  const auto failed = [&](std::string_view what) {
    return base::Fail(base::ErrorCode::kUnavailable,
                      "cannot " + std::string(what) + " " + where + ": " + error.message(), where);
  };
  if (acceptor_.open(endpoint.protocol(), error)) return failed("open a socket for");
  acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (address.is_v6()) acceptor_.set_option(asio::ip::v6_only(false), error);
  if (acceptor_.bind(endpoint, error)) return failed("listen on");
  if (acceptor_.listen(asio::socket_base::max_listen_connections, error)) return failed("listen on");
  port_ = acceptor_.local_endpoint(error).port();
  return {};
}

void HttpCore::FitToFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = static_cast<rlim_t>(options_.connections) + kOtherFiles;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= wanted) return;
  most_connections_ = std::max<int>(1, static_cast<int>(limit.rlim_cur) - kOtherFiles);
  base::Log(base::LogLevel::kWarning, "http_connections_capped_by_open_file_limit",
            {{"connections", most_connections_}});
}

void HttpCore::Accept() {
  acceptor_.async_accept(
      [this](const error_code& error, HttpConnection::Socket socket) { OnAccept(error, std::move(socket)); });
}

void HttpCore::OnAccept(const error_code& error, HttpConnection::Socket socket) {
  if (draining_ || error == asio::error::operation_aborted) return;
  if (!error) {
    Admit(std::move(socket));
    return Accept();
  }
  if (error == asio::error::connection_aborted) return Accept();
  // Out of files or memory: clients wait in the backlog until somebody leaves.
  base::Log(base::LogLevel::kWarning, "http_accept_paused", {{"error", error.message()}});
  accept_again_.expires_after(kAcceptAgain);
  accept_again_.async_wait([this](const error_code& stopped) {
    if (!stopped && !draining_) Accept();
  });
}

void HttpCore::Admit(HttpConnection::Socket socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return;
  if (open_ >= most_connections_) return Refuse(std::move(socket), RefusalReason::kServerFull);
  const IpAddress peer = AddressOf(endpoint.address());
  const bool counted = !proxies_.Trusts(peer);
  if (counted && !TakePlace(LimitKey(peer))) return Refuse(std::move(socket), RefusalReason::kAddressFull);
  socket.set_option(tcp::no_delay(true), error);
  auto connection =
      std::make_shared<HttpConnection>(*this, std::move(socket), peer, counted, tls_ ? tls_->Current() : nullptr);
  const RequestId id = Add(connection);
  StartTicking();
  connection->Start(id);
}

// A short answer if the socket takes it at once; a connection over the limit gets no memory and no time.
void HttpCore::Refuse(HttpConnection::Socket socket, RefusalReason reason) {
  CountRefusal(reason);
  if (tls_) return;
  const HttpResponse answer = RefusalAnswer(reason == RefusalReason::kAddressFull ? 429 : 503);
  std::string bytes;
  AppendAnswerHead(answer, {11, false, false}, date_.Now(), bytes);
  bytes += answer.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(bytes), ignored);
  socket.shutdown(HttpConnection::Socket::shutdown_send, ignored);
}

RequestId HttpCore::Add(std::shared_ptr<HttpConnection> connection) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t index = free_slots_.back();
  free_slots_.pop_back();
  Slot& slot = slots_[index];
  slot.connection = std::move(connection);
  slot.deadline = Clock::time_point::max();
  ++open_;
  return {index, slot.generation, 0};
}

HttpConnection* HttpCore::Find(const RequestId& id) {
  if (id.slot >= slots_.size() || slots_[id.slot].generation != id.generation) return nullptr;
  return slots_[id.slot].connection.get();
}

void HttpCore::Remove(const RequestId& id) {
  if (Find(id) == nullptr) return;
  Slot& slot = slots_[id.slot];
  slot.connection.reset();
  slot.deadline = Clock::time_point::max();
  ++slot.generation;
  free_slots_.push_back(id.slot);
  --open_;
}

void HttpCore::SetDeadline(const RequestId& id, std::chrono::milliseconds from_now) {
  if (Find(id) != nullptr) slots_[id.slot].deadline = Clock::now() + from_now;
}

void HttpCore::ExtendDeadline(const RequestId& id, std::chrono::milliseconds by) {
  if (Find(id) != nullptr) slots_[id.slot].deadline += by;
}

void HttpCore::ClearDeadline(const RequestId& id) {
  if (Find(id) != nullptr) slots_[id.slot].deadline = Clock::time_point::max();
}

bool HttpCore::TakePlace(const IpAddress& key) {
  int& count = places_[key];
  if (count >= options_.connections_per_address) return false;
  ++count;
  return true;
}

void HttpCore::LeavePlace(const IpAddress& key) {
  const auto place = places_.find(key);
  if (place != places_.end() && --place->second <= 0) places_.erase(place);
}

bool HttpCore::HoldBody(std::size_t bytes) {
  body_bytes_ += bytes;
  return body_bytes_ <= options_.body_memory;
}

void HttpCore::StartTicking() {
  if (ticking_) return;
  ticking_ = true;
  ticker_.expires_after(draining_ ? std::min(kDrainCheck, options_.deadline_check) : options_.deadline_check);
  ticker_.async_wait([this](const error_code&) {
    ticking_ = false;
    Tick();
  });
}

void HttpCore::Tick() {
  const Clock::time_point now = Clock::now();
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].deadline > now) continue;
    const auto connection = slots_[i].connection;
    if (connection) connection->OnDeadline();
  }
  if (draining_) StopWhenQuiet();
  if (open_ > 0) StartTicking();
}

HttpServerCounters HttpCore::counters() const {
  HttpServerCounters counters;
  counters.connections = open_;
  counters.streams = streams_;
  counters.requests = requests_;
  for (std::size_t i = 0; i < kRefusalReasons; ++i) {
    counters.refused.emplace_back(ToString(static_cast<RefusalReason>(i)), refused_[i].load());
  }
  return counters;
}

}  // namespace frontdesk::net
