// An open connection as the way out of an account: for platforms that are spoken to in frames, not in requests.
//
// Threads: the outbox's sending threads, several at once; the functions block until the outcome is known, or for
// kFrameTimeout.
#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.h"

namespace frontdesk::runtime {

inline constexpr base::Millis kFrameTimeout{20'000};

class FrameWay {
 public:
  virtual ~FrameWay() = default;
  // A frame with an id.
  virtual adapters::SendResult Deliver(const adapters::Frame& frame) = 0;
  // A frame without one: a question; its answer as it came.
  virtual base::Result<std::string> Ask(const adapters::Frame& frame) = 0;
  // What is known of the reader's program: Sending::reader.
  virtual std::string ReaderOf(const base::Address& address) const = 0;
  // Whether a frame that was on its way since `since` has arrived; nothing when nobody can tell.
  virtual std::optional<bool> Arrived(const adapters::Frame& frame, base::TimePoint since) = 0;
};

}  // namespace frontdesk::runtime
