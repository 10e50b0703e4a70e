// Time as a value. Nothing in the project reads the wall clock but through a Clock, so that tests, `chat` and
// transcripts can move it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace frontdesk::base {

using Millis = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Millis>;  // UTC

// Thread safety: Now() may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  TimePoint Now() const override;
};

// A clock that stands still until it is told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start) : now_(start.time_since_epoch().count()) {}
  TimePoint Now() const override { return TimePoint{Millis{now_.load()}}; }
  void Advance(Millis by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_;
};

inline std::int64_t ToMillis(TimePoint at) { return at.time_since_epoch().count(); }
inline TimePoint FromMillis(std::int64_t ms) { return TimePoint{Millis{ms}}; }

// "2026-03-02T10:00:00Z" (RFC 3339, UTC, seconds).
std::string FormatUtc(TimePoint at);

// "2026-03-02 10:00" in the IANA zone, UTC when the zone is unknown.
std::string FormatLocal(TimePoint at, std::string_view zone);

// RFC 3339 with offset or Z; seconds may be left out.
Result<TimePoint> ParseTime(std::string_view text);

// "90s", "15m", "26h", "3d": a positive whole number and a unit.
Result<Millis> ParseDuration(std::string_view text);

// "1m", "2h 5m", "1d 2h": the two largest units.
std::string FormatDuration(Millis duration);

}  // namespace frontdesk::base
