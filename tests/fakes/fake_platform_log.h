// The log of a fake platform: what it was asked, what its users saw, what rules were broken. The oracle of every
// delivery test: it knows nothing of what the bot believes.
//
// Ownership: owns its entries; answers are copies. Threads: any.
// Failure: beyond kMaxLogEntries of a kind the rest is not kept, only written; a file that cannot be written is an
// error of Open.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::fakes {

inline constexpr std::size_t kMaxLogEntries = 200'000;

// Time since the platform began.
using PlatformTime = std::chrono::microseconds;

struct LoggedRequest {
  PlatformTime at{};
  std::string route;  // "" when none fits
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string outcome;  // "200", "reset", "silence" ...

  std::string Header(std::string_view name) const;  // any case; "" when absent
};

struct DeliveredMessage {
  PlatformTime at{};
  std::string route;
  std::string to;
  std::string text;
  std::string client_id;
  std::string platform_id;
  bool known = false;  // the client id was seen before: nothing was shown again
};

// Something that a real platform would punish.
struct Violation {
  PlatformTime at{};
  std::string route;
  std::string to;
  std::string what;
};

struct LoggedFrame {
  PlatformTime at{};
  std::string socket;
  bool from_platform = false;
  std::string text;
};

struct PlatformRecord {
  std::vector<LoggedRequest> requests;
  std::vector<DeliveredMessage> delivered;
  std::vector<Violation> violations;
  std::vector<LoggedFrame> frames;

  // Messages that users saw, of one recipient or of all.
  std::vector<DeliveredMessage> ShownTo(std::string_view to = {}) const;
  // text -> how often it was shown to that recipient.
  std::map<std::string, int> TimesShownTo(std::string_view to) const;
  std::size_t RequestsOf(std::string_view route) const;
};

class PlatformLog {
 public:
  // JSON lines, one for each entry, flushed; the file is begun anew.
  base::Status WriteTo(const std::string& file);

  PlatformTime Now() const;
  // Gives its place, for SetOutcome.
  std::size_t Add(LoggedRequest request);
  void SetOutcome(std::size_t place, std::string outcome);
  void Add(DeliveredMessage message);
  void Add(Violation violation);
  void Add(LoggedFrame frame);

  PlatformRecord Read() const;
  // False when the time is over before it holds.
  bool WaitUntil(const std::function<bool(const PlatformRecord&)>& holds, std::chrono::milliseconds patience) const;

 private:
  void Line(const std::string& json);

  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  PlatformRecord record_;
  std::ofstream file_;
};

// The lines of the log, also for the program's /_fake/log.
std::string ToJson(const LoggedRequest& request);
std::string ToJson(const DeliveredMessage& message);
std::string ToJson(const Violation& violation);
std::string ToJson(const LoggedFrame& frame);

}  // namespace frontdesk::fakes
