// An HttpServer on a free port with its own thread, for as long as a test lasts.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bot/net/http_server.h"
#include "tests/net/raw_socket.h"

namespace frontdesk::net::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;  // memory sizes say nothing
#else
inline constexpr bool kSanitized = false;
#endif

// Deadlines that let a test see them pass.
inline HttpServerOptions QuickOptions() {
  HttpServerOptions options;
  options.deadline_check = std::chrono::milliseconds(5);
  options.linger_deadline = std::chrono::milliseconds(300);
  return options;
}

class LiveServer {
 public:
  explicit LiveServer(HttpServer::Handler handler = nullptr, HttpServerOptions options = QuickOptions(),
                      HttpServer::Limits limits = nullptr) {
    auto counted = [this, handler = std::move(handler)](HttpRequest request, HttpReply reply) {
      ++handled_;
      if (handler && request.path != "/alive") return handler(std::move(request), std::move(reply));
      reply.Send({200, {}, request.method + " " + request.path});
    };
    auto opened = HttpServer::Open(std::move(options), std::move(limits), counted);
    if (!opened) throw std::runtime_error(opened.error().message);
    server_ = std::move(*opened);
    thread_ = std::thread([this] { server_->Run(); });
  }
  ~LiveServer() { Stop(); }

  void Stop() {
    server_->Stop();
    if (thread_.joinable()) thread_.join();
  }
  void Join() { thread_.join(); }
  HttpServer& operator*() { return *server_; }
  HttpServer* operator->() { return server_.get(); }
  unsigned short port() const { return server_->port(); }
  int handled() const { return handled_; }

  std::uint64_t Refused(std::string_view reason) const {
    for (const auto& [name, count] : server_->counters().refused) {
      if (name == reason) return count;
    }
    ADD_FAILURE() << "no counter named " << reason;
    return 0;
  }
  bool IsAlive() {
    RawSocket client(port(), "127.0.0.99");
    client.Send("GET /alive HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return client.ReadAll().starts_with("HTTP/1.1 200 OK\r\n");
  }

 private:
  std::atomic<int> handled_ = 0;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

// Waits for something another thread is about to do. The bound is there to end a test that has failed.
template <typename Condition>
bool Eventually(Condition condition) {
  for (int i = 0; i < kPatienceMs / 2; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return condition();
}

inline long ResidentKiB() {
  std::ifstream statm("/proc/self/statm");
  long total = 0;
  long resident = 0;
  statm >> total >> resident;
  return resident * 4;
}

}  // namespace frontdesk::net::testing
