// What the connections of a fake platform share. Private to it.
//
// Ownership: the platform owns it and outlives its connections. Threads: any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "tests/fakes/fake_platform_fault.h"
#include "tests/fakes/fake_platform_log.h"
#include "tests/fakes/fake_platform_player.h"

namespace frontdesk::fakes {

class StopSignal {
 public:
  void Raise() {
    {
      const std::lock_guard lock(mutex_);
      raised_ = true;
    }
    wake_.notify_all();
  }
  // False when it was raised.
  bool Sleep(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return !wake_.wait_for(lock, time, [this] { return raised_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool raised_ = false;
};

// The WebSockets that are open, as ways to send a frame.
class OpenSockets {
 public:
  using Push = std::function<void(std::string frame)>;

  int Add(Push push) {
    const std::lock_guard lock(mutex_);
    open_[++last_] = std::move(push);
    return last_;
  }
  void Remove(int number) {
    const std::lock_guard lock(mutex_);
    open_.erase(number);
  }
  std::size_t SendAll(const std::string& frame) {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, push] : open_) push(frame);
    return open_.size();
  }

 private:
  std::mutex mutex_;
  std::map<int, Push> open_;
  int last_ = 0;
};

struct PlatformParts {
  explicit PlatformParts(Script script) : player(std::move(script), log, faults) {}

  PlatformLog log;
  FaultBox faults;
  PlatformPlayer player;
  StopSignal stop;
  OpenSockets sockets;
};

struct PlatformTls {
  std::string certificate;  // PEM files; both empty: plain
  std::string key;
};

// Serves a connection until one side ends it; then the file is closed. While it lasts, shutdown() of the file by
// another thread ends it.
void ServeConnection(int file, const PlatformTls& tls, PlatformParts& parts);
// A WebSocket, from its opening request (its head, as bytes) on.
void ServeWebSocket(int file, const std::string& head, const SocketRoute& route, PlatformParts& parts);
// The answer to a request under /_fake/, by which a platform is steered that runs as a program.
PlatformAnswer Steer(const PlatformRequest& request, PlatformParts& parts);

}  // namespace frontdesk::fakes
