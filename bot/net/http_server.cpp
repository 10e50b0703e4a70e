// How a server runs and stops.
#include "bot/net/http_server.h"

#include <boost/asio/executor_work_guard.hpp>

#include "bot/base/log.h"
#include "bot/net/http_core.h"

namespace frontdesk::net {
namespace {

class FunctionErrand final : public Errand {
 public:
  explicit FunctionErrand(std::function<void()> function) : function_(std::move(function)) {}
  void Run(HttpCore&) override {
    try {
      function_();
    } catch (const std::exception& error) {
      base::Log(base::LogLevel::kError, "http_posted_function_threw", {{"error", error.what()}});
    }
  }

 private:
  const std::function<void()> function_;
};

class DrainErrand final : public Errand {
 public:
  void Run(HttpCore& core) override { core.BeginDrain(); }
};

}  // namespace

void HttpCore::Run() {
  {
    const std::lock_guard lock(run_mutex_);
    if (stopped_) return;
    running_ = true;
  }
  mailbox_->EnterIoThread();
  const auto work = boost::asio::make_work_guard(io_);
  Accept();
  while (!io_.stopped()) {
    try {
      io_.run();
    } catch (const std::exception& error) {
      base::Log(base::LogLevel::kError, "http_loop_threw", {{"error", error.what()}});
    }
  }
  Finish();
  mailbox_->LeaveIoThread();
}

void HttpCore::Finish() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (const auto connection = slots_[i].connection) connection->Close();
  }
  mailbox_->Close();
  const std::lock_guard lock(run_mutex_);
  running_ = false;
  stopped_ = true;
  run_changed_.notify_all();
}

void HttpCore::Drain(std::chrono::milliseconds at_most) {
  {
    std::unique_lock lock(run_mutex_);
    if (!running_) stopped_ = true;
    if (stopped_) return;
    mailbox_->Post(std::make_shared<DrainErrand>());
    if (run_changed_.wait_for(lock, at_most, [this] { return stopped_; })) return;
  }
  Stop();
}

void HttpCore::Stop() {
  {
    const std::lock_guard lock(run_mutex_);
    if (!running_) stopped_ = true;
  }
  io_.stop();
}

void HttpCore::BeginDrain() {
  if (draining_) return;
  draining_ = true;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (const auto connection = slots_[i].connection) connection->OnDrain();
  }
  ticker_.cancel();
  StopWhenQuiet();
}

void HttpCore::StopWhenQuiet() {
  for (const Slot& slot : slots_) {
    if (slot.connection && slot.connection->IsBusy()) return;
  }
  io_.stop();
}

HttpServer::HttpServer(std::unique_ptr<HttpCore> core) : core_(std::move(core)) {}
HttpServer::~HttpServer() = default;

base::Result<std::unique_ptr<HttpServer>> HttpServer::Open(HttpServerOptions options, Limits limits, Handler handler) {
  auto core = std::make_unique<HttpCore>(std::move(options), std::move(limits), std::move(handler));
  TRY_STATUS(core->Open());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(core)));
}

unsigned short HttpServer::port() const { return core_->port(); }
void HttpServer::Run() { core_->Run(); }
void HttpServer::Post(std::function<void()> function) {
  core_->mailbox()->Post(std::make_shared<FunctionErrand>(std::move(function)));
}
void HttpServer::Drain(std::chrono::milliseconds at_most) { core_->Drain(at_most); }
void HttpServer::Stop() { core_->Stop(); }
HttpServerCounters HttpServer::counters() const { return core_->counters(); }

}  // namespace frontdesk::net
