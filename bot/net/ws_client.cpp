#define _TURN_OFF_PLATFORM_STRING
#include "bot/net/ws_client.h"

#include <cpprest/containerstream.h>
#include <cpprest/ws_client.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>

#include "bot/base/log.h"
#include "bot/net/platform_io.h"
#include "bot/net/url_guard.h"

namespace frontdesk::net {
namespace {

using base::ErrorCode;
using Clock = std::chrono::steady_clock;
namespace ws = web::websockets::client;

// How long a close may take; the library itself gives a frozen peer 5 s.
constexpr std::chrono::seconds kCloseTime{6};
constexpr std::chrono::milliseconds kReapEvery{100};

// Every chain of tasks ends here: an exception that nobody looks at would end the process.
template <typename Then>
void Observe(const pplx::task<void>& task, Then then) {
  task.then([then = std::move(then)](const pplx::task<void>& done) {
    std::string failure;
    try {
      done.get();
    } catch (const std::exception& error) {
      failure = error.what()[0] == '\0' ? "unknown" : error.what();
    } catch (...) {
      failure = "unknown";
    }
    then(failure);
  });
}

// Callbacks of the library reach a Link weakly. Its client is destroyed by the reaper only: in a callback, or in a
// destructor that happens to run in one, it can hang or crash.
class Link final : public std::enable_shared_from_this<Link> {
 public:
  Link(const ws::websocket_client_config& config, std::size_t max_message, WsHandler handler,
       std::function<void()> on_ended)
      : client_(std::make_unique<ws::websocket_callback_client>(config)),
        max_message_(max_message),
        handler_(std::move(handler)),
        on_ended_(std::move(on_ended)) {}

  void Listen();
  base::Status Open(const WsRequest& request);
  base::Status Post(ws::websocket_outgoing_message message, std::size_t size);
  void CloseWith(int code, const std::string& reason);
  bool IsOpen() const { return open_; }

  // The reaper's part.
  void Ping(int most_missed);
  bool IsDoomed() const { return doomed_; }
  bool MayBeReaped() const { return doomed_ && (gone_ || Clock::now() - doomed_at_.load() > kCloseTime); }
  void Reap();

 private:
  void OnMessage(const ws::websocket_incoming_message& message);
  // kOver: on_closed has had its turn, or will have none.
  enum class Stage { kConnecting, kOpen, kOver };
  void Ended(int code, const std::string& reason);
  void Settle(Stage stage);
  void Doom();

  std::mutex mutex_;
  Stage stage_ = Stage::kConnecting;
  std::optional<WsClosed> early_;
  std::unique_ptr<ws::websocket_callback_client> client_;
  const std::size_t max_message_;
  const WsHandler handler_;
  const std::function<void()> on_ended_;
  std::atomic<bool> open_ = false;
  std::atomic<bool> doomed_ = false;  // to be reaped
  std::atomic<bool> gone_ = false;    // the library has closed it
  std::atomic<Clock::time_point> doomed_at_{};
  std::atomic<int> missed_ = 0;
  std::atomic<std::size_t> waiting_ = 0;
};

void Link::Listen() {
  const std::weak_ptr<Link> weak = weak_from_this();
  client_->set_message_handler([weak](const ws::websocket_incoming_message& message) {
    if (const auto self = weak.lock()) self->OnMessage(message);
  });
  client_->set_close_handler(
      [weak](ws::websocket_close_status status, const std::string& reason, const std::error_code&) {
        const auto self = weak.lock();
        if (!self) return;
        self->gone_ = true;
        self->Ended(static_cast<int>(status), reason);
      });
}

base::Status Link::Open(const WsRequest& request) {
  const auto opened = std::make_shared<std::promise<std::string>>();
  auto result = opened->get_future();
  try {
    const std::weak_ptr<Link> weak = weak_from_this();
    Observe(client_->connect(web::uri(request.url)), [weak, opened](const std::string& failure) {
      if (const auto self = weak.lock()) {
        self->open_ = failure.empty() && !self->doomed_;
        if (!failure.empty()) self->gone_ = true;
      }
      opened->set_value(failure);
    });
  } catch (const std::exception& error) {
    opened->set_value(error.what());
  }
  const bool in_time = result.wait_for(request.timeout) == std::future_status::ready;
  const std::string failure = in_time ? result.get() : "the peer did not answer in time";
  Settle(failure.empty() ? Stage::kOpen : Stage::kOver);
  if (failure.empty()) return {};
  CloseWith(1000, "");
  return base::Fail(ErrorCode::kUnavailable, "cannot connect: " + failure);
}

base::Status Link::Post(ws::websocket_outgoing_message message, std::size_t size) {
  const std::lock_guard lock(mutex_);
  if (!open_ || !client_) return base::Fail(ErrorCode::kUnavailable, "the WebSocket is closed");
  if (waiting_ + size > WsConnection::kMaxWaiting) {
    return base::Fail(ErrorCode::kRateLimited, "too much waits to be sent on this WebSocket");
  }
  waiting_ += size;
  const std::weak_ptr<Link> weak = weak_from_this();
  try {
    Observe(client_->send(std::move(message)), [weak, size](const std::string&) {
      if (const auto self = weak.lock()) self->waiting_ -= size;
    });
  } catch (const std::exception& error) {
    return base::Fail(ErrorCode::kUnavailable, error.what());
  }
  return {};
}

void Link::OnMessage(const ws::websocket_incoming_message& message) {
  missed_ = 0;
  const bool binary = message.message_type() == ws::websocket_message_type::binary_message;
  if (doomed_ || (!binary && message.message_type() != ws::websocket_message_type::text_message)) return;
  if (message.length() > max_message_) {
    Ended(1009, "message too large");
    return CloseWith(1009, "message too large");
  }
  try {
    concurrency::streams::container_buffer<std::vector<std::uint8_t>> bytes;
    message.body().read_to_end(bytes).wait();
    const auto& all = bytes.collection();
    if (handler_.on_message) handler_.on_message({std::string(all.begin(), all.end()), binary});
  } catch (const std::exception& error) {
    base::Log(base::LogLevel::kError, "ws_message_threw", {{"error", error.what()}});
  }
}

// A connection that ends before Open() knows of its success ends after it.
void Link::Ended(int code, const std::string& reason) {
  open_ = false;
  bool tell = false;
  {
    const std::lock_guard lock(mutex_);
    if (stage_ == Stage::kConnecting && !early_) early_ = WsClosed{code, reason};
    tell = stage_ == Stage::kOpen;
    if (tell) stage_ = Stage::kOver;
  }
  if (tell && handler_.on_closed) handler_.on_closed({code, reason});
  Doom();
}

// Connecting is over, well or badly.
void Link::Settle(Stage stage) {
  std::optional<WsClosed> early;
  {
    const std::lock_guard lock(mutex_);
    stage_ = stage;
    early.swap(early_);
  }
  if (early) Ended(early->code, early->reason);
}

void Link::Doom() {
  if (!doomed_) doomed_at_ = Clock::now();
  doomed_ = true;
  on_ended_();
}

void Link::CloseWith(int code, const std::string& reason) {
  {
    const std::lock_guard lock(mutex_);
    open_ = false;
    if (!client_) return;
    try {
      Observe(client_->close(static_cast<ws::websocket_close_status>(code), reason), [](const std::string&) {});
    } catch (const std::exception& error) {
      base::Log(base::LogLevel::kWarning, "ws_close_threw", {{"error", error.what()}});
    }
  }
  Doom();
}

void Link::Ping(int most_missed) {
  if (!open_) return;
  if (missed_ >= most_missed) {
    Ended(1006, "the peer fell silent");
    return CloseWith(1001, "silent");
  }
  ++missed_;
  ws::websocket_outgoing_message ping;
  ping.set_ping_message("fd");
  Post(std::move(ping), 0);
}

void Link::Reap() {
  std::unique_ptr<ws::websocket_callback_client> client;
  {
    const std::lock_guard lock(mutex_);
    client.swap(client_);
  }
  client.reset();
  Ended(1006, "closed");
}

// The user's end: closes the connection when the last copy goes.
class LinkHandle final : public WsConnection {
 public:
  explicit LinkHandle(std::shared_ptr<Link> link) : link_(std::move(link)) {}
  ~LinkHandle() override { Close(); }

  base::Status Send(std::string text) override {
    const std::size_t size = text.size();
    ws::websocket_outgoing_message message;
    message.set_utf8_message(std::move(text));
    return size == 0 ? base::Fail(ErrorCode::kInvalid, "an empty message cannot be sent") : link_->Post(message, size);
  }
  base::Status SendBinary(std::string bytes) override {
    const std::size_t size = bytes.size();
    ws::websocket_outgoing_message message;
    const concurrency::streams::container_buffer<std::string> buffer(std::move(bytes));
    message.set_binary_message(concurrency::streams::streambuf<std::uint8_t>(buffer).create_istream(), size);
    return size == 0 ? base::Fail(ErrorCode::kInvalid, "an empty message cannot be sent") : link_->Post(message, size);
  }
  void Close() override { link_->CloseWith(1000, ""); }
  bool IsOpen() const override { return link_->IsOpen(); }

 private:
  const std::shared_ptr<Link> link_;
};

class PlatformWsClient final : public WsClient {
 public:
  explicit PlatformWsClient(WsClientOptions options) : options_(std::move(options)) { PreparePlatformIo(); }
  ~PlatformWsClient() override { CloseAll(); }

  base::Result<std::shared_ptr<WsConnection>> Connect(const WsRequest& request, WsHandler handler) override;
  void Run() override;
  void Stop() override;

 private:
  ws::websocket_client_config Config(const WsRequest& request) const;
  void ReapAll(const std::vector<std::shared_ptr<Link>>& links);
  void CloseAll();

  const WsClientOptions options_;
  // Callbacks outlive this client, for a moment, when it is destroyed: what they wake is shared.
  struct Bell {
    std::mutex mutex;
    std::condition_variable rings;
    bool rung = false;
  };
  const std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
  bool stopping_ = false;                     // under the bell's mutex
  std::vector<std::shared_ptr<Link>> links_;  // under the bell's mutex
};

ws::websocket_client_config PlatformWsClient::Config(const WsRequest& request) const {
  ws::websocket_client_config config;
  for (const auto& [name, value] : request.headers) config.headers().add(name, value);
  for (const std::string& protocol : request.subprotocols) config.add_subprotocol(protocol);
  if (!options_.proxy.empty()) config.set_proxy(web::web_proxy(web::uri(options_.proxy)));
  config.set_ssl_context_callback([ca_file = options_.ca_file](boost::asio::ssl::context& context) {
    ::SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    boost::system::error_code error;
    if (!ca_file.empty()) context.load_verify_file(ca_file, error);
    if (error) base::Log(base::LogLevel::kError, "ws_client_ca_file_unusable", {{"file", ca_file}});
  });
  return config;
}

base::Result<std::shared_ptr<WsConnection>> PlatformWsClient::Connect(const WsRequest& request, WsHandler handler) {
  TRY([[maybe_unused]] const Url url, ParseUrl(request.url));
  const auto ring = [bell = bell_] {
    const std::lock_guard lock(bell->mutex);
    bell->rung = true;
    bell->rings.notify_all();
  };
  std::shared_ptr<Link> link;
  try {
    link = std::make_shared<Link>(Config(request), request.max_message, std::move(handler), ring);
  } catch (const std::exception& error) {
    return base::Fail(ErrorCode::kInvalid, std::string("cannot connect: ") + error.what());
  }
  link->Listen();
  {
    const std::lock_guard lock(bell_->mutex);
    if (stopping_) return base::Fail(ErrorCode::kUnavailable, "the server is stopping");
    links_.push_back(link);
  }
  ring();
  TRY_STATUS(link->Open(request));
  return std::make_shared<LinkHandle>(std::move(link));
}

void PlatformWsClient::Run() {
  auto next_ping = Clock::now() + options_.ping_every;
  std::unique_lock lock(bell_->mutex);
  while (!stopping_) {
    const bool reaping = std::any_of(links_.begin(), links_.end(), [](const auto& link) { return link->IsDoomed(); });
    const auto wake_at = reaping ? std::min(next_ping, Clock::now() + kReapEvery) : next_ping;
    bell_->rings.wait_until(lock, wake_at, [this] { return bell_->rung || stopping_; });
    bell_->rung = false;
    const auto links = links_;
    lock.unlock();
    if (Clock::now() >= next_ping) {
      for (const auto& link : links) link->Ping(options_.most_missed_pongs);
      next_ping = Clock::now() + options_.ping_every;
    }
    ReapAll(links);
    lock.lock();
  }
  lock.unlock();
  CloseAll();
}

void PlatformWsClient::ReapAll(const std::vector<std::shared_ptr<Link>>& links) {
  for (const auto& link : links) {
    if (!link->MayBeReaped()) continue;
    link->Reap();
    const std::lock_guard lock(bell_->mutex);
    std::erase(links_, link);
  }
}

void PlatformWsClient::Stop() {
  const std::lock_guard lock(bell_->mutex);
  stopping_ = true;
  bell_->rings.notify_all();
}

// All are told first, so that frozen peers are waited for together.
void PlatformWsClient::CloseAll() {
  std::vector<std::shared_ptr<Link>> links;
  {
    const std::lock_guard lock(bell_->mutex);
    stopping_ = true;
    links.swap(links_);
  }
  for (const auto& link : links) link->CloseWith(1001, "going away");
  for (const auto& link : links) link->Reap();
}

}  // namespace

std::unique_ptr<WsClient> NewPlatformWsClient(WsClientOptions options) {
  return std::make_unique<PlatformWsClient>(std::move(options));
}

}  // namespace frontdesk::net
