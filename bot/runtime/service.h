// The running desk: every part, made and joined in the right order. What `serve` runs, and what tests run in-process.
//
// Ownership: owns everything, its threads too. Threads: Open, Drain and the destructor on one thread; the rest from
// any. Failure: Open says what is wrong with the workspace, the data directory or the address; nothing runs then.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "bot/base/clock.h"
#include "bot/base/embedded.h"
#include "bot/base/result.h"
#include "bot/core/intake.h"

namespace frontdesk::runtime {

inline constexpr std::size_t kShards = 2;
inline constexpr std::size_t kReaders = 2;
inline constexpr int kPlatformIoThreads = 2;
inline constexpr int kEffectThreads = 4;
inline constexpr std::size_t kMaxWaitingReads = 4096;
// Each takes a tenth of a second and 32 MiB for as long; nobody waits for many.
inline constexpr std::size_t kMaxWaitingPasswords = 32;
// Each may hold 50 MB.
inline constexpr std::size_t kMaxWaitingFiles = 3;
inline constexpr std::size_t kMaxWaitingAfter = 4096;
// All request bodies being received together.
inline constexpr std::size_t kBodyMemory = 96 << 20;
inline constexpr base::Millis kLongestDrain{10'000};

struct ServiceOptions {
  std::string directory;
  std::string listen;                                  // "ADDRESS:PORT"; empty: what the workspace says
  std::span<const base::EmbeddedFile> web;             // the bundle of bot/web
  const base::Clock* clock = nullptr;                  // null: the system's
  std::size_t queued_events = core::kMaxQueuedEvents;  // per shard
};

class Service {
 public:
  // Serves when it returns.
  static base::Result<std::unique_ptr<Service>> Open(ServiceOptions options);
  ~Service();

  // "http://127.0.0.1:8080"
  const std::string& url() const;
  unsigned short port() const;
  void Reload();
  // Stops accepting, answers what is in flight, commits what was taken, ends every thread.
  void Drain(base::Millis at_most = kLongestDrain);

 private:
  class Parts;
  explicit Service(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace frontdesk::runtime
