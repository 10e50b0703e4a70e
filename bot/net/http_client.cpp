// The client for platform APIs, on cpprestsdk. Its traps and the measures against them stand in comments where they
// are.
#define _TURN_OFF_PLATFORM_STRING
#include "bot/net/http_client.h"

#include <cpprest/http_client.h>
#include <cpprest/producerconsumerstream.h>
#include <openssl/ssl.h>
#include <pplx/threadpool.h>

#include <condition_variable>
#include <map>
#include <mutex>

#include "bot/base/log.h"
#include "bot/net/client_request.h"
#include "bot/net/platform_io.h"

namespace frontdesk::net {
namespace {

using base::ErrorCode;
using Clock = std::chrono::steady_clock;
using Buffer = concurrency::streams::producer_consumer_buffer<std::uint8_t>;
namespace http = web::http;

// More than any deadline of ours, so that the library's own timer, which sends again, never fires.
constexpr auto kLibraryTimeout = kMaxHttpTimeout * 2;
// Many servers drop a connection that idles for 5 s. A request on a dropped one fails in doubt, so idle ones are left
// behind.
constexpr std::chrono::seconds kFreshFor{4};
constexpr std::size_t kMaxHosts = 256;
// How long an exchange that was cancelled may take to let go of the request.
constexpr std::chrono::milliseconds kCancelTime{500};

// The connections to one origin, and how many calls may be under way.
struct Host {
  std::shared_ptr<http::client::http_client> client;
  Clock::time_point last_used{};
  int active = 0;
  int waiting = 0;
};

// What the waiting sender and the library's threads share; it outlives whichever is slower.
struct Exchange {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  bool abandoned = false;
  std::string failure;  // empty: response is good
  HttpClientResponse response;
  Buffer body;
  pplx::cancellation_token_source cancel;

  void Finish(std::string what) {
    const std::lock_guard lock(mutex);
    over = true;
    failure = std::move(what);
    changed.notify_all();
  }
  void Abandon() {
    const std::lock_guard lock(mutex);
    abandoned = true;
    changed.notify_all();
  }
  // Whether it was over in time, and not abandoned before.
  bool WaitUntil(Clock::time_point deadline) {
    std::unique_lock lock(mutex);
    changed.wait_until(lock, deadline, [this] { return over || abandoned; });
    return over;
  }
  bool WaitUntilLetGo(Clock::time_point deadline) {
    std::unique_lock lock(mutex);
    return changed.wait_until(lock, deadline, [this] { return over; });
  }
};

struct TooLarge : std::exception {
  const char* what() const noexcept override { return "too large"; }
};

// A connection of the pool that was never connected or is long dead. The library leaves the former behind when a server
// closes on us.
constexpr std::string_view kDeadConnection = "Failed to write request headers";
constexpr int kMostDeadConnections = 3;

// Whether the library failed before a whole request was written, by the words of http_client_asio.cpp.
bool IsBeforeWriting(std::string_view failure) {
  constexpr std::string_view kEarly[] = {"Error resolving address", "Failed to resolve address",
                                         "Failed to connect to any resolved endpoint", "Error in SSL handshake",
                                         kDeadConnection};
  for (const std::string_view early : kEarly) {
    if (failure.find(early) != failure.npos) return true;
  }
  return false;
}

HttpHeaders CopyHeaders(const http::http_headers& from) {
  HttpHeaders headers;
  for (const auto& [name, value] : from) headers.emplace_back(name, value);
  return headers;
}

http::http_request MakeRequest(const HttpClientRequest& request, const Url& url, Exchange& exchange) {
  http::http_request message(request.method);
  message.set_request_uri(web::uri(url.target));
  for (const auto& [name, value] : request.headers) message.headers().add(name, value);
  if (!message.headers().has("User-Agent")) message.headers().add("User-Agent", "frontdesk");
  // The library sends a request again when a reused connection fails, POST included, unless its body cannot be rewound.
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD")) {
    if (!request.body.empty()) {
      exchange.body.putn_nocopy(reinterpret_cast<const std::uint8_t*>(request.body.data()), request.body.size()).wait();
    }
    exchange.body.close(std::ios_base::out).wait();
    const std::string type = message.headers().has("Content-Type") ? message.headers()["Content-Type"] : "";
    message.set_body(exchange.body.create_istream(), request.body.size(), type);
    if (type.empty()) message.headers().remove("Content-Type");
  }
  const std::size_t most = request.max_response;
  message.set_progress_handler([most](http::message_direction::direction direction, utility::size64_t size) {
    if (direction == http::message_direction::download && size > most) throw TooLarge();
  });
  return message;
}

// Every chain of tasks ends here: an exception that nobody looks at would end the process.
void Observe(pplx::task<std::vector<unsigned char>> task, const std::shared_ptr<Exchange>& exchange) {
  try {
    const auto body = task.get();
    exchange->response.body.assign(body.begin(), body.end());
    exchange->Finish("");
  } catch (const std::exception& error) {
    exchange->Finish(error.what()[0] == '\0' ? "unknown" : error.what());
  } catch (...) {
    exchange->Finish("unknown");
  }
}

void Begin(http::client::http_client& client, const http::http_request& message, std::size_t max_response,
           const std::shared_ptr<Exchange>& exchange) {
  const auto token = exchange->cancel.get_token();
  client.request(message, token)
      .then([exchange, max_response](const http::http_response& head) {
        exchange->response.status = head.status_code();
        exchange->response.headers = CopyHeaders(head.headers());
        if (head.headers().content_length() > max_response) throw TooLarge();
        // extract_string() would give nothing when the peer sends no Content-Type.
        return head.extract_vector();
      })
      .then([exchange](const pplx::task<std::vector<unsigned char>>& task) { Observe(task, exchange); });
}

SendResult Explain(Exchange& exchange, const Url& url, std::size_t body_size, bool in_time, bool let_go) {
  const std::string origin = url.Origin();
  if (!let_go) return MaybeSent(ErrorCode::kUnavailable, origin + " did not answer in time");
  const std::lock_guard lock(exchange.mutex);
  if (exchange.failure.empty()) return std::move(exchange.response);
  const bool body_untouched = body_size > 0 && exchange.body.in_avail() == body_size;
  const bool not_sent = body_untouched || IsBeforeWriting(exchange.failure);
  if (exchange.failure == TooLarge().what()) {
    return MaybeSent(ErrorCode::kTooLarge, "the answer of " + origin + " is larger than allowed");
  }
  const std::string message = in_time ? origin + ": " + exchange.failure : origin + " did not answer in time";
  return not_sent ? NotSent(ErrorCode::kUnavailable, message) : MaybeSent(ErrorCode::kUnavailable, message);
}

class PlatformHttpClient final : public HttpClient {
 public:
  explicit PlatformHttpClient(PlatformHttpOptions options) : options_(std::move(options)) { PreparePlatformIo(); }
  SendResult Send(const HttpClientRequest& request) override;

 private:
  http::client::http_client_config Config() const;
  // Waits for a place among the calls to that origin; null when the deadline came first.
  std::shared_ptr<http::client::http_client> Enter(const std::string& origin, Clock::time_point deadline);
  void Leave(const std::string& origin);
  // A pool in which one connection was broken is not used again.
  std::shared_ptr<http::client::http_client> Renew(const std::string& origin,
                                                   const std::shared_ptr<http::client::http_client>& broken);
  SendResult CallAlive(const HttpClientRequest& request, const Url& url, Clock::time_point deadline,
                       std::shared_ptr<http::client::http_client> client);
  void ForgetIdleHosts();
  static SendResult Call(http::client::http_client& client, const HttpClientRequest& request, const Url& url,
                         Clock::time_point deadline);

  const PlatformHttpOptions options_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::map<std::string, Host> hosts_;
};

http::client::http_client_config PlatformHttpClient::Config() const {
  http::client::http_client_config config;
  config.set_timeout(std::chrono::duration_cast<utility::seconds>(kLibraryTimeout));
  // A redirect would be followed with the Authorization header, to any host.
  config.set_max_redirects(0);
  if (!options_.proxy.empty()) config.set_proxy(web::web_proxy(web::uri(options_.proxy)));
  config.set_ssl_context_callback([ca_file = options_.ca_file](boost::asio::ssl::context& context) {
    ::SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    boost::system::error_code error;
    if (!ca_file.empty()) context.load_verify_file(ca_file, error);
    if (error) base::Log(base::LogLevel::kError, "http_client_ca_file_unusable", {{"file", ca_file}});
  });
  return config;
}

std::shared_ptr<http::client::http_client> PlatformHttpClient::Enter(const std::string& origin,
                                                                     Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  if (hosts_.size() >= kMaxHosts) ForgetIdleHosts();
  Host& host = hosts_[origin];
  ++host.waiting;
  const bool entered = left_.wait_until(lock, deadline, [&] { return host.active < options_.calls_per_host; });
  --host.waiting;
  if (!entered) return nullptr;
  ++host.active;
  const auto now = Clock::now();
  const bool is_stale = host.active == 1 && now - host.last_used > kFreshFor;
  if (!host.client || is_stale) {
    host.client = std::make_shared<http::client::http_client>(web::uri(origin), Config());
  }
  return host.client;
}

void PlatformHttpClient::Leave(const std::string& origin) {
  const std::lock_guard lock(mutex_);
  Host& host = hosts_[origin];
  --host.active;
  host.last_used = Clock::now();
  left_.notify_all();
}

void PlatformHttpClient::ForgetIdleHosts() {
  std::erase_if(hosts_, [](const auto& host) { return host.second.active == 0 && host.second.waiting == 0; });
}

SendResult PlatformHttpClient::Send(const HttpClientRequest& request) {
  const auto deadline = Clock::now() + std::min(request.timeout, kMaxHttpTimeout);
  const auto url = CheckRequest(request);
  if (!url) return tl::unexpected(url.error());
  const std::string origin = url->Origin();
  std::shared_ptr<http::client::http_client> client;
  try {
    client = Enter(origin, deadline);
  } catch (const std::exception& error) {
    Leave(origin);
    return NotSent(ErrorCode::kInvalid, origin + " cannot be called: " + error.what());
  }
  if (!client) return NotSent(ErrorCode::kUnavailable, "too many calls to " + origin + " are under way");
  auto result = CallAlive(request, *url, deadline, std::move(client));
  Leave(origin);
  return result;
}

SendResult PlatformHttpClient::CallAlive(const HttpClientRequest& request, const Url& url, Clock::time_point deadline,
                                         std::shared_ptr<http::client::http_client> client) {
  for (int attempt = 1;; ++attempt) {
    auto result = Call(*client, request, url, deadline);
    if (result) return result;
    client = Renew(url.Origin(), client);
    const bool was_dead =
        result.error().certainly_not_sent && result.error().message.find(kDeadConnection) != std::string::npos;
    if (!client || !was_dead || attempt == kMostDeadConnections || Clock::now() >= deadline) return result;
  }
}

std::shared_ptr<http::client::http_client> PlatformHttpClient::Renew(
    const std::string& origin, const std::shared_ptr<http::client::http_client>& broken) {
  const std::lock_guard lock(mutex_);
  Host& host = hosts_[origin];
  try {
    if (host.client == broken) host.client = std::make_shared<http::client::http_client>(web::uri(origin), Config());
  } catch (const std::exception&) {
    return nullptr;
  }
  return host.client;
}

SendResult PlatformHttpClient::Call(http::client::http_client& client, const HttpClientRequest& request, const Url& url,
                                    Clock::time_point deadline) {
  const auto exchange = std::make_shared<Exchange>();
  try {
    Begin(client, MakeRequest(request, url, *exchange), request.max_response, exchange);
  } catch (const std::exception& error) {
    return NotSent(ErrorCode::kInvalid, url.Origin() + " cannot be called: " + error.what());
  }
  const std::stop_callback abandons(request.stop, [&exchange] { exchange->Abandon(); });
  const bool in_time = exchange->WaitUntil(deadline);
  if (in_time && exchange->failure.empty()) return std::move(exchange->response);
  exchange->cancel.cancel();
  // Only when the library has let go of the request is it known what was not written.
  const bool let_go = exchange->WaitUntilLetGo(Clock::now() + kCancelTime);
  return Explain(*exchange, url, request.body.size(), in_time, let_go);
}

}  // namespace

std::unique_ptr<HttpClient> NewPlatformHttpClient(PlatformHttpOptions options) {
  return std::make_unique<PlatformHttpClient>(std::move(options));
}

// cpprestsdk would start 40 threads; it gets none but those that call RunPlatformIo().
void PreparePlatformIo() {
  static std::once_flag once;
  std::call_once(once, [] { crossplat::threadpool::initialize_with_threads(0); });
}

// The threads that run the library's input and output now. The first of them revives what a former stop has ended.
std::mutex io_mutex;
int io_threads = 0;

void RunPlatformIo() {
  PreparePlatformIo();
  auto& service = crossplat::threadpool::shared_instance().service();
  {
    const std::lock_guard lock(io_mutex);
    if (io_threads++ == 0 && service.stopped()) service.restart();
  }
  while (!service.stopped()) {
    try {
      service.run();
    } catch (const std::exception& error) {
      // A malformed chunk size of a server arrives here as std::bad_alloc; its call ends by its deadline.
      base::Log(base::LogLevel::kError, "platform_io_threw", {{"error", error.what()}});
    }
  }
  const std::lock_guard lock(io_mutex);
  --io_threads;
}

void StopPlatformIo() {
  PreparePlatformIo();
  crossplat::threadpool::shared_instance().service().stop();
}

}  // namespace frontdesk::net
